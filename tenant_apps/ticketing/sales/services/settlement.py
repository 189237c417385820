"""The one finaliser: it is paid, make it real. Every way in which money can arrive ends here."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kernel.facts.bus import announce
from tenant_apps.ticketing.inventory.errors import SoldOut
from tenant_apps.ticketing.inventory.services import places, sheets
from tenant_apps.ticketing.orders.models import Order, OrderLine
from tenant_apps.ticketing.payments.gateways import Reading
from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.payments.services import returning, taking
from tenant_apps.ticketing.sales.facts import LatePaymentReturned, OrderPaid
from tenant_apps.ticketing.sales.services import bookkeeping, commissions
from tenant_apps.ticketing.tickets.services import issuing

# How long places stay kept while a bank makes up its mind.
PENDING_FOR = timedelta(hours=1)


@transaction.atomic
def settle(*, payment: Payment, reading: Reading) -> Order:
    """Write down what a gateway says of an order's payment and draw the consequence.

    Idempotent: replays, disorder and two callers at once lead to the same end. Returns the order.
    """
    order = Order.objects.select_for_update().get(reference=payment.purpose)
    taking.write_down(payment=payment, reading=reading)
    if payment.state == Payment.State.SUCCEEDED:
        return _confirm(order, payment, reading.fee)
    if payment.state == Payment.State.PENDING and order.status == Order.Status.PENDING:
        _keep_longer(order)
    return order


@transaction.atomic
def confirm(*, order_id: int) -> Order:
    """Make an order real that costs nothing."""
    order = Order.objects.select_for_update().get(pk=order_id)
    assert order.total == 0, "an order that costs something is confirmed by its payment"
    return _confirm(order, None, None)


def _confirm(order: Order, payment: Payment | None, fee: int | None) -> Order:
    if order.status in (Order.Status.PAID, Order.Status.REFUNDED):
        return _return_if_paid_twice(order, payment)
    lines = list(order.lines.all())
    sheets.attach(lines)
    if not _get_places(order, lines):
        return _return_late_payment(order, payment)
    order.status = Order.Status.PAID
    order.paid_at = timezone.now()
    order.save(update_fields=["status", "paid_at"])
    issuing.issue(order=order, lines=lines)
    bookkeeping.book_sale(order=order, lines=lines, payment=payment, processing_fee=fee)
    commissions.take(order=order, payment=payment)
    announce(OrderPaid(order_id=order.pk))
    return order


def _get_places(order: Order, lines: list[OrderLine]) -> bool:
    """Sell the held places; for what is no longer held, sell others. All or nothing."""
    if order.status == Order.Status.CANCELLED:
        return False
    held = places.sell_cart(cart=order.cart)
    if missing := places.missing(wanted=lines, have=held):
        try:
            with transaction.atomic():
                places.take(counts=missing)
        except SoldOut:
            places.free(lines=held)
            return False
    places.free_beyond(held=held, lines=lines)
    return True


def _return_if_paid_twice(order: Order, payment: Payment | None) -> Order:
    """A second payment for an order that is already paid goes back; a replay changes nothing."""
    if payment is not None and not bookkeeping.is_booked(payment):
        _return(order, payment)
    return order


def _return_late_payment(order: Order, payment: Payment | None) -> Order:
    """The places are gone: the order stays unfulfilled, its money goes back in full, once."""
    if order.status == Order.Status.PENDING:
        order.status = Order.Status.EXPIRED
        order.save(update_fields=["status"])
    if payment is not None and not bookkeeping.is_booked(payment):
        _return(order, payment)
    return order


def _return(order: Order, payment: Payment) -> None:
    refund: Refund = returning.request(
        payment=payment, amount=payment.amount, reason="paid late or twice"
    )
    bookkeeping.book_returned_payment(order=order, payment=payment, refund=refund)
    announce(LatePaymentReturned(order_id=order.pk, payment_id=payment.pk, refund_id=refund.pk))


def _keep_longer(order: Order) -> None:
    until = timezone.now() + PENDING_FOR
    if order.expires_at < until:
        order.expires_at = until
        order.save(update_fields=["expires_at"])
        places.keep_until(cart=order.cart, expires_at=until)
