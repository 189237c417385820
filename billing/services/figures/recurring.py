"""Monthly recurring revenue (MRR): what fixed fees bring in a month as things stand on a day.

Only what is active counts: a month's price, or a twelfth of a year's, less coupons. Trials, what
is free of charge, paused or off, usage and shares are no part of it. Three queries for everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from billing.catalogue import Catalogue, catalogue
from billing.models import Account, Redemption, Switch
from billing.reckoning import PLAN, Discount, half_up
from billing.services.figures.scope import paying
from billing.spans import Span, a_year_after, after, at, month_of, spans

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Book:
    """What accounts have and had. `currency` by account, `had` and `discounts` too."""

    currency: Mapping[int, str]
    had: Mapping[int, Mapping[str, list[Span]]]
    discounts: Mapping[int, list[Discount]]
    _catalogues: dict[str, Catalogue] = field(default_factory=dict)
    _prices: dict[tuple[str, str, str, str, str], int] = field(default_factory=dict)

    def mrr(self, account: int, day: date) -> dict[str, int]:
        """The MRR of an account on a day by code, in minor units of its currency; no zeros."""
        found = {}
        for code, some in self.had.get(account, {}).items():
            span = at(some, day)
            if span and span.state == "active" and (sum_ := self._month(account, code, span, day)):
                found[code] = sum_
        return found

    def has_paid_before(self, account: int, day: date) -> bool:
        """Was anything active that costs something, before this day?"""
        return any(
            span.state == "active" and span.first < day and self._price(account, code, span)
            for code, some in self.had.get(account, {}).items()
            for span in some
        )

    def currencies(self) -> list[str]:
        """The currencies of accounts, those of most accounts first."""
        counted: dict[str, int] = {}
        for currency in self.currency.values():
            counted[currency] = counted.get(currency, 0) + 1
        return sorted(counted, key=lambda code: (-counted[code], code))

    def _month(self, account: int, code: str, span: Span, day: date) -> int:
        """A month's part of the fee, less the coupons that hold for this month (or year)."""
        price = self._price(account, code, span)
        month = month_of(_year_of(span, day) if span.cycle == "year" else day)
        for one in self.discounts.get(account, ()):
            in_time = one.first <= month < after(one.first, one.months)
            if in_time and (not one.codes or code in one.codes):
                price -= half_up(price * one.percent, 100)
        return half_up(price, MONTHS_OF_A_YEAR) if span.cycle == "year" else price

    def _price(self, account: int, code: str, span: Span) -> int:
        currency = self.currency[account]
        key = (span.version, code, span.offer, currency, span.cycle)
        if key not in self._prices:
            self._prices[key] = self._read_price(code, span, currency)
        return self._prices[key]

    def _read_price(self, code: str, span: Span, currency: str) -> int:
        if span.version not in self._catalogues:
            self._catalogues[span.version] = catalogue(span.version)
        prices = self._catalogues[span.version]
        offer = prices.plan(span.offer) if code == PLAN else prices.addon(code)
        return offer.price(currency=currency, cycle=span.cycle)


@dataclass(kw_only=True)
class Movement:
    """How MRR came from one month's end to the next, in one currency: minor units and accounts.

    start + new + resumed + expansion − contraction − churn = end. `resumed` had paid before, and
    paid nothing at the end of the month before.
    """

    month: date
    currency: str
    start: int = 0
    new: int = 0
    resumed: int = 0
    expansion: int = 0
    contraction: int = 0
    churn: int = 0
    accounts_at_start: int = 0
    accounts_new: int = 0
    accounts_resumed: int = 0
    accounts_churned: int = 0

    @property
    def end(self) -> int:
        """What it came to."""
        won = self.new + self.resumed + self.expansion
        return self.start + won - self.contraction - self.churn

    @property
    def accounts_at_end(self) -> int:
        """Paying accounts at the end."""
        won = self.accounts_new + self.accounts_resumed
        return self.accounts_at_start + won - self.accounts_churned

    @property
    def logo_churn(self) -> float | None:
        """Accounts that stopped paying ÷ accounts that paid at the start; None of none."""
        return _share(self.accounts_churned, self.accounts_at_start)

    @property
    def revenue_churn(self) -> float | None:
        """(Contraction + churn) ÷ MRR at the start."""
        return _share(self.contraction + self.churn, self.start)

    @property
    def retention(self) -> float | None:
        """Net revenue retention: (start + expansion − contraction − churn) ÷ start."""
        return _share(self.start + self.expansion - self.contraction - self.churn, self.start)

    @property
    def arpa(self) -> int | None:
        """MRR ÷ paying accounts, at the end."""
        return half_up(self.end, self.accounts_at_end) if self.accounts_at_end else None

    def count(self, before: int, now: int, *, has_paid: bool) -> None:
        """Count an account that paid `before`, and pays `now`."""
        self.start += before
        self.accounts_at_start += before > 0
        if not before and now:
            kind = "resumed" if has_paid else "new"
            setattr(self, kind, getattr(self, kind) + now)
            name = f"accounts_{kind}"
            setattr(self, name, getattr(self, name) + 1)
        elif before and not now:
            self.churn += before
            self.accounts_churned += 1
        else:
            self.expansion += max(0, now - before)
            self.contraction += max(0, before - now)


def read() -> Book:
    """Read what all paying accounts have and had."""
    currency = dict(Account.objects.filter(paying()).values_list("pk", "currency"))
    switches: dict[tuple[int, str], list[Switch]] = {}
    for one in Switch.objects.filter(paying("account__")).order_by("pk"):
        switches.setdefault((one.account_id, one.code), []).append(one)
    had: dict[int, dict[str, list[Span]]] = {}
    for (account, code), some in switches.items():
        had.setdefault(account, {})[code] = spans(some)
    return Book(currency=currency, had=had, discounts=_discounts())


def movements(book: Book, months: Iterable[date], *, currency: str, today: date) -> list[Movement]:
    """How MRR moved in each of these months (first days, in order); the running one until today."""
    found = []
    accounts = [pk for pk, own in book.currency.items() if own == currency]
    before: dict[int, int] | None = None
    for month in months:
        moved = Movement(month=month, currency=currency)
        if before is None:
            before = _sums(book, accounts, _last_day(after(month, -1), today))
        now = _sums(book, accounts, _last_day(month, today))
        for pk in accounts:
            has_paid = book.has_paid_before(pk, month) if now[pk] and not before[pk] else False
            moved.count(before[pk], now[pk], has_paid=has_paid)
        before = now
        found.append(moved)
    return found


def by_code(
    book: Book, months: Iterable[date], *, currency: str, today: date
) -> dict[date, dict[str, int]]:
    """MRR at each month's end by plan and add-on; in the running month, as it is today."""
    found: dict[date, dict[str, int]] = {}
    accounts = [pk for pk, own in book.currency.items() if own == currency]
    for month in months:
        sums = found.setdefault(month, {})
        for pk in accounts:
            for code, amount in book.mrr(pk, _last_day(month, today)).items():
                sums[code] = sums.get(code, 0) + amount
    return found


def _sums(book: Book, accounts: list[int], day: date) -> dict[int, int]:
    return {pk: sum(book.mrr(pk, day).values()) for pk in accounts}


def _last_day(month: date, today: date) -> date:
    return min(date.fromordinal(after(month).toordinal() - 1), today)


def _year_of(span: Span, day: date) -> date:
    """The first day of the year that is running."""
    start = span.first
    while (following := a_year_after(start)) <= day:
        start = following
    return start


def _discounts() -> dict[int, list[Discount]]:
    found: dict[int, list[Discount]] = {}
    for one in Redemption.objects.select_related("coupon").order_by("pk"):
        found.setdefault(one.account_id, []).append(
            Discount(
                coupon=one.coupon.code,
                percent=one.coupon.percent,
                first=one.first,
                months=one.coupon.months,
                codes=tuple(one.coupon.codes),
            )
        )
    return found


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
