"""The plan and the add-ons as an account sees them on a day: what it has and could have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from billing.catalogue import AddOnOffer, PlanOffer, catalogue
from billing.models import Account
from billing.reckoning import PLAN
from billing.services import standing
from billing.spans import Span, at
from kernel.money import Money

SEEN = {"active": "on", "trial": "trial", "free": "on", "paused": "paused"}


@dataclass(frozen=True)
class Thing:
    """An add-on and what the account has of it: `now` today, `then` after that.

    Prices are those of the day on which it was switched on; today's, where it is off.
    """

    offer: AddOnOffer
    account: Account
    day: date
    now: Span | None = None
    then: Span | None = None
    was_had: bool = False

    @property
    def code(self) -> str:
        """The add-on's code."""
        return self.offer.code

    @property
    def is_had(self) -> bool:
        """Is there something to stop?"""
        return self.now is not None

    @cached_property
    def state(self) -> str:
        """A code of `themes.states`."""
        if self.now is None:
            return "off" if self.offer.is_built else "coming"
        if self.account.state == Account.State.SUSPENDED and self.now.state != "free":
            return "suspended"
        return SEEN[self.now.state]

    @property
    def may_be_tried(self) -> bool:
        """Is the trial still to be had?"""
        return self.offer.is_built and not self.was_had

    @property
    def is_yearly(self) -> bool:
        """Is it had by the year?"""
        return self.now is not None and self.now.cycle == "year"

    @property
    def price(self) -> Money:
        """What it costs each month or year, as it is had; by the month where it is off."""
        return self.offer.yearly if self.is_yearly else self.offer.monthly

    @property
    def saved_by_the_year(self) -> Money:
        """What twelve months cost more than a year."""
        return self.offer.monthly * 12 - self.offer.yearly

    @property
    def last_day(self) -> date | None:
        """The last day on which it is had, where it ends."""
        if self.now is None or self.then is None or self.then.state != "off":
            return None
        return self.then.first - timedelta(days=1)

    @property
    def trial_until(self) -> date | None:
        """The first day that costs something, of a trial that goes on by itself."""
        is_going_on = self.then is not None and self.then.state == "active"
        trying = self.now is not None and self.now.state == "trial"
        return self.then.first if trying and is_going_on and self.then else None

    @property
    def coming(self) -> Span | None:
        """A change that is ordered and is no end: another cycle, a pause, going on."""
        if self.then is None or self.last_day or self.trial_until:
            return None
        return self.then

    @property
    def may_be_yearly(self) -> bool:
        """Can it be changed to be had by the year?"""
        return self.now is not None and self.now.state == "active" and not self.is_yearly

    @property
    def may_pause(self) -> bool:
        """Can it be paused?"""
        return self.may_be_yearly and self.then is None


@dataclass(frozen=True)
class Shelf:
    """All of it."""

    plan: PlanOffer
    plan_now: Span
    plan_then: Span | None
    things: list[Thing]
    account: Account

    @property
    def here(self) -> list[Thing]:
        """What can be had today, and what the account has."""
        return [one for one in self.things if one.state != "coming"]

    @property
    def coming(self) -> list[Thing]:
        """What cannot be had yet."""
        return [one for one in self.things if one.state == "coming"]

    def thing(self, code: str) -> Thing:
        """One add-on. Raises KeyError where the list does not know it."""
        return {one.code: one for one in self.things}[code]

    @property
    def next_plan(self) -> PlanOffer | None:
        """The plan that follows, where another is ordered."""
        if self.plan_then is None or self.plan_then.offer == self.plan_now.offer:
            return None
        return catalogue().shown_in(self.account.currency).plan(self.plan_then.offer)


def shelf(account: Account, day: date) -> Shelf:
    """Read what an account has and could have. One query."""
    had = standing.had(account)
    today = catalogue().shown_in(account.currency)
    plan_now, plan_then = _now_and_then(had, PLAN, day)
    if plan_now is None:  # its first day is still to come where clocks differ
        plan_now, plan_then = had[PLAN][0], None
    then = catalogue(plan_now.version).shown_in(account.currency)
    built = [one for one in today.addons if one.is_built]
    coming = [one for one in today.addons if not one.is_built]
    return Shelf(
        plan=then.plan(plan_now.offer),
        plan_now=plan_now,
        plan_then=plan_then,
        things=[_thing(one, account, had, day) for one in [*built, *coming]],
        account=account,
    )


def _thing(offer: AddOnOffer, account: Account, had: Mapping[str, list[Span]], day: date) -> Thing:
    now, then = _now_and_then(had, offer.code, day)
    if now:
        offer = catalogue(now.version).shown_in(account.currency).addon(offer.code)
    was_had = any(span.state in ("trial", "active") for span in had.get(offer.code, ()))
    return Thing(offer, account, day, now, then, was_had)


def _now_and_then(
    had: Mapping[str, list[Span]], code: str, day: date
) -> tuple[Span | None, Span | None]:
    some = had.get(code, [])
    now = at(some, day)
    then = next((span for span in some if span.first > day), None)
    return (None if now is None or now.state == "off" else now), then
