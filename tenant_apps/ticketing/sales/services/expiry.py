"""Orders that nobody paid in time, and orders called off before payment."""

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kernel.facts.bus import announce
from tenant_apps.ticketing.inventory.models import Hold
from tenant_apps.ticketing.inventory.services import places
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.errors import GatewayRefused
from tenant_apps.ticketing.payments.models import Payment
from tenant_apps.ticketing.payments.services import taking
from tenant_apps.ticketing.sales.errors import OrderIsDecided
from tenant_apps.ticketing.sales.facts import OrderCancelled, OrderExpired
from tenant_apps.ticketing.sales.services import settlement

log = logging.getLogger(__name__)

# How long to wait before a gateway is asked again about the same payment.
SHORTEST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def expire_due(*, most: int = 200) -> int:
    """Expire the orders of this shop whose time to pay is over; returns how many."""
    due = Order.objects.filter(status=Order.Status.PENDING, expires_at__lte=timezone.now())
    return sum(_expire(pk) for pk in due.values_list("pk", flat=True)[:most])


@transaction.atomic
def _expire(order_id: int) -> bool:
    due = Order.objects.filter(status=Order.Status.PENDING, expires_at__lte=timezone.now())
    order = due.select_for_update(skip_locked=True).filter(pk=order_id).first()
    if order is None:
        return False
    _close(order, Order.Status.EXPIRED)
    announce(OrderExpired(order_id=order.pk))
    return True


@transaction.atomic
def cancel(*, order: Order) -> Order:
    """Call off an order that was not paid and free its places. Raises `OrderIsDecided`."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.status != Order.Status.PENDING:
        raise OrderIsDecided
    _close(order, Order.Status.CANCELLED)
    announce(OrderCancelled(order_id=order.pk))
    return order


@transaction.atomic
def reopen(*, cart_id: uuid.UUID) -> uuid.UUID:
    """Go back from a placed order to its cart: the order is cancelled, its places stay kept.

    Returns the id under which the cart goes on; the same one when no order waits for payment.
    """
    waiting = Order.objects.filter(cart=cart_id, status=Order.Status.PENDING)
    order = waiting.select_for_update().first()
    if order is None:
        return cart_id
    fresh = uuid.uuid4()
    Hold.objects.filter(cart=cart_id).update(cart=fresh)
    order.status = Order.Status.CANCELLED
    order.save(update_fields=["status"])
    announce(OrderCancelled(order_id=order.pk))
    return fresh


def _close(order: Order, status: str) -> None:
    order.status = status
    order.save(update_fields=["status"])
    places.release(holds=Hold.objects.filter(cart=order.cart))


def give_up_payment(*, order_id: int) -> None:
    """Tell the gateway that a closed order's payments are no longer wanted.

    If one succeeded meanwhile, it is settled like any late payment. Not in a transaction.
    """
    order = Order.objects.get(pk=order_id)
    payments = Payment.objects.filter(purpose=order.reference, state__in=Payment.OPEN_STATES)
    for payment in payments:
        reading = taking.gateway_of(payment).cancel(payment=payment)
        settlement.settle(payment=payment, reading=reading)


def look_after_pending(*, most: int = 200) -> int:
    """Ask the gateways about open payments that are due; returns how many were news.

    So a lost notice costs minutes, never an order. Each is asked for less often as it grows older.
    Not in a transaction. Raises `GatewayUnreachable`.
    """
    now = timezone.now()
    states = (Payment.State.PENDING, Payment.State.CHALLENGE, Payment.State.STARTED)
    due = Payment.objects.filter(state__in=states, settles_at__lte=now).order_by("settles_at")
    news = 0
    for payment in due[:most]:
        before = payment.state
        wait = min(LONGEST_WAIT, max(SHORTEST_WAIT, now - payment.started_at))
        Payment.objects.filter(pk=payment.pk).update(settles_at=now + wait)
        try:
            reading = taking.gateway_of(payment).read(payment=payment)
        except GatewayRefused:
            # The account is gone, say. That is no reason not to ask about the others.
            log.warning("payment %s: its gateway does not say what became of it", payment.key)
            continue
        if reading.state != before:
            settlement.settle(payment=payment, reading=reading)
            news += 1
    return news
