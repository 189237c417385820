"""What a sale does when something happened elsewhere."""

from kernel.facts.bus import when
from shared_apps.inbox.facts import StripeSaid
from tenant_apps.ticketing.payments.facts import RefundRequested, RefundSettled
from tenant_apps.ticketing.payments.services import returning
from tenant_apps.ticketing.sales.facts import OrderCancelled, OrderExpired
from tenant_apps.ticketing.sales.services import expiry, notices


@when(StripeSaid, outside=True)
def settle_payment(fact: StripeSaid) -> None:
    """Ask Stripe what became of the payment: the notice itself is only a reason to look."""
    notices.stripe_said(kind=fact.kind, object_id=fact.object_id)


@when(RefundRequested, outside=True)
def give_money_back(fact: RefundRequested) -> None:
    """Ask the gateway for the refund."""
    returning.settle(refund_id=fact.refund_id)


@when(RefundSettled)
def book_refused_refund(fact: RefundSettled) -> None:
    """A refund that the bank refused is money that the organizer still has."""
    notices.refund_settled(refund_id=fact.refund_id)


@when(OrderExpired, outside=True)
def give_up_expired_payment(fact: OrderExpired) -> None:
    """The payment of an expired order is no longer wanted."""
    expiry.give_up_payment(order_id=fact.order_id)


@when(OrderCancelled, outside=True)
def give_up_cancelled_payment(fact: OrderCancelled) -> None:
    """The payment of a cancelled order is no longer wanted."""
    expiry.give_up_payment(order_id=fact.order_id)
