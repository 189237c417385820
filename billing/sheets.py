"""The payout statement as files: CSV for programs, XLSX for people. Text never becomes a formula.

A spreadsheet runs a cell that begins with = + - @ or a tab. In CSV such text gets an apostrophe in
front; in XLSX it is written as what it is, text. Numbers are ours and stay numbers.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from billing.services import payouts
from billing.services.payouts import Period, Statement, Sums
from kernel.currencies import exponent
from kernel.money import Money
from kernel.spreadsheets import harmless
from kernel.tenancy import in_tenant
from tenant_apps.ticketing.events.models import Session, TicketType
from tenant_apps.ticketing.payments.models import Entry

BOM = "\ufeff"
CHUNK = 2000
LONGEST_SHEET = 1_000_000  # rows; Excel's own end is at 1,048,576
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ENTRY_COLUMNS = (
    "entry_id", "booked_at_utc", "booked_at_local", "kind", "order", "event_id", "event",
    "session", "ticket_type", "quantity", "amount", "currency", "payment_id", "refund_id", "source",
)  # fmt: skip
SUM_COLUMNS = ("tickets", "gross", "refunds", "platform_fees", "processing_fees", "net")


def entry_rows(period: Period, *, event: int | str | None = None) -> Iterator[tuple[Entry, list]]:
    """Each entry of a period and its cells in the order of ENTRY_COLUMNS: str, int, Decimal,
    aware datetime or None. Names are read a chunk at a time.
    """
    zone = ZoneInfo(period.zone)
    chunk: list[Entry] = []
    for entry in payouts.entries(period, event=event).iterator(chunk_size=CHUNK):
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield from _named(chunk, zone)
            chunk = []
    yield from _named(chunk, zone)


def _named(chunk: list[Entry], zone: ZoneInfo) -> Iterator[tuple[Entry, list]]:
    events = payouts.event_names(one.about for one in chunk)  # type: ignore[attr-defined]
    ids = {one.session_id for one in chunk}
    sessions = Session.objects.select_related("event").in_bulk(i for i in ids if i)
    type_ids = {one.ticket_type_id for one in chunk if one.ticket_type_id}
    types = dict(TicketType.objects.filter(pk__in=type_ids).values_list("pk", "name"))
    for one in chunk:
        about = one.about  # type: ignore[attr-defined]
        session = sessions.get(one.session_id or 0)
        yield (
            one,
            [
                one.pk,
                one.booked_at.astimezone(UTC),
                one.booked_at.astimezone(zone),
                one.kind,
                one.purpose,
                about,
                events.get(about, ""),
                session.starts_at.astimezone(ZoneInfo(session.event.timezone)) if session else None,
                types.get(one.ticket_type_id or 0, ""),
                one.quantity,
                Money(one.amount, one.currency).decimal,
                one.currency,
                one.payment_id,
                one.refund_id,
                one.source,
            ],
        )


def entries_csv(period: Period, *, event: int | str | None = None) -> Iterator[str]:
    """The ledger of a period as CSV, line by line; works in whatever thread sends it."""
    schema_name = connection.schema_name  # type: ignore[attr-defined]

    def lines() -> Iterator[str]:
        with in_tenant(schema_name):
            yield BOM + _line(ENTRY_COLUMNS)
            for _entry, cells in entry_rows(period, event=event):
                yield _line(cells)

    return lines()


def statement_csv(statement: Statement, *, by: str) -> Iterator[str]:
    """The statement as CSV, with a line for each currency's total at the end."""
    yield BOM + _line((by, "currency", *SUM_COLUMNS))
    for row in statement.rows:
        yield _line((row.label or _("Of no single event"), row.sums.currency, *_sums(row.sums)))
    for sums in statement.totals:
        yield _line((_("Total"), sums.currency, *_sums(sums)))


def workbook(period: Period, *, shop: str) -> IO[bytes]:
    """The statement, its totals and every entry behind them, as an open XLSX file.

    All sheets come from one pass over the entries, so they agree to the cent.
    """
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    book = Workbook(file, OPTIONS)
    looks = _Looks(book)
    statement_sheet = book.add_worksheet(_("Statement")[:31])
    totals_sheet = book.add_worksheet(_("Totals")[:31])
    found = _write_entries(book, looks, period)
    statement = payouts.told(found)
    names = [_("Event"), _("Currency"), *_headings()]
    _head(statement_sheet, looks, names)
    for number, row in enumerate(statement.rows, start=1):
        label = row.label or _("Of no single event")
        _write(statement_sheet, looks, number, [label, row.sums.currency], row.sums)
    _head(totals_sheet, looks, names)
    for number, sums in enumerate(statement.totals, start=1):
        _write(totals_sheet, looks, number, [_("Total"), sums.currency], sums)
    _sign(totals_sheet, len(statement.totals) + 2, period, shop)
    book.close()
    file.seek(0)
    return file


def _write_entries(book: Workbook, looks: "_Looks", period: Period) -> dict[tuple, Sums]:
    found: dict[tuple, Sums] = {}
    sheet = _entry_sheet(book, looks, 1)
    number = 0
    for count, (entry, cells) in enumerate(entry_rows(period)):
        if count and count % LONGEST_SHEET == 0:
            sheet, number = _entry_sheet(book, looks, count // LONGEST_SHEET + 1), 0
        number += 1
        for column, cell in enumerate(cells):
            looks.write(sheet, number, column, cell, entry.currency)
        about = entry.about  # type: ignore[attr-defined]
        sums = found.setdefault((about, entry.currency), Sums(entry.currency))
        sums.add(entry.kind, entry.amount, entry.quantity)
    return found


def _entry_sheet(book: Workbook, looks: "_Looks", number: int) -> Worksheet:
    title = _("Entries")[:25]
    sheet = book.add_worksheet(title if number == 1 else f"{title} {number}")
    _head(sheet, looks, ENTRY_COLUMNS)
    return sheet


class _Looks:
    """How cells look, by what they are."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._money: dict[str, Any] = {}

    def money(self, currency: str) -> Any:
        """A number format with the decimals of the currency."""
        places = exponent(currency)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        if pattern not in self._money:
            self._money[pattern] = self.book.add_format({"num_format": pattern})
        return self._money[pattern]

    def write(self, sheet: Worksheet, row: int, column: int, cell: Any, currency: str) -> None:
        """Write a cell as what it is; text is text, whatever it begins with."""
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif isinstance(cell, datetime):
            # A spreadsheet has no zones: what stands there is the clock of the column's name.
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), self.moment)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell)
        else:
            sheet.write_number(row, column, cell, self.money(currency))


def _head(sheet: Worksheet, looks: _Looks, names: Iterable[str]) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(names):
        sheet.set_column(column, column, max(12, min(40, len(str(name)) + 4)))
        sheet.write_string(0, column, str(name), looks.bold)


def _write(sheet: Worksheet, looks: _Looks, row: int, words: list[str], sums: Sums) -> None:
    for column, cell in enumerate([*words, *_sums(sums)]):
        looks.write(sheet, row, column, cell, sums.currency)


def _sign(sheet: Worksheet, row: int, period: Period, shop: str) -> None:
    said = [shop, f"{period.first} – {period.last}", period.zone]
    for column, text in enumerate(said):
        sheet.write_string(row, column, text)


def _headings() -> list[str]:
    return [
        _("Tickets"), _("Gross"), _("Refunds"), _("Platform fees"), _("Card fees"), _("Net"),
    ]  # fmt: skip


def _sums(sums: Sums) -> list:
    money = [getattr(sums, name) for name in SUM_COLUMNS[1:]]
    return [sums.tickets, *(Money(amount, sums.currency).decimal for amount in money)]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _line(cells: Iterable[Any]) -> str:
    return str(csv.writer(_Echo()).writerow([_cell(one) for one in cells]))


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return harmless(cell)
    return cell.isoformat(timespec="seconds") if isinstance(cell, datetime) else cell
