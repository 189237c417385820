"""What stands in a price list. Prices are minor units by currency, set by people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from babel.numbers import format_decimal

from kernel.locales import locale_of
from kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What has a price by the month and by the year. `currency` is the one it is shown in."""

    code: str
    summary: str
    currency: str
    prices: Mapping[str, int]
    months_of_a_year: int

    def price(self, *, currency: str, cycle: Literal["month", "year"] | str = "month") -> int:
        """A month's or a year's fee in minor units. Raises KeyError where it is not sold in it."""
        return self.prices[currency] * (self.months_of_a_year if cycle == "year" else 1)

    @property
    def monthly(self) -> Money:
        """A month, in the currency it is shown in."""
        return Money(self.price(currency=self.currency), self.currency)

    @property
    def yearly(self) -> Money:
        """A whole year paid at once, in the currency it is shown in."""
        return Money(self.price(currency=self.currency, cycle="year"), self.currency)


@dataclass(frozen=True, kw_only=True)
class PlanOffer(Offer):
    """A plan: `ticket_fee_basis_points` of each paid ticket, plus so much in its currency."""

    name: str
    ticket_fee_basis_points: int
    ticket_fees: tuple[Money, ...] = ()

    @property
    def ticket_fee_percent(self) -> str:
        """The share of a ticket's price as the reader writes it: "2.5"."""
        return percent(self.ticket_fee_basis_points)

    @property
    def ticket_fee_fixed(self) -> Money:
        """What is asked for a ticket beside the share, in the currency it is shown in."""
        return next(fee for fee in self.ticket_fees if fee.currency == self.currency)


@dataclass(frozen=True, kw_only=True)
class UsagePrice:
    """What one more of something costs beyond `included`, counted by the month.

    `count` says whether a month is the sum of its numbers or the highest of them; `trial` of them
    are given away while the add-on is tried. `instead`: no meter, but the most that a month costs,
    the monthly price and all usage together. Without a price it is a number of fair use.
    """

    meter: str
    title: str
    price: Money
    prices: Mapping[str, int]
    per: str
    included: int = 0
    trial: int = 0
    count: Literal["sum", "peak"] = "sum"
    instead: bool = False

    def price_in(self, currency: str) -> int:
        """What one more costs, in minor units. Raises KeyError where it is not sold in it."""
        return self.prices[currency]

    @property
    def is_fair_use(self) -> bool:
        """Is it counted to be shown, and never charged?"""
        return not any(self.prices.values())


@dataclass(frozen=True, kw_only=True)
class AddOnOffer(Offer):
    """An optional app. `is_built` tells whether it can be had today.

    `share_basis_points` of the money that `share_meter` counts are ours; `share_of` says it.
    """

    title: str
    is_built: bool
    share_meter: str = ""
    share_basis_points: int = 0
    share_of: str = ""
    usage: tuple[UsagePrice, ...] = ()

    @property
    def share_percent(self) -> str:
        """The share as the reader writes it: "3"; empty when there is none."""
        return percent(self.share_basis_points) if self.share_basis_points else ""

    @property
    def charged(self) -> tuple[UsagePrice, ...]:
        """The usage that costs something."""
        return tuple(one for one in self.usage if not one.is_fair_use)

    @property
    def ceiling(self) -> UsagePrice | None:
        """The most that a month costs, where there is such a price."""
        return next((one for one in self.usage if one.instead), None)

    def usage_of(self, meter: str) -> UsagePrice | None:
        """What a meter costs; None where it is not on the list."""
        return next((one for one in self.usage if one.meter == meter), None)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The whole price list of a version, shown in one of its `currencies`."""

    version: str
    currency: str
    currencies: tuple[str, ...]
    plans: tuple[PlanOffer, ...] = ()
    addons: tuple[AddOnOffer, ...] = ()

    def plan(self, code: str) -> PlanOffer:
        """Return the offer of a plan. Raises KeyError if the list does not know it."""
        return {one.code: one for one in self.plans}[code]

    def addon(self, code: str) -> AddOnOffer:
        """Return the offer of an add-on. Raises KeyError if the list does not know it."""
        return {one.code: one for one in self.addons}[code]

    def shown_in(self, currency: str) -> "Catalogue":
        """The same list, shown in another currency. Raises KeyError if it is not one of them."""
        if currency not in self.currencies:
            raise KeyError(currency)
        return replace(
            self,
            currency=currency,
            plans=tuple(replace(one, currency=currency) for one in self.plans),
            addons=tuple(
                replace(
                    one, currency=currency, usage=tuple(_in(use, currency) for use in one.usage)
                )
                for one in self.addons
            ),
        )


def percent(basis_points: int) -> str:
    """Write basis points as a percentage for the reader, without idle zeros: "2.5", or "2,5"."""
    share = Decimal(basis_points).scaleb(-2)
    return format_decimal(share, locale=locale_of(), decimal_quantization=False)


def _in(use: UsagePrice, currency: str) -> UsagePrice:
    return replace(use, price=Money(use.prices[currency], currency))
