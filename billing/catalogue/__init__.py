"""The price list: plans and add-ons, in versions, each in every currency that we bill in."""

from billing.catalogue.checks import check_prices, problems
from billing.catalogue.offers import (
    AddOnOffer,
    Catalogue,
    Offer,
    PlanOffer,
    UsagePrice,
    percent,
)
from billing.catalogue.reading import catalogue, fixed_fees, versions
from billing.catalogue.terms import terms

__all__ = [
    "AddOnOffer",
    "Catalogue",
    "Offer",
    "PlanOffer",
    "UsagePrice",
    "catalogue",
    "check_prices",
    "fixed_fees",
    "percent",
    "problems",
    "terms",
    "versions",
]
