"""How Stripe counts money, and how little of it it takes.

By docs.stripe.com/currencies: #zero-decimal, #three-decimal, #special-cases and
#minimum-and-maximum-charge-amounts.
"""

from decimal import ROUND_HALF_UP, Decimal

from kernel.currencies import exponent
from kernel.money import Money
from tenant_apps.ticketing.payments.errors import GatewayRefused

_NONE = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
NO_DECIMALS = frozenset(_NONE.split())
# The last of the three must be zero.
THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
# Without decimals for people, but Stripe wants hundredths, as it always did: ISK and UGX. All
# others are counted in hundredths too, whatever people use: ALL, HUF and TWD have decimals in a
# charge, of which a payout makes whole amounts.
MOST = 99_999_999

# What Stripe takes at least, in minor units. For other currencies it takes what is worth 0.50 USD,
# which we do not convert: Stripe's own answer decides.
LEAST = {
    "AED": 200, "AUD": 50, "BGN": 100, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250,
    "EUR": 50, "GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200,
    "NOK": 300, "NZD": 50, "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip


def least(currency: str) -> Money | None:
    """Return the smallest charge; None where no number is known."""
    amount = LEAST.get(currency)
    return None if amount is None else Money(amount, currency)


def to_stripe(amount: int, currency: str) -> int:
    """Minor units as we count them, in the units that Stripe counts.

    Raises GatewayRefused for an amount that Stripe cannot move, rather than round it.
    """
    exact = Decimal(amount).scaleb(_decimals(currency) - exponent(currency))
    coarse = currency.upper() in THREE_DECIMALS and amount % 10
    if exact != exact.to_integral_value() or coarse or exact > MOST:
        raise GatewayRefused
    return int(exact)


def from_stripe(amount: int | Decimal, currency: str) -> int:
    """Stripe's units as we count them, rounded half up."""
    code = currency.upper()
    exact = Decimal(amount).scaleb(exponent(code) - _decimals(code))
    return int(exact.to_integral_value(ROUND_HALF_UP))


def _decimals(currency: str) -> int:
    if currency.upper() in NO_DECIMALS:
        return 0
    return 3 if currency.upper() in THREE_DECIMALS else 2
