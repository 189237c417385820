"""What an account has of one thing, on which days: read from its switches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from billing.models import Switch


@dataclass(frozen=True, kw_only=True)
class Span:
    """The same state from `first` until the day before `until`; None: for good.

    `state`, `offer`, `cycle` and `version` are those of the `Switch` it began with.
    """

    first: date
    until: date | None
    state: str
    offer: str
    cycle: str
    version: str

    def has(self, day: date) -> bool:
        """Is this day one of it?"""
        return self.first <= day and (self.until is None or day < self.until)

    def within(self, first: date, until: date) -> tuple[date, date]:
        """The part from `first` until the day before `until`; empty where it begins at its end."""
        start = max(self.first, first)
        end = until if self.until is None else min(self.until, until)
        return start, max(start, end)


def spans(switches: Iterable[Switch]) -> list[Span]:
    """The spans that these switches of one code make, the oldest first.

    They are taken in the order of their writing. Each supersedes those whose day is not before its
    own: who changes his mind about tomorrow has one tomorrow.
    """
    standing: list[Switch] = []
    for switch in sorted(switches, key=lambda one: one.pk):
        standing = [one for one in standing if one.day < switch.day] + [switch]
    found: list[Span] = []
    for switch, after in zip(standing, [*standing[1:], None], strict=False):
        until = after.day if after else None
        if found and _same(found[-1], switch):
            found[-1] = Span(**{**vars(found[-1]), "until": until})
        else:
            found.append(
                Span(
                    first=switch.day,
                    until=until,
                    state=switch.state,
                    offer=switch.offer,
                    cycle=switch.cycle,
                    version=switch.version,
                )
            )
    return found


def at(found: Iterable[Span], day: date) -> Span | None:
    """The span that has this day; None before the first."""
    return next((span for span in found if span.has(day)), None)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: date, months: int = 1) -> date:
    """The first day of the month so many months later; fewer than none is earlier."""
    year, index = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(year, index + 1, 1)


def a_year_after(day: date) -> date:
    """The same day of the next year; the 29th of February has the 1st of March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def days_of(month: date) -> int:
    """How many days it has."""
    return (after(month) - month) // timedelta(days=1)


def _same(span: Span, switch: Switch) -> bool:
    return (span.state, span.offer, span.cycle, span.version) == (
        switch.state,
        switch.offer,
        switch.cycle,
        switch.version,
    )
