"""The figures of the pages as tables for files: every currency, no word that is not on a page."""

from datetime import date
from decimal import Decimal

from billing.services.figures import income as earning
from billing.services.figures import recurring, scope
from billing.services.figures import taxes as taxing
from billing.staff.tables import Table
from kernel.money import Money


def income(today: date) -> Table:
    """Revenue of twelve months by month, kind and currency."""
    rows = earning.income(scope.last_months(today))
    return Table(
        name=f"revenue-{today}",
        heads=("month", "kind", "currency", "amount"),
        rows=(
            (f"{one.month:%Y-%m}", kind, one.currency, Money(getattr(one, kind), one.currency))
            for one in rows
            for kind in earning.KINDS
        ),
    )


def movements(today: date) -> Table:
    """How MRR moved in twelve months, in each currency."""
    names = ("start", "new", "resumed", "expansion", "contraction", "churn", "end")
    numbers = (
        "accounts_at_start", "accounts_new", "accounts_resumed", "accounts_churned",
        "accounts_at_end",
    )  # fmt: skip
    book = recurring.read()
    months = scope.last_months(today)
    found = [
        one
        for currency in sorted(book.currencies())
        for one in recurring.movements(book, months, currency=currency, today=today)
    ]
    return Table(
        name=f"mrr-movements-{today}",
        heads=("month", "currency", *names, *numbers),
        rows=(
            (
                f"{one.month:%Y-%m}",
                one.currency,
                *(Money(getattr(one, name), one.currency) for name in names),
                *(getattr(one, name) for name in numbers),
            )
            for one in found
        ),
    )


def gross(today: date) -> Table:
    """What shops took in twelve months, in each currency."""
    rows = earning.gross(scope.last_months(today))
    return Table(
        name=f"gmv-{today}",
        heads=("month", "currency", "tickets", "gross", "refunds", "net"),
        rows=(
            (
                f"{one.month:%Y-%m}",
                one.currency,
                one.tickets,
                *(Money(sum_, one.currency) for sum_ in (one.gross, one.refunds, one.net)),
            )
            for one in rows
        ),
    )


def taxes(first: date, last: date) -> Table:
    """The VAT of a period by country, treatment and rate."""
    rows = taxing.report(first, last)
    return Table(
        name=f"vat-{first}-{last}",
        heads=("country", "tax_category", "tax_rate_percent", "currency", "invoices", "net",
               "tax", "gross"),
        rows=(
            (
                one.country,
                one.category,
                Decimal(one.rate).scaleb(-2),
                one.currency,
                one.number,
                *(Money(sum_, one.currency) for sum_ in (one.net, one.tax, one.total)),
            )
            for one in rows
        ),
    )  # fmt: skip
