"""Let people in: each ticket once."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from kernel.actor import acting
from kernel.facts.bus import announce
from tenant_apps.ticketing.inventory.services import sheets
from tenant_apps.ticketing.tickets.facts import TicketAdmitted
from tenant_apps.ticketing.tickets.models import Admission, Ticket, Void

_LOCK = "SELECT id FROM tickets_ticket WHERE id = %s FOR UPDATE"
# Asked after the lock is there, so that a refund which held it is seen.
_INSERT_ONCE = """
INSERT INTO tickets_admission (ticket_id, at, gate, actor)
SELECT %s, %s, %s, %s WHERE NOT EXISTS (SELECT 1 FROM tickets_void WHERE ticket_id = %s)
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


# What a door shows of a ticket.
_READ = ("session_id", "ticket_type_id", "order_id", "line_id", "holder_name", "code", "issued_at")


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


def code_of(*, typed: str) -> str:
    """The code of the ticket whose printed number was typed; else what was typed, as it is.

    For a door with a person at it, who sees the name: a number can be guessed, a code cannot.
    """
    numbered = Ticket.objects.numbered(typed).values_list("code", flat=True).order_by().first()
    return numbered or typed


def _find(code: str) -> Ticket | None:
    if not (code.isascii() and code.isprintable()):
        return None
    tickets = Ticket.objects.select_related("order", "void", "admission").only(
        *_READ, "order__reference", "order__name", "order__email", "void__reason", "admission"
    )
    ticket = tickets.filter(code=code).order_by().first()
    if ticket is not None:
        sheets.attach([ticket])
    return ticket


@transaction.atomic
def _admit(ticket: Ticket, gate: str) -> Verdict:
    # The lock makes a refund that runs at this moment come before or after, never beside it.
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [ticket.pk])
    row = [ticket.pk, timezone.now(), gate[:80], acting().label[:120], ticket.pk]
    first = next(iter(Admission.objects.raw(_INSERT_ONCE, row)), None)
    if first is not None:
        announce(TicketAdmitted(ticket_id=ticket.pk))
        return Verdict("ok", "", ticket, first)
    earlier = Admission.objects.filter(ticket=ticket).first()
    if earlier is None:
        return Verdict("error", "canceled", ticket)
    return Verdict("error", "already_redeemed", ticket, earlier)
