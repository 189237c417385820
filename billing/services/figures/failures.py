"""Payments of invoices that failed: how often, how much, what came in all the same, what is old."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from billing.models import Invoice, Receipt
from billing.services.figures.scope import paying
from billing.spans import after, month_of

# Days past the day on which an invoice was due, from each number on.
AGES = (0, 1, 15, 31, 61, 91)


@dataclass(kw_only=True)
class Failed:
    """A month in one currency: attempts that failed, invoices they were for, and their sums.

    An invoice is counted in the month of its first failure; `recovered` is paid by now.
    """

    month: date
    currency: str
    attempts: int = 0
    invoices: int = 0
    amount: int = 0
    recovered: int = 0
    recovered_amount: int = 0

    @property
    def recovered_share(self) -> float | None:
        """What was paid after all ÷ what had failed, by sums."""
        return self.recovered_amount / self.amount if self.amount else None


@dataclass(kw_only=True)
class Ageing:
    """What is open in one currency, by how long ago it was due: `open` by the first day of AGES."""

    currency: str
    sums: dict[int, int] = field(default_factory=lambda: dict.fromkeys(AGES, 0))
    numbers: dict[int, int] = field(default_factory=lambda: dict.fromkeys(AGES, 0))

    @property
    def total(self) -> int:
        """All of it, in minor units."""
        return sum(self.sums.values())

    @property
    def number(self) -> int:
        """How many invoices."""
        return sum(self.numbers.values())


def failed(months: list[date], *, currency: str) -> list[Failed]:
    """Failed payments of these months (first days, in order). One query."""
    found = {month: Failed(month=month, currency=currency) for month in months}
    since = datetime.combine(months[0], time.min, UTC)
    until = datetime.combine(after(months[-1]), time.min, UTC)
    receipts = (
        Receipt.objects.filter(paying("invoice__account__"), kind=Receipt.Kind.FAILED)
        .filter(invoice__currency=currency, at__gte=since, at__lt=until)
        .order_by("at", "pk")
        .values_list("invoice", "at", "invoice__total", "invoice__state")
    )
    seen: set[int] = set()
    for invoice, at, total, state in receipts:
        row = found[month_of(at.astimezone(UTC).date())]
        row.attempts += 1
        if invoice in seen:
            continue
        seen.add(invoice)
        row.invoices += 1
        row.amount += total
        if state == Invoice.State.PAID:
            row.recovered += 1
            row.recovered_amount += total
    return [found[month] for month in months]


def ageing(*, today: date) -> list[Ageing]:
    """What is open, in each currency by how long ago it was due. One query."""
    found: dict[str, Ageing] = {}
    asking = Invoice.objects.filter(
        paying("account__"), state=Invoice.State.OPEN, kind=Invoice.Kind.INVOICE
    )
    for invoice, left in with_open(asking):
        row = found.setdefault(invoice.currency, Ageing(currency=invoice.currency))
        age = age_of(invoice, today=today)
        row.sums[age] += left
        row.numbers[age] += 1
    return [found[currency] for currency in sorted(found)]


def with_open(invoices: QuerySet[Invoice]) -> Iterator[tuple[Invoice, int]]:
    """Invoices, each with what is left of its total once its receipts are counted. One query."""
    for invoice in invoices.annotate(settled=Coalesce(Sum("receipts__amount"), 0)):
        yield invoice, invoice.total - int(invoice.settled)


def age_of(invoice: Invoice, *, today: date) -> int:
    """The row of AGES into which an invoice falls; 0 while it is not due yet."""
    days = (today - invoice.due_on).days
    return max(age for age in AGES if age == 0 or days >= age)
