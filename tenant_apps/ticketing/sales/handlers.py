"""What a sale does when something happened elsewhere."""

from kernel.facts.bus import when
from shared_apps.inbox.facts import StripeSaid
from tenant_apps.ticketing.payments.facts import RefundRequested, RefundSettled
from tenant_apps.ticketing.payments.services import returning
from tenant_apps.ticketing.sales import mails
from tenant_apps.ticketing.sales.facts import (
    LatePaymentReturned,
    OrderCancelled,
    OrderExpired,
    OrderLinksRequested,
    OrderPaid,
    OrderRefunded,
    TicketsSentAgain,
)
from tenant_apps.ticketing.sales.services import expiry, notices


@when(StripeSaid, outside=True)
def settle_payment(fact: StripeSaid) -> None:
    """Ask Stripe what became of the payment: the notice itself is only a reason to look."""
    notices.stripe_said(kind=fact.kind, object_id=fact.object_id, intent_id=fact.intent_id)


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


@when(OrderPaid, outside=True)
def mail_tickets(fact: OrderPaid) -> None:
    """Send the tickets, with PDF and calendar entry."""
    mails.send_confirmation(order_id=fact.order_id, key=fact.id)


@when(TicketsSentAgain, outside=True)
def mail_tickets_again(fact: TicketsSentAgain) -> None:
    """Send the tickets once more."""
    mails.send_confirmation(order_id=fact.order_id, key=fact.id)


@when(OrderRefunded, outside=True)
def mail_refund(fact: OrderRefunded) -> None:
    """Tell the buyer that the money goes back."""
    mails.send_refund(order_id=fact.order_id, refund_id=fact.refund_id, key=fact.id)


@when(LatePaymentReturned, outside=True)
def mail_late_refund(fact: LatePaymentReturned) -> None:
    """Tell the buyer that money which came too late goes back."""
    mails.send_refund(order_id=fact.order_id, refund_id=fact.refund_id, key=fact.id, is_late=True)


@when(OrderLinksRequested, outside=True)
def mail_order_links(fact: OrderLinksRequested) -> None:
    """Send the links that were asked for."""
    mails.send_links(customer_id=fact.customer_id, key=fact.id)
