"""What a month with Marquee costs: the price list, worked out for one house."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from kernel.money import Money

SCANS = "scans"
MOST_TICKETS = 1_000_000


@dataclass(frozen=True)
class Line:
    """One line of the sum. `share` and `of` tell of what depends on more than was asked."""

    title: str
    amount: Money
    share: str = ""
    of: str = ""


@dataclass(frozen=True)
class Estimate:
    """A month with one plan, without VAT. `fee` is the plan's for each ticket.

    `per_ticket` is what one ticket carries of all of it, half up.
    """

    plan: Any
    tickets: int
    price: Money
    fee: Money
    lines: tuple[Line, ...] = field(default=())

    @property
    def total(self) -> Money:
        """All lines together."""
        return Money(sum(one.amount.amount for one in self.lines), self.price.currency)

    @property
    def per_ticket(self) -> Money:
        """The month divided by its tickets."""
        if not self.tickets:
            return Money(0, self.price.currency)
        share = (2 * self.total.amount + self.tickets) // (2 * self.tickets)
        return Money(share, self.price.currency)

    @property
    def basis_points(self) -> int:
        """The month as a share of what its tickets bring in."""
        takings = self.tickets * self.price.amount
        return (self.total.amount * 10_000 + takings // 2) // takings if takings else 0


def ticket_fee(plan: Any, price: Money) -> Money:
    """What one ticket of this price costs the house; nothing if it is free, never more than it."""
    if price.amount == 0:
        return price
    share = (price.amount * plan.ticket_fee_basis_points + 5000) // 10_000
    return Money(min(price.amount, share + plan.ticket_fee_fixed.amount), price.currency)


@dataclass(frozen=True)
class Comparison:
    """The same month with every plan. `others` say how much dearer each of them is.

    `turns_at` says from how many tickets a month a plan is cheaper than the first one.
    """

    best: Estimate
    others: tuple[tuple[Estimate, Money], ...]
    turns_at: tuple[tuple[Any, int], ...]


def compare(*, prices: Any, tickets: int, price: Money, addons: Collection[str] = ()) -> Comparison:
    """Work a month out with each plan of `prices`; of equal ones, the first is the best."""
    found = [
        estimate(prices=prices, plan=plan, tickets=tickets, price=price, addons=addons)
        for plan in prices.plans
    ]
    best = min(found, key=lambda one: one.total.amount)
    others = tuple((one, one.total - best.total) for one in found if one is not best)
    first, *rest = prices.plans
    turns = ((plan, turning_point(first, plan, price)) for plan in rest)
    return Comparison(best, others, tuple((plan, at) for plan, at in turns if at is not None))


def estimate(
    *, prices: Any, plan: Any, tickets: int, price: Money, addons: Collection[str] = ()
) -> Estimate:
    """Work a month out by `prices` (what `hooks.price_list` answers), in their currency.

    `plan` is one of the list, `addons` are codes of it. Every ticket is scanned once; devices
    beyond those included are not counted, nor shares of what nobody can know beforehand: those are
    named in their line.
    """
    fee = ticket_fee(plan, price)
    lines = [Line(plan.name, Money(plan.monthly.amount + tickets * fee.amount, price.currency))]
    for one in prices.addons:
        if one.code in addons:
            lines.append(Line(one.title, _month_of(one, tickets), one.share_percent, one.share_of))
    return Estimate(plan, tickets, price, fee, tuple(lines))


def turning_point(plan: Any, other: Any, price: Money) -> int | None:
    """From how many tickets of this price a month is `other` cheaper; None: never, or always."""
    saved = ticket_fee(plan, price).amount - ticket_fee(other, price).amount
    dearer = other.monthly.amount - plan.monthly.amount
    if saved <= 0 or dearer < 0:
        return None
    tickets = dearer // saved + 1
    return tickets if tickets <= MOST_TICKETS else None


def _month_of(addon: Any, tickets: int) -> Money:
    """The month's fee and its scans, but never more than the ceiling, where there is one."""
    usage = [use for use in addon.usage if use.meter == SCANS]
    used = sum(max(0, tickets - use.included) * use.price.amount for use in usage)
    most = [use.price.amount for use in addon.usage if use.instead]
    return Money(min([addon.monthly.amount + used, *most]), addon.monthly.currency)
