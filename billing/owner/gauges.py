"""Usage as an owner looks at it: by month beside what is included, and by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from billing.catalogue import AddOnOffer, UsagePrice
from billing.models import Account
from billing.owner.shelf import Shelf
from billing.reckoning import Daily, Unit, name_of
from billing.services import usage
from billing.spans import after
from kernel.currencies import exponent
from kernel.money import Money


@dataclass(frozen=True)
class Gauge:
    """What was used of one meter in a month.

    `used` is a number, or minor units of `currency` of a meter of money (`is_money`), of which
    `share` basis points are ours.
    """

    offer: AddOnOffer
    meter: str
    used: int
    currency: str
    price: UsagePrice | None = None
    collected: int = 0

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
    def beyond(self) -> int:
        """What was used above what is included."""
        return max(self.used - self.included, 0)

    @property
    def is_fair_use(self) -> bool:
        """Is it shown and never charged?"""
        return self.price is not None and self.price.is_fair_use

    @property
    def worth(self) -> Money:
        """The money it counted, or what is used beyond what is included costs."""
        each = self.price.price_in(self.currency) if self.price else 1
        return Money(self.beyond * each, self.currency)

    @property
    def share(self) -> Money:
        """Our share of a meter of money that was not taken with the charges themselves."""
        return Money(self.used - self.collected, self.currency).share(self.offer.share_basis_points)


def gauges(account: Account, shelf: Shelf, month: date) -> list[Gauge]:
    """What was used in a month of all that the account has. One query."""
    found = usage.daily(account, month, after(month))
    return [
        gauge
        for thing in shelf.had
        for meter in meters_of(thing.offer)
        for gauge in gauges_of(account, thing.offer, meter, found)
    ]


def meters_of(offer: AddOnOffer) -> list[str]:
    """All that is counted of an add-on; a ceiling is no meter."""
    priced = [one.meter for one in offer.usage if not one.instead]
    return [*priced, *([offer.share_meter] if offer.share_meter else [])]


def gauges_of(
    account: Account, offer: AddOnOffer, meter: str, found: Iterable[Daily]
) -> list[Gauge]:
    """A meter's gauge: one, or of a meter of money one for each currency."""
    days = [one for one in found if one.code == offer.code and one.meter == meter]
    price = offer.usage_of(meter)
    if price:
        peak = price.count == "peak"
        used = max((one.peak for one in days), default=0) if peak else sum(d.total for d in days)
        return [Gauge(offer, meter, used, account.currency, price)]
    codes = sorted({one.currency for one in days}) or [account.currency]
    return [
        Gauge(
            offer, meter, sum(one.total for one in days if one.currency == code), code,
            collected=sum(d.total for d in days if d.currency == code and d.is_collected),
        )
        for code in codes
    ]  # fmt: skip


def is_at_the_ceiling(units: Sequence[Unit], code: str, month: date) -> bool:
    """Does a month cost no more, however much is used?"""
    wanted = (code, "ceiling", name_of(month))
    return any((one.code, one.what, one.period) == wanted for one in units)


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
