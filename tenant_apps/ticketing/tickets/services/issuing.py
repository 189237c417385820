"""Make tickets, take them back, replace them."""

from collections.abc import Iterable

from django.db import transaction

from kernel.facts.bus import announce
from tenant_apps.ticketing.orders.models import Order, OrderLine
from tenant_apps.ticketing.tickets.errors import TicketIsUsed, TicketIsVoid
from tenant_apps.ticketing.tickets.facts import TicketReissued, TicketVoided
from tenant_apps.ticketing.tickets.models import Ticket, Void
from tenant_apps.ticketing.tickets.services.codes import Signer, signer_for


def issue(*, order: Order, lines: Iterable[OrderLine]) -> list[Ticket]:
    """Make the tickets of a paid order. `lines` come with their sessions loaded."""
    signers: dict[int, Signer] = {}
    tickets = []
    for line in lines:
        event_id = line.session.event_id
        signer = signers.get(event_id) or signers.setdefault(event_id, signer_for(event_id))
        for _ in range(line.quantity):
            code = signer.code(session_id=line.session_id, ticket_type_id=line.ticket_type_id)
            tickets.append(_ticket(order, line, code))
    return Ticket.objects.bulk_create(tickets)


def _ticket(order: Order, line: OrderLine, code: str) -> Ticket:
    return Ticket(
        order=order,
        line=line,
        session_id=line.session_id,
        ticket_type_id=line.ticket_type_id,
        code=code,
        holder_name=order.name,
        room_id=line.room_id,
        quota_id=line.quota_id,
    )


@transaction.atomic
def void(*, tickets: Iterable[Ticket], reason: str) -> list[Ticket]:
    """Take tickets back; those that are void already are passed over. Returns the newly void."""
    wanted = Ticket.objects.filter(pk__in=[one.pk for one in tickets]).order_by("pk")
    # First the lock, then the question: what is joined is read before one waits for a lock.
    list(wanted.select_for_update().values_list("pk"))
    fresh = list(wanted.valid())
    Void.objects.bulk_create([Void(ticket=one, reason=reason) for one in fresh])
    for one in fresh:
        announce(TicketVoided(ticket_id=one.pk, reason=reason))
    return fresh


@transaction.atomic
def reissue(*, ticket: Ticket) -> Ticket:
    """Replace a ticket whose code was lost or seen: the old is void, the new has another code.

    Raises `TicketIsVoid` or `TicketIsUsed`.
    """
    locked = (
        Ticket.objects.select_for_update(of=("self",)).select_related("session").get(pk=ticket.pk)
    )
    if locked.is_void:
        raise TicketIsVoid
    if locked.is_admitted:
        raise TicketIsUsed
    code = signer_for(locked.session.event_id).code(
        session_id=locked.session_id, ticket_type_id=locked.ticket_type_id
    )
    void(tickets=[locked], reason=Void.Reason.REISSUED)
    new = Ticket.objects.create(
        order_id=locked.order_id,
        line_id=locked.line_id,
        session_id=locked.session_id,
        ticket_type_id=locked.ticket_type_id,
        code=code,
        holder_name=locked.holder_name,
        replaces=locked,
        room_id=locked.room_id,
        quota_id=locked.quota_id,
    )
    announce(TicketReissued(ticket_id=new.pk, replaces_id=locked.pk))
    return new
