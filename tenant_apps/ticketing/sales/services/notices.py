"""What gateways tell us, turned into settled payments and refunds."""

import logging

from tenant_apps.ticketing.payments.errors import GatewayRefused
from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.payments.services import returning, taking
from tenant_apps.ticketing.sales.services import bookkeeping, settlement

log = logging.getLogger(__name__)


def stripe_said(*, kind: str, object_id: str, intent_id: str = "") -> None:
    """Look at Stripe after the object that a notice was about. Unknown objects are not ours.

    News of a charge or a refund (`intent_id`) make us ask for the refunds that wait. Not in a
    transaction: it talks to the outside.
    """
    about = object_id if kind.startswith("payment_intent.") else intent_id
    payment = Payment.objects.filter(gateway="stripe", gateway_ref=about).first() if about else None
    if payment is None:
        return
    look_again(payment=payment)
    for refund in payment.refunds.filter(state=Refund.State.REQUESTED):
        returning.settle(refund_id=refund.pk)


def look_again(*, payment: Payment) -> None:
    """Read a payment at its gateway and settle it. Not in a transaction."""
    reading = taking.gateway_of(payment).read(payment=payment)
    settlement.settle(payment=payment, reading=reading)


def refund_settled(*, refund_id: int) -> None:
    """Book a refund that failed; one that succeeded was booked when it was requested."""
    refund = Refund.objects.get(pk=refund_id)
    if refund.state == Refund.State.FAILED:
        bookkeeping.book_failed_refund(refund=refund)


def settle_requested_refunds() -> int:
    """Ask again for refunds that wait for their gateway; returns how many are settled now.

    Not in a transaction. Raises `GatewayUnreachable`.
    """
    waiting = Refund.objects.filter(state=Refund.State.REQUESTED).values_list("pk", flat=True)
    return sum(_is_settled(pk) for pk in waiting[:100])


def _is_settled(refund_id: int) -> bool:
    try:
        return returning.settle(refund_id=refund_id).state != Refund.State.REQUESTED
    except GatewayRefused:
        # The account is gone, say. That is no reason not to give others their money.
        log.warning("refund %s: its gateway does not take it", refund_id)
        return False
