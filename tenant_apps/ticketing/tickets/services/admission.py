"""Let people in: each ticket once."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kernel.actor import acting
from kernel.facts.bus import announce
from tenant_apps.ticketing.tickets.facts import TicketAdmitted
from tenant_apps.ticketing.tickets.models import Admission, Ticket, Void

_INSERT_ONCE = """
INSERT INTO tickets_admission (ticket_id, at, gate, actor) VALUES (%s, %s, %s, %s)
ON CONFLICT (ticket_id) DO NOTHING RETURNING *
"""


@dataclass(frozen=True)
class Verdict:
    """What the door should do.

    `status` is `ok` or `error`; `reason` is empty, or one of `already_redeemed`, `canceled`,
    `replaced`, `wrong_event`, `invalid` (features.md 3.1). `first` is the admission that counts.
    """

    status: str
    reason: str = ""
    ticket: Ticket | None = None
    first: Admission | None = None


def admit(*, code: str, gate: str = "", event_id: int | None = None) -> Verdict:
    """Let the bearer of `code` in at `gate`, once; with `event_id`, only to that event."""
    verdict = look(code=code, event_id=event_id)
    if verdict.status != "ok" or verdict.ticket is None:
        return verdict
    return _admit(verdict.ticket, gate)


def look(*, code: str, event_id: int | None = None) -> Verdict:
    """What `admit` would say now; nobody is let in."""
    ticket = _find(code.strip())
    if ticket is None:
        return Verdict("error", "invalid")
    if ticket.is_void:
        replaced = ticket.void.reason == Void.Reason.REISSUED
        return Verdict("error", "replaced" if replaced else "canceled", ticket)
    if event_id is not None and ticket.session.event_id != event_id:
        return Verdict("error", "wrong_event", ticket)
    if ticket.is_admitted:
        return Verdict("error", "already_redeemed", ticket, ticket.admission)
    return Verdict("ok", "", ticket)


def _find(code: str) -> Ticket | None:
    if not (code.isascii() and code.isprintable()):
        return None
    tickets = Ticket.objects.select_related(
        "session__event", "ticket_type", "order", "void", "admission"
    )
    return tickets.filter(code=code).first()


@transaction.atomic
def _admit(ticket: Ticket, gate: str) -> Verdict:
    # The lock makes a refund that runs at this moment come before or after, never beside it.
    locked = Ticket.objects.select_for_update(of=("self",)).valid().filter(pk=ticket.pk)
    if not list(locked.values_list("pk")):
        return Verdict("error", "canceled", ticket)
    row = [ticket.pk, timezone.now(), gate[:80], acting().label[:120]]
    first = next(iter(Admission.objects.raw(_INSERT_ONCE, row)), None)
    if first is None:
        return Verdict("error", "already_redeemed", ticket, Admission.objects.get(ticket=ticket))
    announce(TicketAdmitted(ticket_id=ticket.pk))
    return Verdict("ok", "", ticket, first)
