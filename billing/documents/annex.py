"""What was used, day by day: the sheets behind an invoice's lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Max, Sum
from django.db.models.functions import TruncDate

from billing.catalogue import catalogue
from billing.documents.lines import Sheet
from billing.models import Line
from billing.services import usage


@dataclass(frozen=True)
class Day:
    """So much on one day. Minor units where the meter counts money."""

    day: date
    quantity: int


@dataclass(frozen=True)
class Tally:
    """The days of one line. `total` is their sum; of a peak, the highest of them."""

    line: Line
    days: list[Day]
    total: int
    is_peak: bool

    @property
    def is_money(self) -> bool:
        """Does the meter count money?"""
        return self.line.what == "share"


def tallies(sheet: Sheet) -> list[Tally]:
    """The days of each line that counts something, in the order of the lines."""
    metered = [one.line for one in sheet.entries if one.line.what in ("usage", "share")]
    return [found for line in metered for found in _tally(line)]


def _tally(line: Line) -> Iterator[Tally]:
    is_peak = _is_peak(line)
    day = TruncDate("occurred_at", tzinfo=ZoneInfo(line.invoice.account.zone))
    rows = (
        usage.of_line(line)
        .order_by()
        .annotate(day=day)
        .values("day")
        .annotate(quantity=Max("quantity") if is_peak else Sum("quantity"))
        .order_by("day")
    )
    days = [Day(row["day"], row["quantity"]) for row in rows]
    if days:
        sums = [one.quantity for one in days]
        yield Tally(line, days, max(sums) if is_peak else sum(sums), is_peak)


def _is_peak(line: Line) -> bool:
    try:
        prices = catalogue().addon(line.code).usage
    except KeyError:
        return False
    return any(one.meter == line.meter and one.count == "peak" for one in prices)
