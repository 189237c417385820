"""What somebody would like to have, and the rows of `Switch` that it comes to."""

from dataclasses import dataclass
from datetime import date, timedelta

from billing.catalogue import AddOnOffer, PlanOffer, catalogue
from billing.errors import NotForSale
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import standing
from billing.spans import Span, a_year_after, after, month_of
from kernel.actor import Actor

TRIAL = timedelta(days=14)
ACTIVE, TRYING, OFF, PAUSED = (Switch.State(one) for one in ("active", "trial", "off", "paused"))
MONTH, YEAR = Switch.Cycle.MONTH, Switch.Cycle.YEAR


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An add-on, or (`code` "plan") a plan: `offer` is the plan's code, `state` trial or active."""

    code: str
    offer: str = ""
    state: str = "active"
    cycle: str = "month"

    @property
    def is_trial(self) -> bool:
        """Is it only to be tried?"""
        return self.state == TRYING


def sold(account: Account, wish: Wish) -> PlanOffer | AddOnOffer:
    """What is wished for, as today's price list has it. Raises NotForSale."""
    prices = catalogue()
    try:
        found = prices.plan(wish.offer) if wish.code == PLAN else prices.addon(wish.code)
        found.price(currency=account.currency)
    except KeyError as error:
        raise NotForSale from error
    if isinstance(found, AddOnOffer) and not found.is_built:
        raise NotForSale
    if wish.code == PLAN and not account.tenant.plan.offer:  # made to measure: staff changes it
        raise NotForSale
    return found


def rows_of(
    account: Account, wish: Wish, day: date, *, by: str = "", reason: str = ""
) -> list[Switch]:
    """The switches, not saved, by which a wish comes true from `day`: a trial has two."""
    span = standing.at(standing.of_code(account, wish.code), day)
    start = _cheaper_from(account, wish, span, day) or day
    states = [(wish.state, start)]
    if wish.is_trial:
        states.append((ACTIVE, day + TRIAL))
    return [
        Switch(
            account=account,
            code=wish.code,
            offer=wish.offer,
            state=state,
            cycle=wish.cycle,
            version=catalogue().version,
            day=first,
            by=by,
            reason=reason[:500],
        )
        for state, first in states
    ]


def row_after(
    account: Account, code: str, span: Span, state: str, day: date, by: Actor, reason: str
) -> Switch:
    """The switch, not saved, that gives what is had another state from `day` on."""
    return Switch(
        account=account,
        code=code,
        offer=span.offer,
        state=state,
        cycle=span.cycle,
        version=span.version,
        day=day,
        by=str(by),
        reason=reason[:500],
    )


def end_of(span: Span, day: date) -> date:
    """The first day that is not paid for (or tried) any more."""
    if span.state == TRYING:
        return span.until or day + timedelta(days=1)
    if span.cycle == MONTH or span.state != ACTIVE:
        return after(month_of(day))
    end = span.first
    while end <= day:
        end = a_year_after(end)
    return end


def _cheaper_from(account: Account, wish: Wish, span: Span | None, day: date) -> date | None:
    """When something cheaper begins: after what is paid for. None: at once."""
    if span is None or span.state != ACTIVE:
        return None
    then = standing.offer_of(wish.code, span)
    was, price = (one.price(currency=account.currency) for one in (then, sold(account, wish)))
    if span.cycle == MONTH and price >= was:
        return None
    return end_of(span, day)
