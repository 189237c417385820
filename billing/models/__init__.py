"""What organizers owe us: all of it in `public`, one account for each tenant.

Rows of money are written once. What changes (an invoice's state, an account's standing) is told by
rows that say so: receipts, switches.
"""

from billing.models.account import Account, Switch, VatCheck
from billing.models.copies import Discrepancy, MeterCopy
from billing.models.credit import Adjustment, Coupon, Redemption
from billing.models.erasure import Erasure
from billing.models.figures import Run, Takings
from billing.models.invoice import Document, Invoice, Line, Number, Receipt
from billing.models.usage import Usage

__all__ = [
    "Account",
    "Adjustment",
    "Coupon",
    "Discrepancy",
    "Document",
    "Erasure",
    "Invoice",
    "Line",
    "MeterCopy",
    "Number",
    "Receipt",
    "Redemption",
    "Run",
    "Switch",
    "Takings",
    "Usage",
    "VatCheck",
]
