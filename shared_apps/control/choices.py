"""What one may choose from when a shop is opened."""

from functools import cache
from importlib import resources

from babel import Locale
from django.utils.translation import get_language

from kernel.forms import currency_choices
from shared_apps.tenants.models import Plan
from shared_apps.tenants.services import ticket_fees

REGIONS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def currencies() -> list[tuple[str, str]]:
    """Those in which shops sell, by code, named in the reader's language: "EUR · Euro"."""
    return currency_choices(ticket_fees.by_currency())


def plans() -> list[tuple[str, str]]:
    """Plans that shops have, by code: one of the price list in all its versions and currencies."""
    rows = Plan.objects.order_by("offer", "code").values_list("offer", "code", "name")
    return [("", ""), *dict.fromkeys((offer or code, name) for offer, code, name in rows)]


def timezones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by region, places named in the reader's language, without names of former days.

    "Europe", [("Europe/Madrid", "Madrid"), …].
    """
    return _timezones(get_language() or "en")


@cache
def _timezones(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    places = Locale.parse(language.replace("-", "_")).time_zones
    by_region: dict[str, list[tuple[str, str]]] = {}
    for name in _places():
        region, _slash, place = name.partition("/")
        if region in REGIONS:
            word = places.get(name, {}).get("city") or place.replace("_", " ")
            by_region.setdefault(region, []).append((name, word))
    ordered = sorted(by_region.items())
    return [*((region, sorted(some, key=_word)) for region, some in ordered),
            ("UTC", [("UTC", "UTC")])]  # fmt: skip


def _places() -> list[str]:
    """Each country's zones, as the time zone database lists them for people to choose from."""
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return [row[2].strip() for row in rows if len(row) > 2]


def _word(choice: tuple[str, str]) -> str:
    return choice[1]
