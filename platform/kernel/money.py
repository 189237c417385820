"""Money: whole minor units and a currency, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel.core import get_global
from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language

LARGEST = 2**63 - 1  # what a BigIntegerField holds


@cache
def exponent(currency: str) -> int:
    """Return how many decimals a currency has: 2 for EUR, 0 for JPY (CLDR's table)."""
    return get_currency_precision(currency)


# A shop has few prices and writes them on every page.
@lru_cache(maxsize=4096)
def _written(amount: Decimal, currency: str, language: str) -> str:
    return format_currency(amount, currency, locale=language)


def is_currency(code: str) -> bool:
    """Is this a currency that CLDR knows?"""
    return code in get_global("all_currencies")


@dataclass(frozen=True, order=False)
class Money:
    """An amount in minor units (cents, pence) of a currency (ISO 4217)."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError("money is counted in whole minor units")

    @classmethod
    def parse(cls, text: str | Decimal, currency: str) -> "Money":
        """Read `12.50`. Raises ValueError if it is none, too large, or finer than the currency."""
        try:
            value = Decimal(text).scaleb(exponent(currency))
        except ArithmeticError as error:
            raise ValueError(f"not an amount: {text}") from error
        fits = value.is_finite() and abs(value) <= LARGEST
        if not fits or value != value.to_integral_value():
            raise ValueError(f"not an amount in {currency}: {text}")
        return cls(int(value), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units: 1250 EUR is 12.50."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def share(self, basis_points: int) -> "Money":
        """Return so many hundredths of a per cent of it, rounded half up to the minor unit."""
        exact = Decimal(self.amount) * basis_points / 10_000
        return Money(int(exact.to_integral_value(ROUND_HALF_UP)), self.currency)

    def format(self, locale: str | None = None) -> str:
        """Write it as readers of the language do, the active one if none is named."""
        language = (locale or get_language() or "en").replace("-", "_")
        return _written(self.decimal, self.currency, language)

    def __str__(self) -> str:
        return self.format()

    def __bool__(self) -> bool:
        return self.amount != 0

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money):
            raise TypeError(f"money and {type(other).__name__} do not mix")
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.amount
