"""The standard rates of VAT of the member states, by day: `rates.toml`."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

# Countries that count as another one for VAT, and a code that some write for Greece.
COUNTS_AS = {"MC": "FR", "EL": "GR"}


def territory(country: str) -> str:
    """The member state that a country counts as for VAT on services; else the country itself."""
    code = country.upper()
    return COUNTS_AS.get(code, code)


def is_member(country: str) -> bool:
    """Is it in the EU, where services are concerned? Northern Ireland is not."""
    return territory(country) in _table()


def members() -> list[str]:
    """The codes of all member states."""
    return sorted(_table())


def rate(country: str, on: date) -> int:
    """The standard rate in basis points on a day.

    Raises LookupError for a country outside the EU and for days before the table begins.
    """
    known = [one for one in _table()[territory(country)] if one["from"] <= on]
    if not known:
        raise LookupError(f"no VAT rate of {country} is known for {on}")
    return int(max(known, key=lambda one: one["from"])["rate"])


@cache
def _table() -> dict[str, list[dict]]:
    path = Path(__file__).with_name("rates.toml")
    return tomllib.loads(path.read_text("utf-8"))
