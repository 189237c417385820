"""Read one cell, or raise `Bad` with the end of a sentence that begins with the field's name."""

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from kernel.currencies import exponent, step
from kernel.forms import plain_amount
from kernel.money import Money, is_currency

EARLIEST, LATEST = 1970, 2100
MOST_MONEY = 10**12  # minor units


class Bad(Exception):
    """The cell cannot be used."""


def short(text: str, most: int) -> str:
    """A text of at most `most` characters on one line."""
    if len(text) > most:
        raise Bad(f"is longer than {most} characters")
    if any(ord(letter) < 32 for letter in text):
        raise Bad("has control characters or line breaks")
    return text


def whole(text: str, most: int) -> int:
    """A whole number from 1 to `most`."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and 1 <= int(text) <= most):
        raise Bad(f"is {text[:30]!r}, not a whole number from 1 to {most:,}")
    return int(text)


def decimal(text: str, most: float) -> float:
    """A number from `-most` to `most`."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not -most <= number <= most:
        raise Bad(f"is {text[:30]!r}, not a number from -{most} to {most}")
    return number


def zone(text: str) -> str:
    """The IANA name of a time zone."""
    if text not in available_timezones():
        raise Bad(f"is {text[:60]!r}, not a time zone such as Europe/London")
    return text


def currency_code(text: str) -> str:
    """An ISO 4217 code."""
    if not is_currency(text.upper()):
        raise Bad(f"is {text[:10]!r}, not a currency such as EUR")
    return text.upper()


def amount(text: str, currency: str) -> int:
    """A price in major units, with a point or as a spreadsheet writes it, as minor units."""
    try:
        plain = plain_amount(text, exponent(currency)) if "," in text else text
        money = Money.parse(plain, currency)
    except ValueError as error:
        raise Bad(f"is {text[:30]!r}, not an amount in {currency} such as 12.50") from error
    if money.amount % step(currency):
        least = Money(step(currency), currency).decimal
        raise Bad(f"is {text[:30]!r}; cards pay {currency} in steps of {least}")
    if not 0 <= money.amount <= MOST_MONEY:
        raise Bad(f"is {text[:30]!r}; a price is not below 0, nor beyond all reason")
    return money.amount


def instant(text: str, zone_name: str) -> datetime:
    """An ISO 8601 date and time as an instant in UTC; without an offset, local to the zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Bad(f"is {text[:40]!r}, not a date and time such as 2030-05-01T19:30") from error
    if "T" not in text.upper() and " " not in text.strip():
        raise Bad(f"is {text[:40]!r}, which has no time of day")
    if not EARLIEST <= moment.year <= LATEST:
        raise Bad(f"is {text[:40]!r}, outside the years {EARLIEST} to {LATEST}")
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    local = moment.replace(tzinfo=ZoneInfo(zone_name))
    if local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) != moment:
        raise Bad(f"is {text[:40]!r}, which the clocks of {zone_name} skip that night")
    return local.astimezone(UTC)
