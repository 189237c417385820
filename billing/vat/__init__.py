"""VAT on what we ask for: who charges it, at what rate, and whether a customer's number is good."""

from billing.vat.checking import check, recheck_due
from billing.vat.parties import SellerIncomplete, buyer, seller
from billing.vat.treating import Treatment, treatment

__all__ = [
    "SellerIncomplete",
    "Treatment",
    "buyer",
    "check",
    "recheck_due",
    "seller",
    "treatment",
]
