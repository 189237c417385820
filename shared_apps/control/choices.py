"""What one may choose from when a shop is opened."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from django.utils.translation import get_language

CURRENCIES = (
    "EUR", "GBP", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BRL", "MXN",
    "ARS", "CLP", "COP", "PEN", "CAD", "AUD", "NZD", "JPY",
)  # fmt: skip
REGIONS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def currencies() -> list[tuple[str, str]]:
    """Currencies by code, named in the reader's language: "EUR", "EUR · Euro"."""
    locale = Locale.parse((get_language() or "en").replace("-", "_"))
    return [(code, f"{code} · {locale.currencies.get(code, code)}") for code in CURRENCIES]


@cache
def timezones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by region: "Europe", [("Europe/Madrid", "Madrid"), …]."""
    by_region: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if region in REGIONS:
            by_region.setdefault(region, []).append((name, place.replace("_", " ")))
    return [*by_region.items(), ("UTC", [("UTC", "UTC")])]
