"""The shapes of values that come and go by the API, with bounds that the database can keep."""

from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Field,
    StringConstraints,
)

from kernel.money import is_currency

BIGGEST_ID = 2**63 - 1
MOST_PEOPLE = 1_000_000
MOST_MONEY = 10**12  # minor units; times the most tickets of an order it still fits a bigint
LONGEST_EMAIL = 254
FIRST_YEAR, LAST_YEAR = 1970, 2200


def _in_utc(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        raise ValueError(f"a year from {FIRST_YEAR} to {LAST_YEAR - 1}")
    return moment.astimezone(UTC)


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("not a time zone of the IANA database")
    return name


def _known_currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError("not a currency of ISO 4217")
    return code


def _fit_email(address: str) -> str:
    if len(address.lower()) > LONGEST_EMAIL:  # as it is kept; some letters grow
        raise ValueError("too long")
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValueError("not an e-mail address") from error
    return address


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def text(most: int, *, least: int = 0) -> StringConstraints:
    """Bound a text to so many characters, and trim it: `Annotated[str, ...]` takes this."""
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
People = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Zone = Annotated[str, Field(max_length=64), AfterValidator(_known_zone)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$"), AfterValidator(_known_currency)]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LONGEST_EMAIL),
    AfterValidator(_fit_email),
]
Country = Annotated[str, Field(pattern="^([A-Z]{2})?$")]


class Shape(Schema):
    """What somebody sends. A field that nobody knows is refused: it is a slip of the pen."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """Return the fields that were sent, and only those."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def partial[Change: Shape](change: type[Change]) -> type[Change]:
    """Make a shape that of a change: no field is required (a class decorator).

    Null stays as it was allowed, since pydantic does not check defaults.
    """
    for field in change.model_fields.values():
        field.default = None
        field.json_schema_extra = _without_default
    change.model_rebuild(force=True)
    return change


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class Amount(Schema):
    """Money: whole minor units (cents) of a currency (ISO 4217)."""

    amount: int
    currency: str

    @classmethod
    def of(cls, amount: int, currency: str) -> "Amount":
        """Return minor units as the API shows them."""
        return cls(amount=amount, currency=currency)


class PriceIn(Shape):
    """A price: whole minor units (cents) of a currency (ISO 4217), not negative."""

    amount: Annotated[int, Field(ge=0, le=MOST_MONEY)]
    currency: Currency


class Problem(Schema):
    """Why something was not done (RFC 9457). `code` is stable; `title` is for people."""

    type: str
    title: str
    status: int
    code: str
    instance: str | None = None
    errors: list[dict[str, str]] | None = None
