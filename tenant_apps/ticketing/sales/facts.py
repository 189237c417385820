"""What can have happened in a sale."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact
from kernel.meters import Reading


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Fact):
    """A buyer promised to pay; the places are kept until the order expires."""

    order_id: int
    webhook = "order.placed"
    sentence = _("Order placed")


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Fact):
    """The money is there and the tickets are issued."""

    order_id: int
    webhook = "order.paid"
    sentence = _("Paid, and tickets issued")


@dataclass(frozen=True, kw_only=True)
class OrderExpired(Fact):
    """Nobody paid in time; the places are free again."""

    order_id: int
    webhook = "order.expired"
    sentence = _("Expired: nobody paid in time")


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Fact):
    """An order was called off before it was paid."""

    order_id: int
    webhook = "order.cancelled"
    sentence = _("Cancelled before it was paid")


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(Fact):
    """An order was refunded in full: its tickets are void, its places free again."""

    order_id: int
    refund_id: int
    webhook = "order.refunded"
    sentence = _("Refunded in full")


@dataclass(frozen=True, kw_only=True)
class LatePaymentReturned(Fact):
    """Money came when there were no places left (or twice); it goes back in full."""

    order_id: int
    payment_id: int
    refund_id: int
    sentence = _("A payment that came too late was sent back")


@dataclass(frozen=True, kw_only=True)
class OrderLinksRequested(Fact):
    """A buyer asked for the links to the orders made with one e-mail address."""

    customer_id: int
    sentence = _("Links to orders asked for by e-mail")


@dataclass(frozen=True, kw_only=True)
class TicketsSentAgain(Fact):
    """Somebody of the team had an order's tickets sent once more."""

    order_id: int
    sentence = _("Tickets sent again")


@dataclass(frozen=True, kw_only=True)
class CommissionTaken(Fact):
    """An order of which the platform has a share for an add-on (`code`) was paid.

    The share is one of `base`, minor units of `currency`; `is_collected` says that it came with the
    charge. `commission_id` is an `orders.OrderCommission`.
    """

    order_id: int
    commission_id: int
    code: str
    base: int
    currency: str
    is_collected: bool
    sentence = _("The platform’s share for the add-on “{code}”")

    def metered(self) -> Reading:
        """Money that the add-on brought in."""
        source = f"commission:{self.commission_id}"
        return Reading(self.base, source, self.currency, self.is_collected)


@dataclass(frozen=True, kw_only=True)
class CommissionReturned(Fact):
    """A refund took back `base` of what an add-on had brought, and the share of it with it."""

    order_id: int
    commission_id: int
    refund_id: int
    code: str
    base: int
    currency: str
    is_collected: bool
    sentence = _("The platform’s share for the add-on “{code}” given back")

    def metered(self) -> Reading:
        """The same money, gone again."""
        source = f"commission:{self.commission_id}:refund:{self.refund_id}"
        return Reading(-self.base, source, self.currency, self.is_collected)
