"""What the shop window shows: events with their prices and what is left. Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from kernel.money import Money
from tenant_apps.ticketing.events.models import Event, Session, TicketType, sold_in
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.inventory.services.pools import left_for, places_left
from tenant_apps.ticketing.sales.hooks import unit_price

FEW = 0.1


@dataclass(frozen=True)
class Card:
    """One event on the list. Prices in minor units of `currency`; free if nothing costs."""

    event: Event
    next_session: Session
    session_count: int
    from_price: int | None
    currency: str
    is_free: bool
    state_word: str


@dataclass(frozen=True)
class Choice:
    """One session to choose on the event page."""

    session: Session
    is_chosen: bool
    left: int
    state_word: str


@dataclass(frozen=True)
class Offer:
    """One ticket type in the buy box: what it costs now, how many can be had."""

    ticket_type: TicketType
    price: int
    currency: str
    left: int
    most: int
    state_word: str

    @property
    def can_be_bought(self) -> bool:
        """Whether the stepper is shown."""
        return self.state_word in ("on_sale", "few_left")


def find(*, q: str = "", category: str = "") -> QuerySet[Event]:
    """Upcoming events, the soonest first, that match words and category."""
    events = Event.objects.upcoming().select_related("venue", "picture")
    if category:
        events = events.filter(category=category)
    translated = f"translations__{get_language()}__name__icontains"
    for word in q.split()[:8]:
        events = events.filter(
            Q(name__icontains=word)
            | Q(venue__name__icontains=word)
            | Q(**{translated: word})
            | Q(**{f"venue__{translated}": word})
        )
    return events


def categories() -> list[tuple[str, str]]:
    """The categories of published events: as they are filtered by, and as the reader calls them."""
    found = (
        Event.objects.published()
        .exclude(category="")
        .order_by("category")
        .values_list("category", f"translations__{get_language()}__category")
        .distinct()
    )
    called: dict[str, str] = {}
    for own, translated in found:
        called[own] = translated or called.get(own) or own
    return list(called.items())


def cards(events: Iterable[Event], *, currency: str = "") -> list[Card]:
    """The events of one page of the list, with four queries for all of them.

    Prices are in `currency` where an event sells in it, else in its own.
    """
    events = list(events)
    ids = [one.pk for one in events]
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.upcoming().filter(event_id__in=ids):
        sessions[session.event_id].append(session)
    types: dict[int, list[TicketType]] = defaultdict(list)
    offered = TicketType.objects.filter(event_id__in=ids, active=True).prefetch_related("prices")
    for ticket_type in offered:
        types[ticket_type.event_id].append(ticket_type)
    rooms: dict[int, list[Stock]] = defaultdict(list)
    upcoming = [one.pk for group in sessions.values() for one in group]
    for stock in Stock.objects.filter(session_id__in=upcoming, ticket_type=None):
        rooms[stock.session_id].append(stock)
    return [
        _card(one, sessions[one.pk], types[one.pk], rooms, currency)
        for one in events
        if sessions[one.pk]
    ]


def _card(
    event: Event,
    sessions: list[Session],
    offered: list[TicketType],
    rooms: dict[int, list[Stock]],
    wanted: str,
) -> Card:
    currency = chosen(wanted, sold_in(offered, event.currency))
    types = [one for one in offered if not one.hidden]
    pools = [stock for session in sessions for stock in rooms[session.pk]]
    prices = [_price(event, one, sessions[0], currency) for one in types]
    return Card(
        event=event,
        next_session=sessions[0],
        session_count=len(sessions),
        from_price=min(prices, default=None),
        currency=currency,
        is_free=bool(prices) and max(prices) == 0,
        state_word=_event_word(event, types, pools),
    )


def _event_word(event: Event, types: list[TicketType], pools: list[Stock]) -> str:
    if event.status != Event.Status.PUBLISHED:
        return event.status
    if types and not any(one.is_in_sale_window() for one in types):
        return _window_word(types)
    return _left_word(sum(one.left for one in pools), sum(one.capacity for one in pools))


def _window_word(types: list[TicketType]) -> str:
    now = timezone.now()
    return "soon" if any(one.on_sale_from and one.on_sale_from > now for one in types) else "ended"


def _left_word(left: int, capacity: int) -> str:
    if left <= 0:
        return "sold_out"
    return "few_left" if left <= capacity * FEW else "on_sale"


def choices(event: Event, chosen_id: int | None) -> list[Choice]:
    """The upcoming sessions of an event; the chosen one, else the first with places, is marked."""
    sessions = list(event.sessions.upcoming())
    left = places_left(session_ids=[one.pk for one in sessions])
    rows = []
    for session in sessions:
        room = max(0, left[session.pk].get(None, 0))
        word = _left_word(room, session.capacity)
        if session.status == Session.Status.CANCELLED:
            word = "cancelled"
        rows.append((session, room, word))
    known = {session.pk for session, _, _ in rows}
    if chosen_id not in known:
        open_ones = [row[0].pk for row in rows if row[2] in ("on_sale", "few_left")]
        chosen_id = next(iter(open_ones or known), None)
    return [Choice(session, session.pk == chosen_id, room, word) for session, room, word in rows]


def chosen(wanted: str, currencies: list[str]) -> str:
    """The wanted currency if it is among these, else the first, which is the event's own."""
    return wanted if wanted in currencies else currencies[0]


def offers(
    event: Event, session: Session, *, access_code: str = "", currency: str = ""
) -> list[Offer]:
    """The ticket types of an event as they can be bought for one session now.

    Hidden types are shown only to those who came with their access code. Prices are in `currency`,
    if the event sells in it, else in its own.
    """
    left = places_left(session_ids=[session.pk])[session.pk]
    types = list(event.ticket_types.filter(active=True).prefetch_related("prices"))
    currency = chosen(currency, sold_in(types, event.currency))
    shown = [
        one for one in types if not one.hidden or (access_code and one.access_code == access_code)
    ]
    return [_offer(event, session, one, left_for(left, one.pk), currency) for one in shown]


def _offer(
    event: Event, session: Session, ticket_type: TicketType, left: int, currency: str
) -> Offer:
    word = _left_word(left, ticket_type.quantity or session.capacity)
    if not ticket_type.is_in_sale_window():
        word = _window_word([ticket_type])
    if not event.is_on_sale or session.status == Session.Status.CANCELLED or session.has_ended:
        word = "ended" if event.is_on_sale and session.has_ended else "cancelled"
    price = _price(event, ticket_type, session, currency)
    most = min(left, ticket_type.per_order_max)
    return Offer(ticket_type, price, currency, left, most, word)


def _price(event: Event, ticket_type: TicketType, session: Session, currency: str) -> int:
    """What one costs now; `currency` is one in which the event sells."""
    money = Money(ticket_type.price_in(currency, main=event.currency) or 0, currency)
    return unit_price.pipe(money, ticket_type=ticket_type, session=session).amount
