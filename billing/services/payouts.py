"""What an organizer has earned: read from the ledger, by event, day or month, in each currency.

By payment date: an entry belongs to the day on which it was booked, on the clock of the shop. Net
is the sum of all entries, so nothing can be left out of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.payments.models import Entry

COLUMN_OF = {
    Entry.Kind.SALE: "gross",
    Entry.Kind.REFUND: "refunds",
    Entry.Kind.REVERSAL: "refunds",
    Entry.Kind.PLATFORM_FEE: "platform_fees",
    Entry.Kind.PLATFORM_FEE_REFUND: "platform_fees",
    Entry.Kind.PROCESSING_FEE: "processing_fees",
}
TICKETS = {Entry.Kind.SALE: 1, Entry.Kind.REFUND: -1, Entry.Kind.REVERSAL: 1}
BY = ("event", "day", "month")


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted, on the clock of `zone` (IANA)."""

    first: date
    last: date
    zone: str

    @property
    def since(self) -> datetime:
        """The first instant, UTC."""
        return datetime.combine(self.first, time.min, ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def until(self) -> datetime:
        """The instant after the last, UTC."""
        after = self.last + timedelta(days=1)
        return datetime.combine(after, time.min, ZoneInfo(self.zone)).astimezone(UTC)


@dataclass
class Sums:
    """Signed minor units of one currency, as the organizer sees them; and tickets less returns."""

    currency: str
    tickets: int = 0
    gross: int = 0
    refunds: int = 0
    platform_fees: int = 0
    processing_fees: int = 0

    @property
    def net(self) -> int:
        """What is left for the organizer."""
        return self.gross + self.refunds + self.platform_fees + self.processing_fees

    @property
    def fees(self) -> int:
        """What the platform and the card companies keep."""
        return self.platform_fees + self.processing_fees

    def add(self, kind: str, amount: int, quantity: int) -> None:
        """Count an entry, or the sum of many of one kind."""
        column = COLUMN_OF[Entry.Kind(kind)]
        setattr(self, column, getattr(self, column) + amount)
        self.tickets += TICKETS.get(Entry.Kind(kind), 0) * quantity


@dataclass(frozen=True)
class Row:
    """One line of the statement: an event (None: of no single one), a day or a month."""

    key: int | date | None
    label: str
    sums: Sums


@dataclass(frozen=True)
class Statement:
    """The lines and, for each currency, what they add up to."""

    rows: list[Row]
    totals: list[Sums]


def entries(period: Period, *, event: int | str | None = None) -> QuerySet[Entry]:
    """The entries of a period, the oldest first, each with `about`, the event it is counted for.

    A card fee belongs to a whole order: it is counted for the order's event, if it has but one.
    `event` narrows to one event's id, or with "none" to what is of no single event.
    """
    sole = (
        Entry.objects.filter(purpose=OuterRef("purpose"), kind=Entry.Kind.SALE)
        .exclude(event_id=None)
        .order_by()
        .values("purpose")
        .annotate(low=Min("event_id"), high=Max("event_id"))
        .filter(low=F("high"))
        .values("low")
    )
    found = Entry.objects.filter(booked_at__gte=period.since, booked_at__lt=period.until)
    found = found.annotate(about=Coalesce("event_id", Subquery(sole)))
    if event == "none":
        found = found.filter(about=None)
    elif event is not None:
        found = found.filter(about=event)
    return found.order_by("booked_at", "id")


def statement(period: Period, *, by: str = "event") -> Statement:
    """The payout statement of a period, a line for each event, day or month. Two queries."""
    zone = ZoneInfo(period.zone)
    key = {
        "event": F("about"),
        "day": TruncDate("booked_at", tzinfo=zone),
        "month": TruncMonth("booked_at", tzinfo=zone),
    }[by]
    sums = (
        entries(period)
        .order_by()
        .annotate(key=key)
        .values_list("key", "currency", "kind")
        .annotate(amount=Sum("amount"), number=Sum("quantity"))
    )
    found: dict[tuple, Sums] = {}
    for at, currency, kind, amount, number in sums:
        day = at.date() if isinstance(at, datetime) else at
        found.setdefault((day, currency), Sums(currency)).add(kind, int(amount), int(number))
    return told(found, by=by)


def told(found: dict[tuple, Sums], *, by: str = "event") -> Statement:
    """Sums by (key, currency) as a statement: named, sorted, added up."""
    names = event_names(key for key, _currency in found) if by == "event" else {}
    rows = [Row(key, _label(key, names, by), sums) for (key, _currency), sums in found.items()]
    if by == "event":
        rows.sort(key=lambda row: (row.key is None, row.label.casefold(), row.sums.currency))
    else:
        rows.sort(key=lambda row: (row.key, row.sums.currency))
    return Statement(rows, totals(row.sums for row in rows))


def totals(parts: Iterable[Sums]) -> list[Sums]:
    """What these add up to, in each currency."""
    whole: dict[str, Sums] = {}
    for part in parts:
        sums = whole.setdefault(part.currency, Sums(part.currency))
        for name in ("tickets", "gross", "refunds", "platform_fees", "processing_fees"):
            setattr(sums, name, getattr(sums, name) + getattr(part, name))
    return [whole[currency] for currency in sorted(whole)]


def event_names(ids: Iterable[object]) -> dict[int, str]:
    """Names of events by id. One query."""
    wanted = {one for one in ids if isinstance(one, int)}
    return dict(Event.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _label(key: object, names: dict[int, str], by: str) -> str:
    if by == "event":
        return "" if key is None else names.get(int(str(key)), f"#{key}")
    return f"{key:%Y-%m}" if by == "month" else f"{key:%Y-%m-%d}"
