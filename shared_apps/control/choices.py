"""What one may choose from when a shop is opened."""

from functools import cache
from zoneinfo import available_timezones

from kernel.forms import currency_choices
from shared_apps.tenants.services import plans

REGIONS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def currencies() -> list[tuple[str, str]]:
    """Those in which shops sell, by code, named in the reader's language: "EUR · Euro"."""
    return currency_choices(plans.ticket_fees())


@cache
def timezones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by region: "Europe", [("Europe/Madrid", "Madrid"), …]."""
    by_region: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if region in REGIONS:
            by_region.setdefault(region, []).append((name, place.replace("_", " ")))
    return [*by_region.items(), ("UTC", [("UTC", "UTC")])]
