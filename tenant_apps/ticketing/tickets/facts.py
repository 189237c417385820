"""What can have happened to a ticket."""

from dataclasses import dataclass

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class TicketsIssued(Fact):
    """The tickets of an order exist."""

    order_id: int


@dataclass(frozen=True, kw_only=True)
class TicketVoided(Fact):
    """A ticket was taken back; its code opens no door any more."""

    ticket_id: int
    reason: str
    webhook = "ticket.voided"


@dataclass(frozen=True, kw_only=True)
class TicketReissued(Fact):
    """A ticket was replaced by a new one with a new code."""

    ticket_id: int
    replaces_id: int
    webhook = "ticket.reissued"


@dataclass(frozen=True, kw_only=True)
class TicketAdmitted(Fact):
    """Somebody was let in."""

    ticket_id: int
    webhook = "ticket.admitted"
