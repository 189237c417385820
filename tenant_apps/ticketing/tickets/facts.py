"""What can have happened to a ticket."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class TicketsIssued(Fact):
    """The tickets of an order exist."""

    order_id: int
    sentence = _("Tickets issued")


@dataclass(frozen=True, kw_only=True)
class TicketVoided(Fact):
    """A ticket was taken back; its code opens no door any more."""

    ticket_id: int
    reason: str
    webhook = "ticket.voided"
    sentence = _("Ticket {ticket_id} made invalid")


@dataclass(frozen=True, kw_only=True)
class TicketReissued(Fact):
    """A ticket was replaced by a new one with a new code."""

    ticket_id: int
    replaces_id: int
    webhook = "ticket.reissued"
    sentence = _("Ticket {replaces_id} replaced by {ticket_id}")


@dataclass(frozen=True, kw_only=True)
class TicketAdmitted(Fact):
    """Somebody was let in."""

    ticket_id: int
    webhook = "ticket.admitted"
    sentence = _("Let in with ticket {ticket_id}")
