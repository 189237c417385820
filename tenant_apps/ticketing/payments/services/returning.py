"""Give money back. The request is written first; the gateway is asked after the commit."""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from kernel.facts.bus import announce
from tenant_apps.ticketing.payments.errors import NotRefundable
from tenant_apps.ticketing.payments.facts import RefundRequested, RefundSettled
from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.payments.services.taking import GATEWAYS


@transaction.atomic
def request(*, payment: Payment, amount: int, reason: str) -> Refund:
    """Write down a refund of `amount` minor units; `settle` then asks the gateway.

    Raises `NotRefundable` when less than that is left of the payment.
    """
    locked = Payment.objects.select_for_update().get(pk=payment.pk)
    if locked.state != Payment.State.SUCCEEDED or not 0 < amount <= left_of(locked):
        raise NotRefundable
    refund = Refund.objects.create(payment=locked, amount=amount, reason=reason[:300])
    announce(RefundRequested(refund_id=refund.pk))
    return refund


def left_of(payment: Payment) -> int:
    """Minor units of a payment that were not given back nor are about to be."""
    gone = payment.refunds.exclude(state=Refund.State.FAILED).aggregate(sum=Sum("amount"))["sum"]
    return payment.amount - (gone or 0)


def settle(*, refund_id: int) -> Refund:
    """Ask the gateway for a requested refund and write down its answer. Safe to repeat.

    Not in a transaction: it talks to the outside.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state != Refund.State.REQUESTED:
        return refund
    reading = GATEWAYS[refund.payment.gateway].refund(refund=refund)
    with transaction.atomic():
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
        if refund.state != Refund.State.REQUESTED or reading.state == Refund.State.REQUESTED:
            return refund
        refund.state = reading.state
        refund.gateway_ref = reading.gateway_ref
        refund.failure = reading.failure[:300]
        refund.settled_at = timezone.now()
        refund.save(update_fields=["state", "gateway_ref", "failure", "settled_at"])
        announce(RefundSettled(refund_id=refund.pk, state=refund.state))
    return refund
