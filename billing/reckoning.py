"""What the months of an account cost, worked out of what it had and used. Pure: no database.

Every sum is reckoned anew from the whole of its period, so neither the order nor the repetition of
what came in matters. An invoice asks for the difference to what was asked before.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from billing.catalogue import AddOnOffer, Catalogue
from billing.spans import Span, a_year_after, after, days_of, month_of

PLAN = "plan"
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class Unit:
    """So much for one thing in one period: signed minor units, without VAT.

    `what` is fixed, usage, share, ceiling, coupon or adjustment; `offer` the plan. `period` is
    "2026-11", or "Y2026-11-12" for a year that began then; days `first` to `last`, both counted.
    """

    code: str
    what: str
    meter: str = ""
    period: str
    first: date
    last: date
    currency: str
    amount: int
    quantity: int = 1
    unit_price: int = 0
    offer: str = ""

    @property
    def key(self) -> Key:
        """What it is for: one thing is asked for under one key."""
        return (self.code, self.what, self.meter, self.period, self.currency)


@dataclass(frozen=True, kw_only=True)
class Daily:
    """What was used of a meter on one day of the account: the sum and the highest of it."""

    code: str
    meter: str
    day: date
    total: int
    peak: int
    currency: str = ""
    is_collected: bool = False


@dataclass(frozen=True, kw_only=True)
class Discount:
    """A coupon at work: `percent` off the fixed fees of `codes` (all, if empty)."""

    coupon: str
    percent: int
    first: date
    months: int
    codes: tuple[str, ...] = ()

    def off(self, unit: Unit, left: int) -> int:
        """What it takes off what is left of a fixed fee; of a year's, for the months it lasts."""
        month = month_of(unit.first)
        end = after(self.first, self.months)
        if not self.first <= month < end or (self.codes and unit.code not in self.codes):
            return 0
        of = 12 if unit.period.startswith("Y") else 1
        months = min(of, (end.year - month.year) * 12 + end.month - month.month)
        return half_up(left * self.percent * months, 100 * of)


@dataclass(frozen=True, kw_only=True)
class Given:
    """All that a reckoning needs to know. `had` is spans by code.

    `used` begins a month early: of a trial's free usage, part may have been given away in that.
    """

    had: Mapping[str, list[Span]]
    used: tuple[Daily, ...]
    discounts: tuple[Discount, ...]
    currency: str
    prices: Callable[[str], Catalogue]


def units(given: Given, *, since: date, month: date, begun_by: date = date.max) -> list[Unit]:
    """What the months from `since` cost: fixed fees to `month` itself, usage to the one before.

    Both are first days of months. A fee for what begins after the day `begun_by` is not counted
    yet: it may still be thought better of. What costs nothing is left out.
    """
    begun = {
        code: [one for one in spans if one.first <= begun_by] for code, spans in given.had.items()
    }
    fixed = [
        one
        for code in sorted(begun)
        for one in _fixed(given, code, begun[code], since, month)
        if one.first <= begun_by
    ]
    used = [
        one
        for code in sorted(given.had)
        for at in _months(since, after(month, -1))
        for one in _usage(given, code, at)
    ]
    return [one for one in [*fixed, *_coupons(given, fixed), *used] if one.amount]


def half_up(amount: int, divisor: int) -> int:
    """A share in whole minor units, halves away from nothing, so a reversal undoes it exactly."""
    share = (2 * abs(amount) + divisor) // (2 * divisor)
    return share if amount >= 0 else -share


def name_of(month: date) -> str:
    """A month as periods are named: "2026-11"."""
    return f"{month:%Y-%m}"


def _months(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first = after(first)


def _price(given: Given, code: str, span: Span) -> int:
    prices = given.prices(span.version)
    offer = prices.plan(span.offer) if code == PLAN else prices.addon(code)
    return offer.price(currency=given.currency, cycle=span.cycle)


def _fixed(given: Given, code: str, had: list[Span], since: date, month: date) -> Iterable[Unit]:
    """Years that begin by the end of `month`, and months by the day where no year was paid for."""
    parts: dict[date, list[tuple[date, date, int]]] = {}
    offers: dict[date, str] = {}
    paid_until = date.min
    for span in had:
        price = _price(given, code, span) if span.state == "active" else 0
        if not price:
            continue
        if span.cycle == "year":
            start = max(span.first, paid_until)
            while start < after(month) and (span.until is None or start < span.until):
                paid_until = a_year_after(start)
                if start >= since:
                    yield _year(given, code, span, start)
                start = paid_until
            continue
        for at in _months(max(since, month_of(span.first)), month):
            first, until = span.within(max(at, paid_until), after(at))
            if first < until:
                parts.setdefault(at, []).append((first, until, price))
                offers[at] = span.offer
    for at in sorted(parts):
        yield replace(_month(given, code, at, parts[at]), offer=offers[at])


def _year(given: Given, code: str, span: Span, start: date) -> Unit:
    price = _price(given, code, span)
    return Unit(code=code, what="fixed", period=f"Y{start}", first=start,
                last=a_year_after(start) - timedelta(days=1), currency=given.currency,
                amount=price, unit_price=price, offer=span.offer)  # fmt: skip


def _month(given: Given, code: str, at: date, parts: list[tuple[date, date, int]]) -> Unit:
    """A month's fee by the day, rounded once."""
    weighed = sum(price * (until - first).days for first, until, price in parts)
    amount = half_up(weighed, days_of(at))
    return Unit(code=code, what="fixed", period=name_of(at), first=parts[0][0],
                last=parts[-1][1] - timedelta(days=1), currency=given.currency,
                amount=amount, unit_price=amount)  # fmt: skip


def _coupons(given: Given, fixed: list[Unit]) -> Iterable[Unit]:
    """Discounts on fixed fees, one after the other, each on what the one before has left."""
    for unit in fixed:
        left = unit.amount
        for discount in given.discounts:
            if off := discount.off(unit, left):
                left -= off
                yield Unit(code=unit.code, what="coupon", meter=discount.coupon,
                           period=unit.period, first=unit.first, last=unit.last,
                           currency=unit.currency, amount=-off, unit_price=-off,
                           offer=unit.offer)  # fmt: skip


def _usage(given: Given, code: str, at: date) -> Iterable[Unit]:
    """What was used of an add-on in a month, never above its ceiling, and our shares of money."""
    if code == PLAN:
        return
    until = after(at)
    used = [one for one in given.used if one.code == code and at <= one.day < until]
    if not used:
        return
    offer = given.prices(_version(given.had[code], until)).addon(code)
    paid = [one for one in used if _state(given.had[code], one.day) != "free"]
    yield from _shares(offer, code, at, paid)
    lines = list(_metered(given, offer, code, at, paid))
    yield from lines
    ceiling = next((one.price_in(given.currency) for one in offer.usage if one.instead), None)
    if ceiling is None:
        return
    most = max(0, ceiling - offer.price(currency=given.currency))
    over = sum(one.amount for one in lines) - most
    if over > 0:
        yield _unit(code, "ceiling", "", at, given.currency, -over)


def _metered(
    given: Given, offer: AddOnOffer, code: str, at: date, used: list[Daily]
) -> Iterable[Unit]:
    had = given.had[code]
    for priced in offer.usage:
        price = priced.price_in(given.currency)
        rows = [one for one in used if one.meter == priced.meter]
        if priced.instead or not price or not rows:
            continue
        if priced.count == "peak":
            highs = [one.peak for one in rows if _state(had, one.day) != "trial"]
            number = max(highs, default=0)
        else:
            number = sum(one.total for one in rows) - _on_trial(given, code, priced, at)
        number = max(0, number - priced.included)
        unit = _unit(code, "usage", priced.meter, at, given.currency, number * price)
        yield Unit(**{**vars(unit), "quantity": number, "unit_price": price})


def _on_trial(given: Given, code: str, priced, at: date) -> int:  # type: ignore[no-untyped-def]
    """How much of a month's usage trials give away: the first so many of each, over its days."""
    given_away = 0
    rows = [one for one in given.used if (one.code, one.meter) == (code, priced.meter)]
    for span in given.had[code]:
        left = priced.trial if span.state == "trial" else 0
        for one in sorted(rows, key=lambda row: row.day) if left else ():
            if span.has(one.day):
                free = max(left - priced.trial, min(left, one.total))  # what is undone, comes back
                left -= free
                given_away += free if month_of(one.day) == at else 0
    return given_away


def _shares(offer: AddOnOffer, code: str, at: date, used: list[Daily]) -> Iterable[Unit]:
    """Our share of money that no charge has brought us, in that money's own currency."""
    base: dict[str, int] = {}
    for one in used:
        if one.meter == offer.share_meter and one.currency and not one.is_collected:
            base[one.currency] = base.get(one.currency, 0) + one.total
    for currency in sorted(base):
        share = half_up(base[currency] * offer.share_basis_points, 10_000)
        yield _unit(code, "share", offer.share_meter, at, currency, share)


def _unit(code: str, what: str, meter: str, at: date, currency: str, amount: int) -> Unit:
    return Unit(code=code, what=what, meter=meter, period=name_of(at), first=at,
                last=after(at) - timedelta(days=1), currency=currency,
                amount=amount, unit_price=amount)  # fmt: skip


def _state(had: list[Span], day: date) -> str:
    return next((span.state for span in had if span.has(day)), "off")


def _version(had: list[Span], until: date) -> str:
    """Whose prices a month's usage has: those of the last span that was open in it or before."""
    begun = [span for span in had if span.first < until]
    opened = [span for span in begun if span.state in ("active", "trial", "free")]
    return (opened or begun or had)[-1].version
