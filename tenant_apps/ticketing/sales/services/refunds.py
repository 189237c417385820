"""Give an order back in full: money, tickets and places."""

from django.db import transaction

from kernel.facts.bus import announce
from tenant_apps.ticketing.inventory.services import places
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.errors import NotRefundable
from tenant_apps.ticketing.payments.models import Refund
from tenant_apps.ticketing.payments.services import returning
from tenant_apps.ticketing.sales.facts import OrderRefunded
from tenant_apps.ticketing.sales.services import bookkeeping, commissions
from tenant_apps.ticketing.sales.services.checkout import payment_of
from tenant_apps.ticketing.tickets.models import Void
from tenant_apps.ticketing.tickets.services import issuing


@transaction.atomic
def refund(*, order: Order, reason: str) -> Refund | None:
    """Refund a paid order in full: its tickets are void and its places free at once, the money is
    asked back from the gateway after the commit. A free order is called off; returns None.

    Raises `NotRefundable` when the order is not paid, or was refunded already.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    if not order.is_refundable:
        raise NotRefundable
    voided = issuing.void(tickets=order.tickets.all(), reason=Void.Reason.REFUNDED)
    places.free(lines=voided)
    order.status = Order.Status.REFUNDED
    order.save(update_fields=["status"])
    if order.total == 0:
        commissions.give_back(order=order, refund=None)
        announce(OrderRefunded(order_id=order.pk, refund_id=0))
        return None
    payment = payment_of(order)
    if payment is None:
        raise NotRefundable
    given_back = returning.request(payment=payment, amount=order.total, reason=reason)
    bookkeeping.book_refund(order=order, refund=given_back)
    commissions.give_back(order=order, refund=given_back)
    announce(OrderRefunded(order_id=order.pk, refund_id=given_back.pk))
    return given_back
