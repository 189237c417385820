"""Usage as an owner looks at it: by month beside what is included, and by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from billing.catalogue import AddOnOffer, UsagePrice
from billing.models import Account, Line
from billing.owner.shelf import Shelf
from billing.reckoning import Daily, Unit, name_of
from billing.services import invoicing, usage
from billing.spans import after, month_of
from kernel.currencies import exponent
from kernel.money import Money

COUNTED = ("usage", "share")  # the kinds of line behind which single times stand
type Key = tuple[str, str, str]


@dataclass(frozen=True)
class Gauge:
    """What was used of one meter in a month, and what it costs (`Costs`).

    `used` is a number, or minor units of `currency` of a meter of money (`is_money`).
    """

    offer: AddOnOffer
    meter: str
    used: int
    currency: str
    price: UsagePrice | None
    cost: Money
    is_now: bool
    is_at_the_ceiling: bool

    @property
    def is_money(self) -> bool:
        """Does it count money?"""
        return self.price is None

    @property
    def title(self) -> str:
        """What is counted."""
        return self.price.title if self.price else self.offer.share_of

    @property
    def included(self) -> int:
        """What the fixed fee includes."""
        return self.price.included if self.price else 0

    @property
    def most(self) -> int:
        """The end of the bar: what is included, or what was used where that is more."""
        return max(self.included, self.used, 1)

    @property
    def is_beyond(self) -> bool:
        """Was more used than is included?"""
        return self.used > self.included

    @property
    def is_fair_use(self) -> bool:
        """Is it shown and never charged?"""
        return self.price is not None and self.price.is_fair_use

    @property
    def counted(self) -> Money:
        """The money that a meter of money counted."""
        return Money(self.used, self.currency)


@dataclass(frozen=True)
class Costs:
    """What meters cost in a month: minor units by add-on, meter and currency.

    Of the month that goes on they are those of the next invoice; of others, of those there were.
    """

    is_now: bool
    sums: Mapping[Key, int]
    at_ceiling: frozenset[str] = frozenset()

    def of(self, code: str, meter: str, currency: str) -> Money:
        """Of one meter."""
        return Money(self.sums.get((code, meter, currency), 0), currency)


def costs(account: Account, month: date, today: date, units: Sequence[Unit] | None = None) -> Costs:
    """Read what the meters of a month cost; `units` are those of the next invoice, if known."""
    name, sums = name_of(month), dict[Key, int]()
    if month != month_of(today):
        lines = Line.objects.filter(invoice__account=account, period=name, what__in=COUNTED)
        for code, meter, currency, amount in (
            lines.order_by()
            .values_list("code", "meter", "invoice__currency")
            .annotate(sum=Sum("amount"))
        ):
            sums[code, meter, currency] = amount
        return Costs(is_now=False, sums=sums)
    found = invoicing.upcoming(account).units if units is None else units
    of_month = [one for one in found if one.period == name]
    for one in of_month:
        if one.what in COUNTED:
            sums[one.code, one.meter, one.currency] = one.amount
    ceilings = frozenset(one.code for one in of_month if one.what == "ceiling")
    return Costs(is_now=True, sums=sums, at_ceiling=ceilings)


def gauges(account: Account, shelf: Shelf, month: date, cost: Costs) -> list[Gauge]:
    """What was used in a month of all that the account has, or had then. One query."""
    found = usage.daily(account, month, after(month))
    used = {one.code for one in found}
    shown = [one.offer for one in shelf.things if one.is_had or one.code in used]
    return [gauge for offer in shown for gauge in of_offer(account, offer, found, cost)]


def of_offer(
    account: Account, offer: AddOnOffer, found: Sequence[Daily], cost: Costs
) -> list[Gauge]:
    """All meters of one add-on."""
    return [
        gauge
        for meter in meters_of(offer)
        for gauge in gauges_of(account, offer, meter, found, cost)
    ]


def meters_of(offer: AddOnOffer) -> list[str]:
    """All that is counted of an add-on; a ceiling is no meter."""
    priced = [one.meter for one in offer.usage if not one.instead]
    return [*priced, *([offer.share_meter] if offer.share_meter else [])]


def gauges_of(
    account: Account, offer: AddOnOffer, meter: str, found: Iterable[Daily], cost: Costs
) -> list[Gauge]:
    """A meter's gauge: one, or of a meter of money one for each currency."""
    mine = [one for one in found if one.code == offer.code and one.meter == meter]
    price = offer.usage_of(meter)
    if price and price.count == "peak":
        used = {account.currency: max((one.peak for one in mine), default=0)}
    elif price:
        used = {account.currency: sum(one.total for one in mine)}
    else:
        codes = {one.currency for one in mine} or {account.currency}
        used = {code: sum(one.total for one in mine if one.currency == code) for code in codes}
    return [
        Gauge(offer=offer, meter=meter, used=number, currency=code, price=price,
              cost=cost.of(offer.code, meter, code), is_now=cost.is_now,
              is_at_the_ceiling=offer.code in cost.at_ceiling)
        for code, number in sorted(used.items())
    ]  # fmt: skip


def days(gauge: Gauge, month: date, today: date, found: Iterable[Daily]) -> list[dict[str, Any]]:
    """The days of a month as rows of a chart; those still to come have no value."""
    of_day: dict[date, int] = {}
    is_peak = gauge.price is not None and gauge.price.count == "peak"
    for one in found:
        if (one.code, one.meter) != (gauge.offer.code, gauge.meter):
            continue
        if gauge.is_money and one.currency != gauge.currency:
            continue
        before = of_day.get(one.day, 0)
        of_day[one.day] = max(before, one.peak) if is_peak else before + one.total
    day, rows = month, []
    while day < after(month):
        used = of_day.get(day, 0)
        row: dict[str, Any] = {"label": day.day, "value": None if day > today else used,
                               "text": f"{used:,}", "is_now": day == today}  # fmt: skip
        if gauge.is_money and row["value"] is not None:
            row["value"] = used / 10 ** exponent(gauge.currency)
            row["text"] = Money(used, gauge.currency).format()
        rows.append(row)
        day += timedelta(days=1)
    return rows
