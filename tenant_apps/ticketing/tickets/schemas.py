"""Tickets, and what the door says, as the API shows them."""

from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field, Schema

from kernel.rest.shapes import Id, Instant, Shape, text
from tenant_apps.ticketing.tickets.models import Admission, Ticket
from tenant_apps.ticketing.tickets.services.admission import Verdict


class CodeIn(Shape):
    """What was read off a ticket."""

    code: Annotated[str, Field(min_length=1, max_length=1000)]
    event_id: Id | None = Field(None, description="Only tickets of this event are good here.")


class ScanIn(CodeIn):
    """What was read off a ticket, and where."""

    gate: Annotated[str, text(80)] = ""


class NamedOut(Schema):
    """Something with a name."""

    id: int
    name: str


class WhenOut(Schema):
    """A session. `starts_at` is UTC, `timezone` is the place's."""

    id: int
    starts_at: Instant
    timezone: str


class ScannedTicket(Schema):
    """What the door needs to know of a ticket."""

    id: int
    holder_name: str
    ticket_type: NamedOut
    event: NamedOut
    session: WhenOut
    order_reference: str

    @classmethod
    def of(cls, ticket: Ticket) -> "ScannedTicket":
        """Return a ticket that came with its session, event, type and order."""
        event = ticket.session.event
        return cls(
            id=ticket.pk,
            holder_name=ticket.holder_name,
            ticket_type=NamedOut(id=ticket.ticket_type_id, name=ticket.ticket_type.words.name),
            event=NamedOut(id=event.pk, name=event.words.name),
            session=WhenOut(
                id=ticket.session_id, starts_at=ticket.session.starts_at, timezone=event.timezone
            ),
            order_reference=ticket.order.reference,
        )


class TicketOut(ScannedTicket):
    """A ticket with its code, which opens the door: keep it to yourself."""

    status: str = Field(description="`valid`, `admitted` or `void`.")
    code: str
    issued_at: Instant
    admitted_at: Instant | None
    replaces_id: int | None

    @classmethod
    def of(cls, ticket: Ticket) -> "TicketOut":
        """Return a ticket that came with void and admission too."""
        return cls(
            **dict(ScannedTicket.of(ticket)),
            status=ticket.status,
            code=ticket.code,
            issued_at=ticket.issued_at,
            admitted_at=ticket.admission.at if ticket.is_admitted else None,
            replaces_id=ticket.replaces_id,
        )


class FirstScan(Schema):
    """The scan that counts."""

    at: Instant
    gate: str

    @classmethod
    def of(cls, admission: Admission) -> "FirstScan":
        """Return an admission."""
        return cls(at=admission.at, gate=admission.gate)


class ScanOut(Schema):
    """What the door should do. `ok`: let in. `error`: do not, for `reason`."""

    status: str = Field(description="`ok` or `error`.")
    reason: str = Field(
        description="Empty, `invalid`, `canceled`, `replaced`, `wrong_event` or `already_redeemed`."
    )
    ticket: ScannedTicket | None
    first_scan: FirstScan | None
    require_attention: bool = Field(description="Whether a person should look.")
    texts: list[str] = Field(description="What to show, in the asker's language.")

    @classmethod
    def of(cls, verdict: Verdict) -> "ScanOut":
        """Return a verdict of the door."""
        return cls(
            status=verdict.status,
            reason=verdict.reason,
            ticket=ScannedTicket.of(verdict.ticket) if verdict.ticket else None,
            first_scan=FirstScan.of(verdict.first) if verdict.first else None,
            require_attention=False,
            texts=_texts(verdict),
        )


def _texts(verdict: Verdict) -> list[str]:
    said = {
        "": _("Come in."),
        "invalid": _("This is not a ticket of this shop."),
        "canceled": _("This ticket was cancelled."),
        "replaced": _("This ticket was replaced by a new one."),
        "wrong_event": _("This ticket is for another event."),
        "already_redeemed": _("Somebody has already come in with this ticket."),
    }
    return [said.get(verdict.reason, verdict.reason)]
