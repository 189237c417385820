"""What we earned by month, kind and currency, and what shops took (GMV). All of it without VAT.

Billed sums are the lines of invoices, counted for the invoice's month. What was taken at a charge
is read from the shops' ledgers (`Takings`), counted for the day on which they booked it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from billing.models import Account, Line, Takings
from billing.services.figures.scope import paying, trading
from billing.spans import after

# What a line of an invoice is counted as.
KIND_OF = {
    "fixed": "subscriptions",
    "coupon": "subscriptions",
    "usage": "metered",
    "ceiling": "metered",
    "share": "shares",
    "adjustment": "adjustments",
}


@dataclass(kw_only=True)
class Income:
    """One month in one currency: minor units. `shares` are both billed and taken at charges."""

    month: date
    currency: str
    subscriptions: int = 0
    metered: int = 0
    shares: int = 0
    ticket_fees: int = 0
    adjustments: int = 0

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(getattr(self, kind) for kind in KINDS)


@dataclass(kw_only=True)
class Gross:
    """What shops took in a month in one currency: sales and refunds as they are signed."""

    month: date
    currency: str
    gross: int = 0
    refunds: int = 0
    tickets: int = 0

    @property
    def net(self) -> int:
        """Sales less what went back."""
        return self.gross + self.refunds


KINDS = ("subscriptions", "metered", "shares", "ticket_fees", "adjustments")


def income(months: list[date], *, currency: str = "") -> list[Income]:
    """Revenue of these months (first days, in order), in one currency or in all. Two queries."""
    found: dict[tuple[date, str], Income] = {}

    def of(month: date, own: str) -> Income:
        return found.setdefault((month, own), Income(month=month, currency=own))

    lines = Line.objects.filter(
        paying("invoice__account__"),
        invoice__month__gte=months[0],
        invoice__month__lte=months[-1],
    )
    rows = lines.order_by().values_list("invoice__month", "invoice__currency", "what")
    for month, own, what, amount in rows.annotate(sum=Sum("amount")):
        kind = KIND_OF[what]
        row = of(month, own)
        setattr(row, kind, getattr(row, kind) + int(amount))
    for month, own, fees, shares in (
        _takings(months)
        .values_list("month", "currency")
        .annotate(fees=Sum("platform_fees"), own_shares=Sum("shares"))
    ):
        row = of(month, own)
        row.shares -= int(shares)
        row.ticket_fees -= int(fees) - int(shares)
    return _in_order(found, months, currency, Income)


def gross(months: list[date], *, currency: str = "") -> list[Gross]:
    """What shops took in these months, in one currency or in all. One query."""
    found: dict[tuple[date, str], Gross] = {}
    for month, own, *sums in (
        _takings(months)
        .values_list("month", "currency")
        .annotate(taken=Sum("gross"), given_back=Sum("refunds"), number=Sum("tickets"))
    ):
        taken, given_back, number = map(int, sums)
        found[month, own] = Gross(
            month=month, currency=own, gross=taken, refunds=given_back, tickets=number
        )
    return _in_order(found, months, currency, Gross)


def currencies() -> list[str]:
    """All currencies in which somebody is billed or something was taken. Two queries."""
    billed = set(Account.objects.filter(paying()).values_list("currency", flat=True).distinct())
    taken = Takings.objects.filter(trading("account__tenant__")).order_by()
    return sorted(billed | set(taken.values_list("currency", flat=True).distinct()))


def _takings(months: list[date]):  # type: ignore[no-untyped-def]
    return (
        Takings.objects.filter(trading("account__tenant__"))
        .filter(day__gte=months[0], day__lt=after(months[-1]))
        .order_by()
        .annotate(month=TruncMonth("day"))
    )


def _in_order(found, months, currency, kind):  # type: ignore[no-untyped-def]
    """By month, then by currency; in one currency, months without anything too."""
    if not currency:
        return [found[key] for key in sorted(found)]
    empty = {month: kind(month=month, currency=currency) for month in months}
    return [found.get((month, currency), empty[month]) for month in months]
