"""What tickets do when something happened."""

from kernel.facts.bus import when
from tenant_apps.ticketing.tickets import mails
from tenant_apps.ticketing.tickets.facts import TicketReissued


@when(TicketReissued, outside=True)
def mail_new_ticket(fact: TicketReissued) -> None:
    """Send the new ticket to the buyer."""
    mails.send_reissued(ticket_id=fact.ticket_id, key=fact.id)
