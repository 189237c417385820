"""Figures that stand at the head of the page, each with the formula it is reckoned by."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.services.figures.attach import Attach
from billing.services.figures.failures import Failed
from billing.services.figures.income import Gross, Income
from billing.services.figures.recurring import Movement
from kernel.moments import day
from kernel.money import Money
from kernel.templatetags.marquee import percent

NONE = "–"


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A figure: its name, its value in words, what it is reckoned by, and for when it holds."""

    name: str
    value: str
    formula: str
    when: str = ""


def recurring(moved: Sequence[Movement], currency: str) -> list[Tile]:
    """MRR as it is today, and shares of the last whole month."""
    now, whole = moved[-1], moved[-2]
    month = day(whole.month, "month")
    return [
        Tile(
            name=_("MRR"),
            value=_money(now.end, currency),
            formula=_("Monthly fees + yearly fees ÷ 12 of what is active, less coupons."),
            when=_("today"),
        ),
        Tile(
            name=_("Paying accounts"),
            value=str(now.accounts_at_end),
            formula=_("Accounts whose MRR is above nothing."),
            when=_("today"),
        ),
        Tile(
            name=_("ARPA"),
            value=NONE if now.arpa is None else _money(now.arpa, currency),
            formula=_("MRR ÷ paying accounts."),
            when=_("today"),
        ),
        Tile(
            name=_("Net revenue retention"),
            value=share(whole.retention),
            formula=_("(MRR at the start + expansion − contraction − churn) ÷ MRR at the start."),
            when=month,
        ),
        Tile(
            name=_("Revenue churn"),
            value=share(whole.revenue_churn),
            formula=_("(Contraction + churn) ÷ MRR at the start."),
            when=month,
        ),
        Tile(
            name=_("Logo churn"),
            value=share(whole.logo_churn),
            formula=_("Accounts that stopped paying ÷ accounts that paid at the start."),
            when=month,
        ),
    ]


def earnings(
    earned: Sequence[Income],
    sold: Sequence[Gross],
    failed: Sequence[Failed],
    rates: Sequence[Attach],
    currency: str,
) -> list[Tile]:
    """What came in this month, what shops took, what failed, and how many shops have an add-on."""
    now = day(earned[-1].month, "month")
    amount, recovered = (
        sum(getattr(one, name) for one in failed) for name in ("amount", "recovered_amount")
    )
    return [
        Tile(
            name=_("Revenue"),
            value=_money(earned[-1].total, currency),
            formula=_(
                "Subscriptions + metered usage + shares + ticket fees taken at the charge "
                "+ adjustments, less what was returned; without VAT."
            ),
            when=now,
        ),
        Tile(
            name=_("Takings of shops (GMV)"),
            value=_money(sold[-1].net, currency),
            formula=_("What buyers paid − what went back to them."),
            when=now,
        ),
        Tile(
            name=_("Failed payments"),
            value=_money(amount, currency),
            formula=_("Totals of invoices whose collection failed at least once."),
            when=_("twelve months"),
        ),
        Tile(
            name=_("Recovered"),
            value=share(recovered / amount if amount else None),
            formula=_("Of these, totals paid by now ÷ all of them."),
            when=_("twelve months"),
        ),
        Tile(
            name=_("Shops with an add-on"),
            value=share(rates[0].rate),
            formula=_("Active shops with at least one add-on open ÷ active shops; trials apart."),
            when=_("today"),
        ),
    ]


def share(part: float | None) -> str:
    """A share of one as a percentage with one decimal; a dash where there is none."""
    return NONE if part is None else percent(round(part, 3))


def _money(amount: int, currency: str) -> str:
    return Money(amount, currency).format()
