"""Read a file into lines: one line for each session and ticket type, by the column names of CSV.

Columns (only `event` and `starts_at` are required in the file):

- `event_id`, `session_id`: names of the source's own, so that a renamed event or a moved session is
  changed and not made anew; without them an event is known by its name and venue, a session by its
  start;
- `event`, `summary`, `category`;
- `venue`, `address`, `postcode`, `city`, `country` (two letters), `latitude`, `longitude`;
- `timezone` (IANA), `starts_at`, `ends_at`, `doors_at` (ISO 8601; local to the zone, or with an
  offset);
- `capacity` (places of the session);
- `ticket`, `price` (such as 12.50), `currency` (ISO 4217), `quantity` (places of this ticket type
  per session). Repeat the line with another `ticket` for a second type.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tenant_apps.ticketing.sales.importing import schema_org

COLUMNS = (
    "event_id", "session_id", "event", "summary", "category",
    "venue", "address", "postcode", "city", "country", "latitude", "longitude",
    "timezone", "starts_at", "ends_at", "doors_at", "capacity",
    "ticket", "price", "currency", "quantity",
)  # fmt: skip
REQUIRED = ("event", "starts_at")


class BadFile(Exception):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass(frozen=True)
class Line:
    """Values by column, trimmed, absent ones missing; `number` as a spreadsheet counts rows.

    `names` says how the source calls a column, where it is not CSV.
    """

    number: int
    values: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)

    def get(self, column: str) -> str:
        """The value, or an empty text."""
        return self.values.get(column, "")

    def name_of(self, column: str) -> str:
        """What the source calls this column."""
        return self.names.get(column, column)


def read(path: Path, *, encoding: str = "") -> list[Line]:
    """The lines of a CSV or a schema.org JSON file, told apart by their content.

    `encoding` is that of the file; without it UTF-8, or UTF-16 with its mark. Raises `BadFile`.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from error
    return parse(raw, name=str(path), encoding=encoding)


def parse(raw: bytes, *, name: str, encoding: str = "", most: int | None = None) -> list[Line]:
    """The lines of a file that is read already; `name` is how it is called. Raises `BadFile`.

    Beyond `most` lines it is read no further: a small JSON file may stand for a great many, since
    each offer of an event counts for each of its sessions.
    """
    text = _decoded(raw, encoding)
    if not text.strip():
        raise BadFile(f"{name} is empty.")
    found = _json_lines(text) if text.lstrip()[:1] in "[{" else _csv_lines(text)
    lines = list(islice(found, None if most is None else most + 1))
    if most is not None and len(lines) > most:
        raise BadFile(f"{name} has more than {most:,} lines. Divide it in parts.")
    return lines


def _decoded(raw: bytes, encoding: str) -> str:
    if not encoding:
        marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        encoding = "utf-16" if marked else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except LookupError as error:
        raise BadFile(f"There is no encoding named {encoding}.") from error
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        line = raw.count(b"\n", 0, at) + 1
        raise BadFile(
            f"The file is not {encoding.removesuffix('-sig').upper()}: line {line} has the byte"
            f" 0x{raw[at]:02x}. If it comes from a spreadsheet on Windows, try --encoding cp1252."
        ) from error


def _csv_lines(text: str) -> Iterator[Line]:
    head = text.splitlines()[0]
    separator = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = [one.strip().lower() for one in next(rows)]
        _check_columns(columns)
        for number, cells in enumerate(rows, start=2):
            if any(one.strip() for one in cells):
                yield Line(number, _cells(columns, cells, number))
    except csv.Error as error:
        raise BadFile(f"Line {rows.line_num}: {error}.") from error


def _check_columns(columns: list[str]) -> None:
    if missing := [one for one in REQUIRED if one not in columns]:
        raise BadFile(f"The first row names no column {' and no column '.join(missing)}.")
    if unknown := [one for one in columns if one and one not in COLUMNS]:
        known = ", ".join(COLUMNS)
        raise BadFile(f"There is no column {', '.join(unknown)}. The columns are: {known}.")
    if len(set(columns)) < len(columns):
        raise BadFile("The first row names a column twice.")


def _cells(columns: list[str], cells: list[str], number: int) -> dict[str, str]:
    if len(cells) > len(columns):
        raise BadFile(f"Row {number} has {len(cells)} cells; the first row has {len(columns)}.")
    named = zip(columns, (one.strip() for one in cells), strict=False)
    return {column: cell for column, cell in named if column and cell}


def _json_lines(text: str) -> Iterator[Line]:
    is_empty = True
    try:
        for number, values in schema_org.flatten(json.loads(text)):
            is_empty = False
            yield Line(number, values, schema_org.NAMES)
    except json.JSONDecodeError as error:
        raise BadFile(f"Not JSON: {error.msg}, line {error.lineno}.") from error
    except RecursionError as error:
        raise BadFile("Not schema.org: nested too deeply.") from error
    except ValueError as error:  # Python reads no number of more than 4300 digits
        raise BadFile("Not schema.org: there is an absurdly long number.") from error
    if is_empty:
        raise BadFile("There is no schema.org Event in this file.")
