"""VAT numbers as they are written: prefix, digits and check digits. Nobody is asked."""

from dataclasses import dataclass

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from billing.vat.rates import is_member, members, territory


@dataclass(frozen=True)
class Number:
    """A number that may exist: `prefix` as VIES knows it (EL for Greece), `digits` the rest."""

    prefix: str
    digits: str

    def __str__(self) -> str:
        return f"{self.prefix}{self.digits}"


def prefix_of(country: str) -> str:
    """What the numbers of a country begin with: that of its state, EL for Greece."""
    state = territory(country)
    return "EL" if state == "GR" else state


def read(text: str, country: str) -> Number:
    """Read a VAT number as people write it, with or without its prefix.

    Raises ValueError when it is none of this member state, or its check digits are wrong.
    """
    if not is_member(country):
        raise ValueError(f"{country} is outside the EU")
    prefix = prefix_of(country)
    plain = "".join(one for one in text.upper() if one.isalnum())
    if prefix == "EL" and plain.startswith("GR"):
        plain = f"EL{plain[2:]}"
    if not plain.startswith(prefix):
        plain = prefix + plain
    try:
        whole = vat.validate(plain)
    except ValidationError as error:
        raise ValueError(f"not a VAT number of {country}") from error
    return Number(prefix, whole.removeprefix(prefix))


def state_of(text: str) -> str:
    """The member state whose letters stand in front of a number that may exist, else ""."""
    plain = "".join(one for one in text.upper() if one.isalnum())
    state = territory(plain[:2])
    if state not in members():
        return ""
    try:
        read(plain, state)
    except ValueError:
        return ""
    return state
