"""Figures as rows for charts, with a sentence for each that says what is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.catalogue import catalogue
from billing.reckoning import PLAN
from billing.services.figures.attach import TARGET, Attach
from billing.services.figures.failures import AGES, Failed
from billing.services.figures.income import Gross
from billing.staff.tiles import share
from billing.wording import title
from kernel.moments import day
from kernel.money import Money
from kernel.templatetags.marquee import number

MOST_SERIES = 5
OTHERS = "others"


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What a chart is drawn from."""

    sentence: str
    rows: list[dict[str, Any]]
    series: list[str]
    top: str

    @property
    def is_empty(self) -> bool:
        """Is there nothing to draw?"""
        values = [v for row in self.rows for v in row.get("values", [row.get("value")])]
        return not any(values)


def mrr(parts: Mapping[date, Mapping[str, int]], currency: str) -> Chart:
    """MRR by month, the add-ons upon one another: those that bring most, and all others."""
    months = sorted(parts)
    last = parts[months[-1]]
    order = sorted({code for some in parts.values() for code in some},
                   key=lambda code: (-last.get(code, 0), code))  # fmt: skip
    shown = order if len(order) <= MOST_SERIES + 1 else order[:MOST_SERIES]
    has_others = len(shown) < len(order)
    rows = []
    for month in months:
        values = [parts[month].get(code, 0) for code in shown]
        if has_others:
            values.append(sum(parts[month].values()) - sum(values))
        rows.append(_row(month, values, currency))
    names = [_title(code) for code in shown] + ([_("Others")] if has_others else [])
    before, now = (sum(parts[month].values()) for month in months[-2:])
    return Chart(
        sentence=_("{now} today, {before} at the end of {month}.").format(
            now=_money(now, currency), before=_money(before, currency),
            month=day(months[-2], "month"),
        ),
        rows=rows,
        series=names,
        top=_money(max((sum(some.values()) for some in parts.values()), default=0), currency),
    )  # fmt: skip


def gross(sold: Sequence[Gross], currency: str) -> Chart:
    """What shops took, by month."""
    now = sold[-1]
    return Chart(
        sentence=ngettext(
            "{sum} in {month} so far, {tickets} ticket.",
            "{sum} in {month} so far, {tickets} tickets.",
            now.tickets,
        ).format(
            sum=_money(now.net, currency),
            month=day(now.month, "month"),
            tickets=number(now.tickets),
        ),
        rows=[_row(one.month, [one.net], currency) for one in sold],
        series=[_("Sales less refunds")],
        top=_money(max(one.net for one in sold), currency),
    )


def failed(months: Sequence[Failed], currency: str) -> Chart:
    """What failed, by month: what came in all the same below, what did not above."""
    whole, recovered = (
        sum(getattr(one, name) for one in months) for name in ("amount", "recovered_amount")
    )
    return Chart(
        sentence=_("{sum} failed in twelve months; {share} of it came in all the same.").format(
            sum=_money(whole, currency), share=share(recovered / whole if whole else None)
        ),
        rows=[
            _row(one.month, [one.recovered_amount, one.amount - one.recovered_amount], currency)
            for one in months
        ],
        series=[_("Recovered"), _("Still missing")],
        top=_money(max(one.amount for one in months), currency),
    )


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Attach rates as lines with a bar: any add-on first. `target` is a percentage."""

    sentence: str
    rows: list[dict[str, Any]]
    shops: int
    target: float
    target_words: str


def attach(found: Sequence[Attach]) -> Rates:
    """The share of active shops that have each add-on, against what we want to reach."""
    each = [one for one in found if one.code]
    words = _("{number} of {all} add-ons reach {target}.")
    return Rates(
        sentence=words.format(
            number=sum(1 for one in each if one.is_reached), all=len(each), target=share(TARGET)
        ),
        rows=[
            {
                "code": one.code,
                "title": one.title or _("Any add-on"),
                "percent": round((one.rate or 0) * 100, 1),
                "is_reached": one.is_reached,
                "share": share(one.rate),
                "open": one.open,
                "trial": one.trial,
            }
            for one in found
        ],
        shops=found[0].shops,
        target=TARGET * 100,
        target_words=share(TARGET),
    )


def age(days: int) -> str:
    """How long ago something was due, for a row of `failures.AGES`."""
    if days == 0:
        return _("not due yet")
    following = next((one for one in AGES if one > days), None)
    if following is None:
        return _("more than {days} days ago").format(days=days - 1)
    return _("{first} to {last} days ago").format(first=days, last=following - 1)


def kinds() -> list[tuple[str, str]]:
    """The kinds of income and what they are called."""
    return [
        ("subscriptions", _("Subscriptions")),
        ("metered", _("Metered usage")),
        ("shares", _("Shares")),
        ("ticket_fees", _("Ticket fees")),
        ("adjustments", _("Adjustments")),
    ]


def _row(month: date, values: list[int], currency: str) -> dict[str, Any]:
    return {
        "label": day(month, "month_short"),
        "name": day(month, "month"),
        "values": values,
        "texts": [_money(one, currency) for one in values],
    }


def _title(code: str) -> str:
    return _("Plans") if code == PLAN else title(code, catalogue())


def _money(amount: int, currency: str) -> str:
    return Money(amount, currency).format()
