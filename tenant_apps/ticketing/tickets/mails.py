"""What a ticket holder gets by mail: the files of a ticket, and word of a new one."""

import logging
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.tenancy import current
from tenant_apps.ticketing.tickets import calendar, pdf
from tenant_apps.ticketing.tickets.errors import PdfUnavailable
from tenant_apps.ticketing.tickets.models import Ticket
from themes import letters
from themes.letters.enclosing import Enclosure

log = logging.getLogger(__name__)


def enclosures(tickets: Iterable[Ticket], *, reference: str) -> list[Enclosure]:
    """The tickets as a PDF and their sessions as a calendar file, in the active language.

    Where PDFs cannot be drawn, the letter goes out without: the codes are on the order's page.
    """
    tickets = list(tickets)
    made = []
    try:
        printed = pdf.render(tickets)
        made.append(Enclosure(f"tickets-{reference}.pdf", printed, "application/pdf"))
    except PdfUnavailable:
        log.error("the letter about %s goes out without its PDF", reference)
    dates = calendar.ics(tickets)
    made.append(Enclosure(f"tickets-{reference}.ics", dates, "text/calendar"))
    return made


def send_reissued(*, ticket_id: int, key: object) -> None:
    """Send a replaced ticket to its buyer. Nothing, when it is void again."""
    ticket = Ticket.objects.valid().to_print().filter(pk=ticket_id).first()
    if ticket is None:
        return
    order, event = ticket.order, ticket.session.event
    with override(order.language):
        files = enclosures([ticket], reference=order.reference)
        letters.send(
            kind="ticket_reissued",
            to=order.email,
            subject=subject_of_reissued(event.words.name),
            context={
                "ticket": ticket,
                "event": event,
                "session": ticket.session,
                "url": current().url + order.get_absolute_url(),
                "has_pdf": len(files) > 1,
            },
            key=key,
            enclosures=files,
            about={"order_id": order.pk, "ticket_id": ticket.pk},
            reference=order.reference,
        )


def subject_of_reissued(event: str) -> str:
    """The subject line of the letter with a replaced ticket."""
    return _("A new ticket for %(event)s") % {"event": event}
