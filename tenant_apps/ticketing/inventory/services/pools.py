"""Open the pools of a session, resize them, and read what is left."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from kernel.facts.bus import announce
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.errors import CapacityTooSmall
from tenant_apps.ticketing.inventory.facts import PlacesFreed
from tenant_apps.ticketing.inventory.models import Stock


@dataclass(frozen=True)
class Pools:
    """The pools that a ticket of one type for one session draws on: the room, maybe a quota."""

    session_id: int
    ticket_type_id: int
    room_id: int
    quota_id: int | None


@transaction.atomic
def open_pools(*, event: Event) -> None:
    """Make the pools of an event agree with its sessions and ticket types. Safe to repeat.

    Raises `CapacityTooSmall` when a pool would shrink below what is held and sold.
    """
    sessions = list(event.sessions.all())
    types = list(event.ticket_types.all())
    have = {
        (stock.session_id, stock.ticket_type_id): stock
        for stock in Stock.objects.filter(session__event=event)
    }
    missing = []
    for session in sessions:
        for ticket_type in (None, *types):
            stock = have.get((session.pk, ticket_type.pk if ticket_type else None))
            capacity = _capacity(session, ticket_type, stock)
            if stock is None and capacity is not None:
                missing.append(Stock(session=session, ticket_type=ticket_type, capacity=capacity))
            elif stock is not None and capacity is not None and stock.capacity != capacity:
                _resize(stock, capacity)
    Stock.objects.bulk_create(missing, ignore_conflicts=True)


def _capacity(session: Session, ticket_type: TicketType | None, stock: Stock | None) -> int | None:
    """How large a pool should be; None where there should be none."""
    if ticket_type is None:
        return session.capacity
    if ticket_type.quantity is None and stock is not None:
        # A quota that was lifted stays, as large as the room: holds and tickets count on it.
        return session.capacity
    return ticket_type.quantity


def _resize(stock: Stock, capacity: int) -> None:
    fits = Stock.objects.filter(pk=stock.pk, held__lte=capacity - F("sold"))
    if not fits.update(capacity=capacity):
        raise CapacityTooSmall
    if capacity > stock.capacity:
        announce(PlacesFreed(session_id=stock.session_id, quantity=capacity - stock.capacity))


def pools_of(
    *, session: Session, ticket_types: list[TicketType]
) -> tuple[dict[int, Pools], int | None]:
    """The pools for each ticket type id of one session, and the room's id, with one query.

    Without a room (None) there are no pools.
    """
    rows = Stock.objects.filter(session=session).values_list("ticket_type_id", "id")
    by_type: dict[int | None, int] = dict(rows)
    room_id = by_type.get(None)
    if room_id is None:
        return {}, None
    pools = {
        one.pk: Pools(session.pk, one.pk, room_id, by_type.get(one.pk)) for one in ticket_types
    }
    return pools, room_id


def places_left(*, session_ids: list[int]) -> dict[int, dict[int | None, int]]:
    """Places left now: session id → {None: in the room, ticket type id: in its quota}."""
    left: dict[int, dict[int | None, int]] = {one: {} for one in session_ids}
    for stock in Stock.objects.filter(session_id__in=session_ids):
        left[stock.session_id][stock.ticket_type_id] = stock.left
    return left


def left_for(left: dict[int | None, int], ticket_type_id: int) -> int:
    """How many of one type could be bought, given `places_left` of its session; never below 0."""
    room = left.get(None, 0)
    return max(0, min(room, left.get(ticket_type_id, room)))
