"""The mail with a replaced ticket, as the page of all mails shows it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from tenant_apps.ticketing.tickets import examples
from tenant_apps.ticketing.tickets.mails import send_reissued, subject_of_reissued
from tenant_apps.ticketing.tickets.models import Ticket
from themes import letters


def _reissued() -> letters.Example:
    bought, at = examples.order(), examples.session()
    ticket = Ticket(order=bought, session=at, ticket_type=examples.lines(bought, at)[0].ticket_type)
    context = {
        "ticket": ticket,
        "event": at.event,
        "session": at,
        "url": examples.link(bought),
        "has_pdf": True,
    }
    return letters.Example(subject_of_reissued(at.event.words.name), context)


def _again(about: Mapping[str, int], key: str) -> None:
    send_reissued(ticket_id=about["ticket_id"], key=key)


letters.kind(
    "ticket_reissued",
    title=gettext_lazy("Replaced ticket"),
    when=gettext_lazy("When a ticket is given a new code, and the old one opens no door any more."),
    template="tickets/mail/ticket_reissued",
    example=_reissued,
    again=_again,
    is_owed=True,
)
