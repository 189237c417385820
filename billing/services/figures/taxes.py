"""What invoices and credit notes said of VAT, for the tax return: one line for each treatment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.db.models.fields.json import KT

from billing.models import Invoice
from billing.services.figures.scope import paying


@dataclass(kw_only=True)
class Taxed:
    """Sums of a country, a treatment (EN 16931) and a rate (basis points), in minor units.

    `country` is the buyer's, as it stands on the invoice; "" where it stands there not.
    """

    country: str
    category: str
    rate: int
    currency: str
    net: int = 0
    tax: int = 0
    total: int = 0
    number: int = 0

    @property
    def rate_share(self) -> float:
        """The rate as a share of one."""
        return self.rate / 10_000


def report(first: date, last: date) -> list[Taxed]:
    """What was issued from `first` to `last`, both counted. Credit notes count below zero."""
    rows = (
        Invoice.objects.filter(paying("account__"), issued_on__gte=first, issued_on__lte=last)
        .order_by()
        .annotate(country=KT("buyer__country"))
        .values("country", "tax_category", "tax_rate", "currency")
        .annotate(
            sum_net=Sum("net"), sum_tax=Sum("tax"), sum_total=Sum("total"), number=Count("pk")
        )
    )
    found = [
        Taxed(
            country=row["country"] or "",
            category=row["tax_category"],
            rate=row["tax_rate"],
            currency=row["currency"],
            net=int(row["sum_net"]),
            tax=int(row["sum_tax"]),
            total=int(row["sum_total"]),
            number=row["number"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.country, one.category, one.rate, one.currency))


def totals(rows: Iterable[Taxed]) -> list[Taxed]:
    """What they add up to in each currency."""
    found: dict[str, Taxed] = {}
    for row in rows:
        whole = found.setdefault(
            row.currency, Taxed(country="", category="", rate=0, currency=row.currency)
        )
        for name in ("net", "tax", "total", "number"):
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
    return [found[currency] for currency in sorted(found)]
