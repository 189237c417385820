"""What the desk shows: how much was sold, when, of what, and what needs somebody. Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import ExtractHour, TruncDate
from django.utils import timezone as clock

from kernel.money import Money
from tenant_apps.ticketing.events.models import Event, Session
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Entry, Refund
from tenant_apps.ticketing.tickets.models import Ticket

NEARLY_FULL = 0.9


@dataclass
class Day:
    """What was sold on one day of the shop's clock: tickets, and money in each currency."""

    day: date
    tickets: int = 0
    takings: list[Money] = field(default_factory=list)


@dataclass(frozen=True)
class Hour:
    """Tickets sold by the end of an hour: today (None: still to come), and usually."""

    hour: int
    sold: int | None
    usual: float


@dataclass(frozen=True)
class Fill:
    """How full something is."""

    capacity: int = 0
    held: int = 0
    sold: int = 0

    @property
    def left(self) -> int:
        """Places that could be had now."""
        return self.capacity - self.held - self.sold

    @property
    def percent(self) -> int:
        """Whole per cent of the capacity that is sold, rounded down."""
        return self.sold * 100 // self.capacity if self.capacity else 0


@dataclass(frozen=True)
class Needs:
    """What waits for somebody: numbers of things, and the sessions that are nearly full."""

    failed_refunds: int
    waiting_orders: int
    drafts: int
    nearly_full: list[Session]


def last_days(zone: str, number: int = 14) -> list[Day]:
    """The last days up to today, every one of them, oldest first. One query."""
    here = ZoneInfo(zone)
    today = clock.now().astimezone(here).date()
    days = {today - timedelta(days=n): Day(today - timedelta(days=n)) for n in range(number)}
    since = datetime.combine(min(days), time.min, here).astimezone(UTC)
    sales = (
        Entry.objects.filter(kind=Entry.Kind.SALE, booked_at__gte=since)
        .annotate(day=TruncDate("booked_at", tzinfo=here))
        .values("day", "currency")
        .annotate(tickets=Sum("quantity"), taken=Sum("amount"))
        .order_by("day", "currency")
    )
    for row in sales:
        if row["day"] in days:
            days[row["day"]].tickets += row["tickets"]
            days[row["day"]].takings.append(Money(int(row["taken"]), row["currency"]))
    return [days[day] for day in sorted(days)]


def usual(days: list[Day]) -> float:
    """Tickets on an average day before today."""
    before = days[:-1]
    return sum(one.tickets for one in before) / len(before) if before else 0


def hours_of_today(zone: str, weeks: int = 4) -> list[Hour]:
    """How today grows, beside an average day of the last weeks. 24 hours, one query.

    Days without a sale count, but none before the first sale of all these weeks.
    """
    here = ZoneInfo(zone)
    now = clock.now().astimezone(here)
    since = datetime.combine(now.date() - timedelta(days=7 * weeks), time.min, here)
    rows = (
        Entry.objects.filter(kind=Entry.Kind.SALE, booked_at__gte=since.astimezone(UTC))
        .annotate(day=TruncDate("booked_at", tzinfo=here))
        .annotate(hour=ExtractHour("booked_at", tzinfo=here))
        .values_list("day", "hour")
        .annotate(tickets=Sum("quantity"))
        .order_by()
    )
    today, before, days = [0] * 24, [0] * 24, set()
    for day, hour, tickets in rows:
        (today if day == now.date() else before)[hour] += tickets
        days.add(day)
    past = (now.date() - min(days)).days if days else 0
    sold = list(accumulate(today))
    usual = [total / past if past else 0 for total in accumulate(before)]
    return [Hour(hour, sold[hour] if hour <= now.hour else None, usual[hour]) for hour in range(24)]


def needs() -> Needs:
    """What waits for somebody. Four short queries."""
    soon = clock.now() + timedelta(days=60)
    full = (
        Session.objects.upcoming()
        .filter(event__status=Event.Status.PUBLISHED, starts_at__lt=soon)
        .filter(status=Session.Status.SCHEDULED)
        .filter(
            stocks__ticket_type=None,
            stocks__capacity__gt=0,
            stocks__sold__gte=F("stocks__capacity") * NEARLY_FULL,
        )
        .select_related("event")
    )
    return Needs(
        failed_refunds=Refund.objects.filter(state=Refund.State.FAILED).count(),
        waiting_orders=Order.objects.filter(status=Order.Status.PENDING).count(),
        drafts=Event.objects.filter(status=Event.Status.DRAFT).count(),
        nearly_full=list(full[:5]),
    )


def next_sessions(number: int = 5) -> list[tuple[Session, Fill]]:
    """The next sessions of published events and how full they are. Two queries."""
    found = (
        Session.objects.upcoming()
        .filter(event__status=Event.Status.PUBLISHED, status=Session.Status.SCHEDULED)
        .select_related("event")[:number]
    )
    sessions = list(found)
    rooms = Stock.objects.filter(session__in=sessions, ticket_type=None)
    fill = {one.session_id: Fill(one.capacity, one.held, one.sold) for one in rooms}
    return [(one, fill.get(one.pk, Fill())) for one in sessions]


def fill_of(events: Iterable[Event]) -> dict[int, Fill]:
    """How full each of these events is, all its sessions together. One query."""
    rooms = (
        Stock.objects.filter(session__event__in=list(events), ticket_type=None)
        .values("session__event_id")
        .annotate(capacity=Sum("capacity"), held=Sum("held"), sold=Sum("sold"))
        .order_by()
    )
    fill: dict[int, Fill] = defaultdict(Fill)
    for row in rooms:
        fill[row["session__event_id"]] = Fill(row["capacity"], row["held"], row["sold"])
    return fill


def sold_by_type(event: Event) -> dict[int, int]:
    """Valid tickets of each ticket type of an event: type id → number. One query."""
    counts = (
        Ticket.objects.valid()
        .filter(ticket_type__event=event)
        .values_list("ticket_type_id")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return dict(counts)


def takings_of(event: Event) -> list[Money]:
    """What an event has taken, less what was given back, in each currency. One query."""
    kinds = (Entry.Kind.SALE, Entry.Kind.REFUND, Entry.Kind.REVERSAL)
    sums = (
        Entry.objects.filter(event_id=event.pk, kind__in=kinds)
        .values_list("currency")
        .annotate(taken=Sum("amount"))
        .order_by("currency")
    )
    return [Money(int(taken), currency) for currency, taken in sums]


def listed(*, q: str = "", status: str = "", when: str = "") -> QuerySet[Event]:
    """Events for the organizer's list, with `next_starts_at`, `session_count` and `sold`.

    `when` is "ahead" for those with a session to come, "over" for those that had their last.
    """
    ahead = Q(sessions__ends_at__gt=clock.now()) | Q(
        sessions__ends_at=None, sessions__starts_at__gt=clock.now()
    )
    rooms = Stock.objects.filter(session__event=OuterRef("pk"), ticket_type=None).order_by()
    events = Event.objects.select_related("venue").annotate(
        next_starts_at=Min("sessions__starts_at", filter=ahead),
        session_count=Count("sessions"),
        sold=Subquery(rooms.values("session__event").annotate(n=Sum("sold")).values("n")),
    )
    if status in Event.Status.values:
        events = events.filter(status=status)
    if when == "ahead":
        events = events.exclude(next_starts_at=None)
    elif when == "over":
        events = events.filter(next_starts_at=None, session_count__gt=0)
    for word in q.split()[:8]:
        events = events.filter(Q(name__icontains=word) | Q(venue__name__icontains=word))
    return events
