"""The price list: plans and add-ons, read once from `catalogue.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from kernel.addons import installed
from kernel.money import Money

FILE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What has a name and a price by the month and by the year."""

    code: str
    summary: str
    monthly: Money
    yearly: Money


@dataclass(frozen=True, kw_only=True)
class PlanOffer(Offer):
    """A plan: `ticket_fee_basis_points` of each paid ticket, plus so much in its currency."""

    name: str
    ticket_fee_basis_points: int
    ticket_fee_fixed: Money
    ticket_fees: tuple[Money, ...] = ()

    @property
    def ticket_fee_percent(self) -> str:
        """The share of a ticket's price as written: "2.5"."""
        return percent(self.ticket_fee_basis_points)


@dataclass(frozen=True, kw_only=True)
class UsagePrice:
    """What one more of something costs beyond `included`; `instead` of all the rest, if so said."""

    meter: str
    price: Money
    per: str
    included: int = 0
    instead: bool = False


@dataclass(frozen=True, kw_only=True)
class AddOnOffer(Offer):
    """An optional app. `is_built` tells whether it can be had today."""

    title: str
    is_built: bool
    share_basis_points: int = 0
    share_of: str = ""
    usage: tuple[UsagePrice, ...] = ()

    @property
    def share_percent(self) -> str:
        """The share as written: "3"; empty when there is none."""
        return percent(self.share_basis_points) if self.share_basis_points else ""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The whole price list."""

    currency: str
    plans: tuple[PlanOffer, ...] = ()
    addons: tuple[AddOnOffer, ...] = field(default=())

    def addon(self, code: str) -> AddOnOffer:
        """Return the offer of an add-on. Raises KeyError if the list does not know it."""
        found = next((one for one in self.addons if one.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


def percent(basis_points: int) -> str:
    """Write basis points as a percentage without idle zeros: 250 is "2.5"."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def catalogue() -> Catalogue:
    """Return the price list in the reader's language, and which of it can be had today."""
    listed = _read()
    currency = listed["currency"]
    built = {addon.feature for addon in installed()}
    return Catalogue(
        currency=currency,
        plans=tuple(_plan(one, currency) for one in listed["plan"]),
        addons=tuple(_addon(one, currency, built) for one in listed["addon"]),
    )


def fixed_fees() -> Mapping[str, int]:
    """Return the fee of each paid ticket beside the share: minor units by currency."""
    fees: Mapping[str, int] = _read()["ticket_fees"]
    return MappingProxyType(fees)


def _plan(one: dict[str, Any], currency: str) -> PlanOffer:
    return PlanOffer(
        code=one["code"],
        name=_(one["name"]),
        summary=_(one["summary"]),
        monthly=Money(one["monthly"], currency),
        yearly=Money(one["yearly"], currency),
        ticket_fee_basis_points=one["ticket_fee_basis_points"],
        ticket_fee_fixed=Money(fixed_fees()[currency], currency),
        ticket_fees=tuple(Money(fee, code) for code, fee in fixed_fees().items()),
    )


def _addon(one: dict[str, Any], currency: str, built: set[str]) -> AddOnOffer:
    return AddOnOffer(
        code=one["code"],
        title=_(one["title"]),
        summary=_(one["summary"]),
        monthly=Money(one["monthly"], currency),
        yearly=Money(one["yearly"], currency),
        is_built=one["code"] in built,
        share_basis_points=one.get("share_basis_points", 0),
        share_of=_(one["share_of"]) if "share_of" in one else "",
        usage=tuple(_usage(each, currency) for each in one.get("usage", ())),
    )


def _usage(one: dict[str, Any], currency: str) -> UsagePrice:
    return UsagePrice(
        meter=one["meter"],
        price=Money(one["price"], currency),
        per=_(one["per"]),
        included=one.get("included", 0),
        instead=one.get("instead", False),
    )
