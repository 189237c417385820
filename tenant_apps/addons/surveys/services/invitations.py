"""Ask those who were let in, some hours after it is over."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.facts.bus import announce
from kernel.tenancy import current
from tenant_apps.addons.surveys.facts import VisitorsAsked
from tenant_apps.addons.surveys.models import Invitation
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.tickets.models import Ticket
from themes import letters

BATCH = 500  # invitations in one transaction


@transaction.atomic
def invite(*, ticket_id: int) -> Invitation:
    """Give the bearer of a ticket the right to answer; one ticket, one invitation."""
    session_id = Ticket.objects.values_list("session_id", flat=True).get(pk=ticket_id)
    invitation, _made = Invitation.objects.get_or_create(
        ticket_id=ticket_id, defaults={"session_id": session_id}
    )
    return invitation


def ask_due(now: datetime | None = None) -> int:
    """Have the question mailed to everybody it is time for. Returns how many mails there will be.

    One mail for each order and session: who bought six tickets is not asked six times at once.
    """
    asked = 0
    while mails := _ask_batch(now or timezone.now()):
        asked += mails
    return asked


@transaction.atomic
def _ask_batch(now: datetime) -> int:
    due = Invitation.objects.due(now).select_for_update(of=("self",), skip_locked=True)
    batch = list(due.select_related("ticket")[:BATCH])
    Invitation.objects.filter(pk__in=[one.pk for one in batch]).update(asked_at=now)
    mails = {(one.ticket.order_id, one.session_id) for one in batch}
    for order_id, session_id in sorted(mails):
        announce(VisitorsAsked(order_id=order_id, session_id=session_id))
    return len(mails)


def mail_question(*, order_id: int, session_id: int, key: object) -> None:
    """Mail the links of those who came with this order. Not in a transaction; may be repeated."""
    order = Order.objects.get(pk=order_id)
    invitations = list(
        Invitation.objects.filter(ticket__order=order, session_id=session_id, answer=None)
        .exclude(asked_at=None)
        .select_related("session__event", "ticket")
    )
    if not invitations:
        return
    with override(order.language):
        letters.send(
            kind="survey_question",
            to=order.email,
            subject=question_subject(invitations[0].session.event.words.name),
            context=question_context(
                name=order.name,
                event=invitations[0].session.event,
                links=[f"{current().url}{one.get_absolute_url()}" for one in invitations],
            ),
            key=key,
            about={"order_id": order.pk, "session_id": session_id},
            reference=order.reference,
        )


def question_subject(event: str) -> str:
    """The subject line of the mail that asks."""
    return _("How was {event}?").format(event=event)


def question_context(*, name: str, event: Event, links: list[str]) -> dict[str, Any]:
    """What the mail that asks shows: the first link is the reader's, the others for his company."""
    scores = [(score, f"{links[0]}?score={score}") for score in range(11)]
    return {"name": name, "event": event, "first": links[0], "more": links[1:], "scores": scores}


def links_of_order(*, order: Order) -> list[Invitation]:
    """Return the invitations of an order that may still be answered or changed."""
    found = Invitation.objects.filter(ticket__order=order).select_related(
        "answer", "session__event", "ticket"
    )
    return [one for one in found if one.is_open]
