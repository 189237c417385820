"""The file that some jobs make: made of what they told, when somebody asks for it."""

import csv
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

from kernel.jobs.kinds import Kind
from kernel.jobs.models import Item, Job
from kernel.spreadsheets import harmless

BOM = "\ufeff"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def rows(job: Job, kind: Kind) -> Iterator[list[Any]]:
    """The file's lines, the heads first."""
    yield [str(column) for column in kind.columns]
    told = job.items.filter(state=Item.State.DONE).order_by("pk").values_list("told", flat=True)
    for row in told.iterator(chunk_size=1000):
        yield list(row or [])


def as_csv(job: Job, kind: Kind) -> str:
    """Comma-separated, UTF-8 with a mark; text never becomes a formula."""
    file = _Lines()
    writer = csv.writer(file)
    for row in rows(job, kind):
        writer.writerow([harmless(cell) for cell in row])
    return BOM + "".join(file.lines)


def as_xlsx(job: Job, kind: Kind) -> IO[bytes]:
    """An open workbook of one sheet; text is written as text."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    with Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows(job, kind)):
            sheet.write_row(number, 0, row, bold if number == 0 else None)
    file.seek(0)
    return file


class _Lines:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        self.lines.append(line)
