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
    """A month, without VAT. `per_ticket` is what one ticket carries of all of it, half up."""

    tickets: int
    price: Money
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


def estimate(*, prices: Any, tickets: int, price: Money, addons: Collection[str] = ()) -> Estimate:
    """Work a month out by `prices` (what `hooks.price_list` answers), in their currency.

    `addons` are codes of the list. Every ticket is scanned once; devices beyond those included are
    not counted, nor shares of what nobody can know beforehand: those are named in their line.
    """
    plan = prices.plans[0]
    fee = ticket_fee(plan, price)
    lines = [Line(plan.name, Money(plan.monthly.amount + tickets * fee.amount, price.currency))]
    for one in prices.addons:
        if one.code in addons:
            lines.append(Line(one.title, _month_of(one, tickets), one.share_percent, one.share_of))
    return Estimate(tickets, price, tuple(lines))


def _month_of(addon: Any, tickets: int) -> Money:
    usage = [use for use in addon.usage if use.meter == SCANS]
    used = sum(max(0, tickets - use.included) * use.price.amount for use in usage)
    whole = [use.price.amount for use in addon.usage if use.instead]
    return Money(min([addon.monthly.amount + used, *whole]), addon.monthly.currency)
