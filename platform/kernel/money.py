"""Money: whole minor units and a currency, never a float."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.core import Locale
from babel.numbers import get_currency_symbol, parse_pattern

from kernel.currencies import CURRENCIES, exponent
from kernel.locales import locale_of

LARGEST = 2**63 - 1  # what a BigIntegerField holds

_LETTERS_BEFORE_FIGURES = re.compile(r"([A-Z]{3})(?=[0-9])")


# A shop has few prices and writes them on every page.
@lru_cache(maxsize=4096)
def _written(amount: Decimal, currency: str, locale: str) -> str:
    places = exponent(currency)
    pattern = parse_pattern(Locale.parse(locale).currency_formats["standard"].pattern)
    pattern.frac_prec = (places, places)  # by ISO 4217; CLDR has none for some that have two
    whose = Locale.parse(locale)
    text = pattern.apply(amount, whose, currency=currency, currency_digits=False)
    # Letters stand apart from the figures: KWD 4.500.
    return _LETTERS_BEFORE_FIGURES.sub("\\1\u00a0", text)


def symbols(currency: str) -> set[str]:
    """Return all that may stand beside an amount of this currency: its code and its signs."""
    locales = ("en_GB", "en", "es", "fr", "pt_PT", "pt")
    return {currency, *(get_currency_symbol(currency, one) for one in locales)}


def is_currency(code: str) -> bool:
    """Is this a currency of today, by ISO 4217?"""
    return code in CURRENCIES


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
        return _written(self.decimal, self.currency, locale_of(locale))

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
