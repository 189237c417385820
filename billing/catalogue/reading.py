"""From `catalogue.toml`, and the whole files of former versions beside it, to offers."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from billing.catalogue.offers import AddOnOffer, Catalogue, PlanOffer, UsagePrice
from kernel.addons import installed
from kernel.money import Money

FILE = Path(__file__).parents[1] / "catalogue.toml"
FORMER = Path(__file__).parents[1] / "former"


def catalogue(version: str | None = None) -> Catalogue:
    """Return the price list in the reader's language, and which of it can be had today.

    Without a version it is today's. Raises KeyError for a version that there never was.
    """
    built = frozenset(addon.feature for addon in installed())
    return _made(_file_of(version), built, get_language() or "")


def fixed_fees(version: str | None = None) -> Mapping[str, int]:
    """Return the fee of each paid ticket beside the share: minor units by currency.

    Raises KeyError for a version that there never was.
    """
    fees: Mapping[str, int] = _read(_file_of(version))["ticket_fees"]
    return MappingProxyType(fees)


def versions() -> tuple[str, ...]:
    """All versions that somebody may have, the oldest first; the last one is today's."""
    return (*sorted(path.stem for path in FORMER.glob("*.toml")), _read(FILE)["version"])


def _file_of(version: str | None) -> Path:
    if not version or version == _read(FILE)["version"]:
        return FILE
    found = {path.stem: path for path in FORMER.glob("*.toml")}
    return found[version]


@cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _made(path: Path, built: frozenset[str], _language: str) -> Catalogue:
    listed = _read(path)
    shown = {"currency": listed["currency"], "months_of_a_year": listed["months_of_a_year"]}
    fees = tuple(Money(fee, currency) for currency, fee in listed["ticket_fees"].items())
    return Catalogue(
        version=listed["version"],
        currency=listed["currency"],
        currencies=tuple(listed["currencies"]),
        plans=tuple(_plan(one, shown, fees) for one in listed["plan"]),
        addons=tuple(_addon(one, shown, built) for one in listed["addon"]),
    )


def _plan(one: dict[str, Any], shown: dict[str, Any], fees: tuple[Money, ...]) -> PlanOffer:
    return PlanOffer(
        **shown,
        code=one["code"],
        name=_(one["name"]),
        summary=_(one["summary"]),
        prices=MappingProxyType(one["month"]),
        ticket_fee_basis_points=one["ticket_fee_basis_points"],
        ticket_fees=fees,
    )


def _addon(one: dict[str, Any], shown: dict[str, Any], built: frozenset[str]) -> AddOnOffer:
    return AddOnOffer(
        **shown,
        code=one["code"],
        title=_(one["title"]),
        summary=_(one["summary"]),
        prices=MappingProxyType(one["month"]),
        is_built=one["code"] in built,
        share_meter=one.get("share_meter", ""),
        share_basis_points=one.get("share_basis_points", 0),
        share_of=_(one["share_of"]) if "share_of" in one else "",
        usage=tuple(_usage(each, shown["currency"]) for each in one.get("usage", ())),
    )


def _usage(one: dict[str, Any], currency: str) -> UsagePrice:
    return UsagePrice(
        meter=one["meter"],
        title=_(one["title"]),
        price=Money(one["price"][currency], currency),
        prices=MappingProxyType(one["price"]),
        per=_(one["per"]),
        included=one.get("included", 0),
        trial=one.get("trial", 0),
        count=one.get("count", "sum"),
        instead=one.get("instead", False),
    )
