"""Tables as files: CSV for programs, sent while it is read, and XLSX for people.

Cells are str, int, `Money`, date, datetime (UTC) or None. Text never becomes a formula; money is a
number in major units, and its currency stands in a column of its own.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django_tenants.utils import schema_context
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kernel.currencies import exponent
from kernel.money import Money
from kernel.spreadsheets import harmless
from kernel.tenancy import PUBLIC

BOM = "\ufeff"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Row = Sequence[Any]


@dataclass(frozen=True)
class Table:
    """A table to be written: `name` is the file's, `heads` say what stands below."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Row]


def sent(table: Table, kind: str) -> HttpResponseBase:
    """The answer to whoever asks for it as "csv" or "xlsx". Raises KeyError for another kind."""
    answer = {"csv": _as_csv, "xlsx": _as_xlsx}[kind](table)
    answer["Content-Disposition"] = f'attachment; filename="{table.name}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _as_csv(table: Table) -> HttpResponseBase:
    return StreamingHttpResponse(_lines(table), content_type=CSV)


def _as_xlsx(table: Table) -> HttpResponseBase:
    return FileResponse(_workbook(table), content_type=XLSX)


def _lines(table: Table) -> Iterator[str]:
    """Line by line, in whatever thread sends them."""
    with schema_context(PUBLIC):
        writer = csv.writer(_Echo())
        yield BOM + str(writer.writerow(table.heads))
        for row in table.rows:
            yield str(writer.writerow([_plain(cell) for cell in row]))


def _plain(cell: Any) -> Any:
    if isinstance(cell, Money):
        return cell.decimal
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return harmless(cell)


def _workbook(table: Table) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    with Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(table.name[:31])
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, head in enumerate(table.heads):
            sheet.set_column(column, column, max(12, min(40, len(head) + 4)))
            sheet.write_string(0, column, head, bold)
        looks = _Looks(book)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                looks.write(sheet, number, column, cell)
    file.seek(0)
    return file


class _Looks:
    """How cells look, by what they are."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._money: dict[int, Any] = {}

    def write(self, sheet: Worksheet, row: int, column: int, cell: Any) -> None:
        """Write a cell as what it is; text is text, whatever it begins with."""
        if cell is None or cell == "":
            return
        if isinstance(cell, Money):
            sheet.write_number(row, column, cell.decimal, self._of(cell.currency))
        elif isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), self.moment)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(*cell.timetuple()[:3]), self.day)  # noqa: DTZ001
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell)
        else:
            sheet.write_number(row, column, cell)

    def _of(self, currency: str) -> Any:
        """A number format with the decimals of the currency."""
        places = exponent(currency)
        if places not in self._money:
            pattern = "#,##0" + ("." + "0" * places if places else "")
            self._money[places] = self.book.add_format({"num_format": pattern})
        return self._money[places]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
