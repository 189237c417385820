"""The currencies of today and how they are written and rounded, by ISO 4217.

Not by CLDR, whose table says how many decimals people use: it has none for the lek, which
ISO 4217, the banks and Stripe count in hundredths.
"""

from decimal import ROUND_HALF_UP, Decimal

# ISO 4217, list one, without funds, metals and testing codes.
_TODAY = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF "
    "KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_TODAY.split())
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_NO_DECIMALS = frozenset(_NONE.split())
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})

# Where prices are written without decimals although the currency has some: coins went long ago.
_COINLESS = (
    "ALL AMD COP CRC CZK DZD HUF IDR INR ISK KES KZT LKR NGN PHP PKR RSD THB TRY TWD TZS UYU"
)
_WHOLE_BY_HABIT = frozenset(_COINLESS.split())
# What locals ask who sell for round sums: so many major units a step, up to this amount.
_STEPS = ((10_000, 500), (1_000, 100), (200, 10), (50, 5))


def exponent(currency: str) -> int:
    """Return how many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def step(currency: str) -> int:
    """Return the least difference of two prices in minor units.

    Cards move three-decimal currencies in hundredths: 4.805 KWD cannot be paid with one.
    """
    return 10 if currency in _THREE_DECIMALS else 1


def habitual(amount: Decimal, currency: str) -> Decimal:
    """Round an amount in major units to what looks like a price there, half up.

    Whole, in larger steps the larger it is, where nobody writes decimals; else in halves, and above
    50 whole. What is above zero stays so.
    """
    if exponent(currency) == 0 or currency in _WHOLE_BY_HABIT:
        least = next((Decimal(size) for above, size in _STEPS if amount >= above), Decimal(1))
    else:
        least = Decimal(1) if amount >= 50 else Decimal("0.5")
    rounded = (amount / least).to_integral_value(ROUND_HALF_UP) * least
    return rounded if rounded or not amount else least
