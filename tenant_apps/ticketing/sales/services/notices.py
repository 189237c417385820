"""What gateways tell us, turned into settled payments and refunds."""

from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.payments.services import returning, taking
from tenant_apps.ticketing.sales.services import bookkeeping, settlement


def stripe_said(*, kind: str, object_id: str) -> None:
    """Look at Stripe after the object that a notice was about. Unknown objects are not ours.

    Not in a transaction: it talks to the outside.
    """
    if not kind.startswith("payment_intent."):
        return
    payment = Payment.objects.filter(gateway="stripe", gateway_ref=object_id).first()
    if payment is not None:
        look_again(payment=payment)


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
    """Ask again for refunds that wait for their gateway; returns how many are settled now."""
    waiting = Refund.objects.filter(state=Refund.State.REQUESTED).values_list("pk", flat=True)
    settled = [returning.settle(refund_id=pk) for pk in waiting[:100]]
    return sum(one.state != Refund.State.REQUESTED for one in settled)
