"""What surveys do when something happened elsewhere."""

from kernel.facts.bus import when
from tenant_apps.addons.surveys.facts import VisitorsAsked
from tenant_apps.addons.surveys.services import invitations
from tenant_apps.ticketing.tickets.facts import TicketAdmitted


@when(TicketAdmitted)
def invite_visitor(fact: TicketAdmitted) -> None:
    """Who came in may say how it was."""
    invitations.invite(ticket_id=fact.ticket_id)


@when(VisitorsAsked, outside=True)
def mail_question(fact: VisitorsAsked) -> None:
    """Send the mail."""
    invitations.mail_question(order_id=fact.order_id, session_id=fact.session_id, key=fact.id)
