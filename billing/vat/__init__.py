"""VAT on what we ask for: who charges it, and at what rate.

Customers' numbers are checked in `billing.services.vat_numbers`.
"""

from billing.vat.parties import SellerIncomplete, buyer, seller
from billing.vat.treating import Treatment, treatment

__all__ = [
    "SellerIncomplete",
    "Treatment",
    "buyer",
    "seller",
    "treatment",
]
