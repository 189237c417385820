"""Invoices: the difference between what the months cost now and what was asked for them before."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q, Sum
from django_tenants.utils import schema_context

from billing import wording
from billing.catalogue import catalogue
from billing.facts import InvoiceIssued
from billing.models import Account, Adjustment, Invoice, Line, Redemption, Run, Switch
from billing.reckoning import Discount, Given, Key, Unit, half_up, name_of, units
from billing.services import numbers, standing
from billing.services.accounts import today
from billing.services.usage import daily
from billing.spans import after, month_of, spans
from billing.vat import Treatment, parties, treatment
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC

log = logging.getLogger(__name__)
OPENS_AT = clock(6)  # on the 1st, on the account's clock: by then, the night's facts have come
LOOKS_BACK = 4  # months; what comes later than that is nobody's any more
LEAST = 50  # minor units: less waits for the next month
WAITS = 2  # months, at most
DUE_IN = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The next invoice as it would be, if nothing else happened."""

    month: date
    currency: str
    units: list[Unit]

    @property
    def net(self) -> int:
        """Minor units of the account's currency, without VAT."""
        return sum(one.amount for one in self.units if one.currency == self.currency)


def due(account: Account, *, month: date) -> list[Unit]:
    """What the invoice of `month` (its first day) asks for: each thing's cost less what was asked.

    Four queries, whatever was used.
    """
    since = after(month, -LOOKS_BACK)
    given = _given(account, since, month)
    whole = units(given, since=since, month=month, begun_by=month)
    costs = {one.key: one for one in whole}
    costs |= {one.key: one for one in _adjustments(account, since)}
    asked = _asked(account, since)
    found = []
    for key, unit in costs.items():
        amount, quantity = asked.pop(key, (0, 0))
        if unit.amount != amount:
            found.append(_rest(unit, amount, quantity))
    found += [_taken_back(key, *sums) for key, sums in asked.items() if sums[0]]
    return sorted(found, key=_place)


def fixed_due(account: Account, code: str, *, month: date, rows: Iterable[Switch]) -> int:
    """What the next invoice would ask for one thing to the end of a month, with these switches.

    Fixed fees less coupons, less what was asked before; minor units of the account's currency.
    """
    since = after(month, -LOOKS_BACK)
    made = list(Switch.objects.filter(account=account, code=code).order_by("pk"))
    last = made[-1].pk if made else 0
    for number, row in enumerate(rows := list(rows), start=1):
        row.pk = last + number  # never saved: it only stands after the others
    given = replace(_given(account, since, month, with_usage=False),
                    had={code: spans([*made, *rows])})  # fmt: skip
    cost = sum(one.amount for one in units(given, since=since, month=month))
    asked = _asked(account, since).items()
    return cost - sum(
        amount
        for (which, what, _meter, _period, currency), (amount, _number) in asked
        if (which, currency) == (code, account.currency) and what in ("fixed", "coupon")
    )


def upcoming(account: Account, *, now: datetime | None = None) -> Forecast:
    """The next invoice, as far as it is known."""
    month = after(month_of(today(account, now)))
    return Forecast(month=month, currency=account.currency, units=due(account, month=month))


def issue(*, account: Account, month: date, now: datetime) -> list[Invoice]:
    """Write the invoices of a month, one for each currency; none where there is nothing to ask for.

    A month is reckoned once: what comes to light later is on the next invoice. One transaction.
    """
    with transaction.atomic(), schema_context(PUBLIC):
        account = Account.objects.select_for_update(of=("self",)).select_related("tenant").get(
            pk=account.pk
        )  # fmt: skip
        if account.reckoned_for and account.reckoned_for >= month:
            return []
        counted_at = _database_clock()
        by_currency: dict[str, list[Unit]] = {}
        for unit in due(account, month=month):
            by_currency.setdefault(unit.currency, []).append(unit)
        issued = [
            _write(account, month, some, now, counted_at)
            for _currency, some in sorted(by_currency.items())
            if _is_worth_it(some, month)
        ]
        account.reckoned_for = month
        account.save(update_fields=["reckoned_for"])
    return issued


def run(*, now: datetime, seconds: float | None = None) -> Run | None:
    """Write the invoices that are due by now, for about so many seconds; all, if not said.

    Each account in a transaction of its own: a run that was killed goes on where it was. Returns
    the month's run, or None where nobody was due.
    """
    if wrong := parties.faults():
        log.error("no invoices are written: %s", "; ".join(wrong))
        return None
    until = None if seconds is None else time.monotonic() + seconds
    found: Run | None = None
    is_whole = True
    for account in _to_reckon(now):
        month = month_of(today(account, now))
        found = _run_of(month, found)
        try:
            made = issue(account=account, month=month, now=now)
        except Exception:
            log.exception("invoice of account %s failed", account.pk)
            found.failed += 1
        else:
            found.seen += 1
            found.issued += len(made)
        if found.seen % 20 == 0:
            found.save(update_fields=["seen", "issued", "failed"])
        if until and time.monotonic() > until:
            is_whole = False
            break
    if found:
        found.finished_at = now if is_whole and not found.failed else None
        found.total = max(found.total, found.seen)
        found.save()
    return found


def is_due(account: Account, now: datetime) -> bool:
    """Has the first of the month come, six in the morning, where the account lives?"""
    local = now.astimezone(ZoneInfo(account.zone))
    month = month_of(local.date())
    if account.reckoned_for and account.reckoned_for >= month:
        return False
    opened = account.opened_at.astimezone(ZoneInfo(account.zone)).date()
    return (local.date() > month or local.time() >= OPENS_AT) and month_of(opened) < month


def _to_reckon(now: datetime) -> Iterable[Account]:
    newest = month_of((now + timedelta(days=1)).astimezone(UTC).date())
    waiting = Q(reckoned_for=None) | Q(reckoned_for__lt=newest)
    last = 0
    while chunk := list(
        Account.objects.filter(waiting, pk__gt=last).select_related("tenant").order_by("pk")[:200]
    ):
        last = chunk[-1].pk
        yield from (account for account in chunk if is_due(account, now))


def _run_of(month: date, before: Run | None) -> Run:
    if before and before.month == month:
        return before
    if before:
        before.save()
    found, _is_new = Run.objects.get_or_create(
        month=month, defaults={"total": Account.objects.count()}
    )
    return found


def _given(account: Account, since: date, month: date, *, with_usage: bool = True) -> Given:
    redeemed = Redemption.objects.filter(account=account).select_related("coupon")
    return Given(
        had=standing.had(account),
        used=tuple(daily(account, after(since, -1), month)) if with_usage else (),
        discounts=tuple(
            Discount(coupon=one.coupon.code, percent=one.coupon.percent, first=one.first,
                     months=one.coupon.months, codes=tuple(one.coupon.codes))
            for one in redeemed
        ),
        currency=account.currency,
        prices=catalogue,
    )  # fmt: skip


def _adjustments(account: Account, since: date) -> Iterable[Unit]:
    zone = ZoneInfo(account.zone)
    made = Adjustment.objects.filter(account=account)
    for one in made.filter(made_at__gte=datetime.combine(since, clock.min, zone)):
        day = one.made_at.astimezone(zone).date()
        yield Unit(code="adjustment", what="adjustment", meter=str(one.pk),
                   period=name_of(day), first=day, last=day, currency=one.currency,
                   amount=one.amount, unit_price=one.amount)  # fmt: skip


def _asked(account: Account, since: date) -> dict[Key, tuple[int, int]]:
    """What all invoices so far asked for these periods: sums of amount and quantity."""
    name = name_of(since)
    rows = (
        Line.objects.filter(invoice__account=account)
        .filter(Q(period__gte=name, period__lt="A") | Q(period__gte=f"Y{since}"))
        .order_by()
        .values_list("code", "what", "meter", "period", "invoice__currency")
        .annotate(amount=Sum("amount"), number=Sum("quantity"))
    )
    return {tuple(key): (int(amount), int(number)) for *key, amount, number in rows}  # type: ignore[misc]


def _rest(unit: Unit, amount: int, quantity: int) -> Unit:
    """What is left to ask for. By the piece where that makes the sum, else as one."""
    more, pieces = unit.amount - amount, unit.quantity - quantity
    if unit.what == "usage" and pieces * unit.unit_price == more:
        return replace(unit, amount=more, quantity=pieces)
    return replace(unit, amount=more, quantity=1, unit_price=more)


def _taken_back(key: Key, amount: int, _quantity: int) -> Unit:
    """Something was asked for that costs nothing any more."""
    code, what, meter, period, currency = key
    first = date.fromisoformat(period.removeprefix("Y") if period[0] == "Y" else f"{period}-01")
    return Unit(code=code, what=what, meter=meter, period=period, first=first,
                last=after(month_of(first)) - timedelta(days=1), currency=currency,
                amount=-amount, unit_price=-amount)  # fmt: skip


def _place(unit: Unit) -> tuple:
    """The plan first, then add-on by add-on: fees, what makes them less, usage, shares."""
    order = ("fixed", "coupon", "usage", "ceiling", "share", "adjustment")
    return (unit.code != "plan", unit.code == "adjustment", unit.code, unit.period,
            order.index(unit.what), unit.meter)  # fmt: skip


def _is_worth_it(some: list[Unit], month: date) -> bool:
    """Small sums wait, but not for long."""
    oldest = min(month_of(one.first) for one in some)
    return abs(sum(one.amount for one in some)) >= LEAST or oldest <= after(month, -WAITS)


def _write(account: Account, month: date, some: list[Unit], now: datetime,
           counted_at: datetime) -> Invoice:  # fmt: skip
    net = sum(one.amount for one in some)
    taxed = _taxed(account, some[0].currency, now, is_credit=net < 0)
    tax = half_up(net * taxed.rate, 10_000)
    issued_on = now.astimezone(UTC).date()
    is_credit = net < 0
    invoice = Invoice.objects.create(
        account=account,
        number=numbers.next_number(issued_on),
        kind=Invoice.Kind.CREDIT_NOTE if is_credit else Invoice.Kind.INVOICE,
        month=month,
        currency=some[0].currency,
        net=net,
        tax=tax,
        total=net + tax,
        tax_category=taxed.category,
        tax_rate=taxed.rate,
        tax_note=taxed.note,
        seller=parties.seller(),
        buyer=parties.buyer(account),
        language=account.language,
        issued_at=now,
        issued_on=issued_on,
        due_on=issued_on + DUE_IN,
        counted_at=counted_at,
        collector=account.collector,
        next_attempt_at=now,
    )
    Line.objects.bulk_create(
        Line(
            invoice=invoice,
            position=position,
            code=one.code,
            what=one.what,
            meter=one.meter,
            period=one.period,
            first=one.first,
            last=one.last,
            text=wording.of(one, account=account)[:300],
            quantity=one.quantity,
            unit_price=one.unit_price,
            amount=one.amount,
        )
        for position, one in enumerate(some, start=1)
    )
    announce(InvoiceIssued(account_id=account.pk, invoice_id=invoice.pk))
    return invoice


def _taxed(account: Account, currency: str, now: datetime, *, is_credit: bool) -> Treatment:
    """How VAT applies. A credit note gives back what was asked, so it is taxed as that was."""
    asked = Invoice.objects.filter(
        account=account, currency=currency, kind=Invoice.Kind.INVOICE, net__gt=0
    )
    last = asked.order_by("pk").last() if is_credit else None
    if last is None:
        return treatment(account=account, on=now.date())
    return Treatment(last.tax_category, last.tax_rate, last.tax_note)


def _database_clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found
