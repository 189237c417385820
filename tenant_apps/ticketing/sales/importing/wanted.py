"""What a file asks for, event by event, with every fault named by row and field."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from tenant_apps.ticketing.sales.importing.cells import (
    Bad,
    amount,
    currency_code,
    decimal,
    instant,
    short,
    whole,
    zone,
)  # fmt: skip
from tenant_apps.ticketing.sales.importing.reading import Line

MOST_PLACES = 1_000_000
LENGTHS = {"event": 200, "summary": 300, "category": 60, "venue": 200, "address": 300,
           "postcode": 20, "city": 100, "ticket": 120}  # fmt: skip


@dataclass(frozen=True)
class Defaults:
    """What stands in where a line says nothing; None: the line must say it."""

    timezone: str
    currency: str
    price: str | None = None
    ticket: str = "Admission"
    capacity: str | None = None


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be used."""

    row: int
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.field}: {self.sentence}"


@dataclass(frozen=True)
class Place:
    """A venue."""

    ref: str
    name: str
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Date:
    """A session; instants have a zone."""

    ref: str
    row: int
    starts_at: datetime
    ends_at: datetime | None
    doors_at: datetime | None
    capacity: int
    place: Place | None = None  # where it is not the event's own


@dataclass(frozen=True)
class Kind:
    """A ticket type; `price` in minor units of the event's currency."""

    name: str
    price: int
    quantity: int | None


@dataclass
class Wanted:
    """An event as the file wants it. With faults it is refused as a whole."""

    ref: str
    name: str
    rows: list[int] = field(default_factory=list)
    summary: str = ""
    category: str = ""
    timezone: str = ""
    currency: str = ""
    place: Place | None = None
    dates: dict[str, Date] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    offered: set[tuple[str, str]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def gather(lines: Iterable[Line], defaults: Defaults) -> list[Wanted]:
    """The events that these lines describe, in the order of the file."""
    found: dict[str, Wanted] = {}
    for line in lines:
        key = line.get("event_id") or f"{line.get('event')}|{line.get('venue')}".casefold()
        event = found.get(key)
        if event is None:
            event = found[key] = Wanted(ref=_ref("event", key), name=line.get("event"))
        _Reader(line, event, defaults).read()
    return list(found.values())


class _Reader:
    """Reads one line into its event, collecting faults instead of stopping at the first."""

    def __init__(self, line: Line, event: Wanted, defaults: Defaults) -> None:
        self.line, self.event, self.defaults = line, event, defaults
        self.before = len(event.faults)
        self.place: Place | None = None

    def read(self) -> None:
        self.event.rows.append(self.line.number)
        self.place = self._place()
        for column, most in LENGTHS.items():
            self._cell(column, partial(short, most=most))
        if not self.line.get("event"):
            self._fault("event", "is missing")
        self._whole()
        date, kind = self._date(), self._kind()
        if len(self.event.faults) > self.before or date is None or kind is None:
            return
        self._add(date, kind)

    def _whole(self) -> None:
        """What the lines of one event must agree on."""
        name = self._cell("timezone", zone, self.defaults.timezone) or ""
        code = self._cell("currency", currency_code, self.defaults.currency) or ""
        event = self.event
        if len(event.rows) == 1:
            event.timezone, event.currency = name, code
            event.summary, event.category = self.line.get("summary"), self.line.get("category")
            event.place = self.place
            return
        for column, value, first in (("timezone", name, event.timezone),
                                     ("currency", code, event.currency)):  # fmt: skip
            if value and first and value != first:
                self._fault(column, f"is {value}, but {first} in row {event.rows[0]}")

    def _place(self) -> Place | None:
        country = self.line.get("country").upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            self._fault("country", "is not two letters (ISO 3166)")
        latitude = self._cell("latitude", lambda text: decimal(text, 90))
        longitude = self._cell("longitude", lambda text: decimal(text, 180))
        name = self.line.get("venue")
        if not name:
            return None
        key = "|".join((name, self.line.get("address"), self.line.get("postcode"))).casefold()
        return Place(
            ref=_ref("venue", key),
            name=name,
            address=self.line.get("address"),
            postcode=self.line.get("postcode"),
            city=self.line.get("city"),
            country=country,
            latitude=latitude,
            longitude=longitude,
        )

    def _date(self) -> Date | None:
        zone_name = self.event.timezone or self.defaults.timezone
        starts_at = self._cell("starts_at", lambda text: instant(text, zone_name))
        ends_at = self._cell("ends_at", lambda text: instant(text, zone_name))
        doors_at = self._cell("doors_at", lambda text: instant(text, zone_name))
        places = self._cell("capacity", lambda text: whole(text, MOST_PLACES),
                            self.defaults.capacity)  # fmt: skip
        if not self.line.get("starts_at"):
            self._fault("starts_at", "is missing")
        if not (self.line.get("capacity") or self.defaults.capacity):
            self._fault("capacity", "is missing, and --capacity was not given")
        if starts_at and ends_at and ends_at < starts_at:
            self._fault("ends_at", "is before the start")
        if starts_at and doors_at and doors_at > starts_at:
            self._fault("doors_at", "is after the start")
        if starts_at is None or places is None:
            return None
        key = self.line.get("session_id") or starts_at.isoformat()
        return Date(
            ref=_ref("session", f"{self.event.ref}|{key}"),
            row=self.line.number,
            starts_at=starts_at,
            ends_at=ends_at if ends_at != starts_at else None,
            doors_at=doors_at,
            capacity=places,
            place=self.place if self.place != self.event.place else None,
        )

    def _kind(self) -> Kind | None:
        code = self.event.currency or self.defaults.currency
        price = self._cell("price", lambda text: amount(text, code), self.defaults.price)
        quantity = self._cell("quantity", lambda text: whole(text, MOST_PLACES))
        if not (self.line.get("price") or self.defaults.price is not None):
            self._fault("price", "is missing, and --price was not given")
        if price is None:
            return None
        return Kind(self.line.get("ticket") or self.defaults.ticket, price, quantity)

    def _add(self, date: Date, kind: Kind) -> None:
        event = self.event
        known = event.dates.get(date.ref)
        if known is None:
            event.dates[date.ref] = date
        elif (known.starts_at, known.capacity) != (date.starts_at, date.capacity):
            self._fault("session_id", f"names the session of row {known.row}, which differs")
        elif (date.ref, kind.name) in event.offered:
            self._fault("starts_at", f"stands in row {known.row} already")
        event.offered.add((date.ref, kind.name))
        other = event.kinds.setdefault(kind.name, kind)
        if other != kind:
            self._fault("ticket", f"“{kind.name}” has another price or quantity further up")

    def _cell[T](
        self, column: str, read: Callable[[str], T], default: str | None = None
    ) -> T | None:
        text = self.line.get(column) or default
        if not text:
            return None
        try:
            return read(text)
        except Bad as error:
            self._fault(column, str(error))
            return None

    def _fault(self, column: str, sentence: str) -> None:
        fault = Fault(self.line.number, self.line.name_of(column), sentence)
        if fault not in self.event.faults:
            self.event.faults.append(fault)


def _ref(kind: str, key: str) -> str:
    """How the row is known again: the same for the same key, whatever its length or letters."""
    return f"import:{kind}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
