"""What was used of each meter, over all accounts. Months here are those of UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import TruncMonth

from billing.catalogue import Catalogue, catalogue
from billing.models import Account, Usage
from billing.services.figures.scope import trading
from billing.spans import after


@dataclass(frozen=True, kw_only=True)
class Meter:
    """A meter of an add-on: its words, and whether a month is a sum or the highest of its uses.

    One of money counts minor units of `currency`.
    """

    code: str
    meter: str
    title: str
    is_peak: bool = False
    currency: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """How it is named in an address and in tables."""
        return (self.code, self.meter, self.currency)


@dataclass(frozen=True, kw_only=True)
class Used:
    """So much of a meter in a month, by so many accounts."""

    meter: Meter
    month: date
    total: int
    accounts: int


@dataclass(frozen=True, kw_only=True)
class User:
    """An account and what it used of a meter."""

    account: Account
    total: int
    uses: int


def used(months: list[date]) -> list[Used]:
    """Each meter in each of these months, the newest month first. One query.

    Of a meter of peaks, the highest of each account are added up.
    """
    prices = catalogue()
    rows = (
        _between(months[0], after(months[-1]))
        .annotate(month=TruncMonth("occurred_at", tzinfo=UTC))
        .values_list("month", "code", "meter", "currency", "account")
        .annotate(total=Sum("quantity"), peak=Max("quantity"))
    )
    sums: dict[tuple[date, Meter], list[int]] = {}
    for month, code, name, currency, _account, total, peak in rows:
        meter = named(code, name, currency, prices)
        sums.setdefault((month.date(), meter), []).append(int(peak if meter.is_peak else total))
    found = [
        Used(meter=meter, month=month, total=sum(parts), accounts=len(parts))
        for (month, meter), parts in sums.items()
    ]
    return sorted(found, key=lambda one: (-one.month.toordinal(), one.meter.key))


def users(meter: Meter, month: date) -> QuerySet:
    """The accounts that used most of a meter in a month: rows of `account`, `total`, `uses`."""
    how = Max("quantity") if meter.is_peak else Sum("quantity")
    return (
        _between(month, after(month))
        .filter(code=meter.code, meter=meter.meter, currency=meter.currency)
        .values("account")
        .annotate(total=how, uses=Count("pk"))
        .order_by("-total", "account")
    )


def told(rows: Iterable[dict[str, int]]) -> list[User]:
    """Such rows with their accounts. One query."""
    rows = list(rows)
    accounts = Account.objects.select_related("tenant").in_bulk([row["account"] for row in rows])
    return [
        User(account=accounts[row["account"]], total=row["total"], uses=row["uses"]) for row in rows
    ]


def named(code: str, meter: str, currency: str = "", prices: Catalogue | None = None) -> Meter:
    """A meter with its words from today's price list; its bare name where it is not on it."""
    listed = {one.code: one for one in (prices or catalogue()).addons}
    offer = listed.get(code)
    use = offer.usage_of(meter) if offer else None
    title = use.title if use else meter
    if offer and not use and meter == offer.share_meter and offer.share_of:
        title = offer.share_of
    return Meter(
        code=code,
        meter=meter,
        title=title,
        is_peak=bool(use and use.count == "peak"),
        currency=currency,
    )


def _between(first: date, until: date) -> QuerySet[Usage]:
    since, end = (datetime.combine(day, time.min, UTC) for day in (first, until))
    return Usage.objects.filter(
        trading("account__tenant__"), occurred_at__gte=since, occurred_at__lt=end
    ).order_by()
