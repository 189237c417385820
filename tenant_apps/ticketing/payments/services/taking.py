"""Start a payment, and write down what its gateway says."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kernel.facts.bus import announce
from kernel.money import Money
from tenant_apps.ticketing.payments.facts import PaymentMoved
from tenant_apps.ticketing.payments.gateways import Gateway, Reading
from tenant_apps.ticketing.payments.gateways.sandbox import SandboxGateway
from tenant_apps.ticketing.payments.gateways.stripe import StripeGateway
from tenant_apps.ticketing.payments.models import Payment

GATEWAYS: dict[str, Gateway] = {one.code: one for one in (SandboxGateway(), StripeGateway())}

# When to ask a gateway of itself, should it not have told us by then.
FIRST_LOOK_AFTER = timedelta(minutes=2)


def gateway_of(payment: Payment) -> Gateway:
    """The gateway through which this payment goes."""
    return GATEWAYS[payment.gateway]


def least(*, gateway: str, currency: str) -> Money | None:
    """The smallest sum that a gateway takes in a currency; None where none is known."""
    return GATEWAYS[gateway].least(currency=currency)


def splits(*, gateway: str) -> bool:
    """Whether a gateway gives the platform its share of a charge; "" is none, and gives nothing."""
    return bool(gateway) and GATEWAYS[gateway].splits


def start(*, purpose: str, amount: int, currency: str, gateway: str) -> Payment:
    """Write down a new payment of `amount` minor units. Nothing is asked of the gateway yet."""
    return Payment.objects.create(
        purpose=purpose, amount=amount, currency=currency, gateway=gateway
    )


def open_at_gateway(
    *, payment: Payment, description: str, email: str, application_fee: int = 0
) -> Payment:
    """Open the payment at its gateway and keep the gateway's reference. Not in a transaction.

    `application_fee` (minor units) is the platform's share, where the gateway splits money.
    """
    reading = gateway_of(payment).start(
        payment=payment, description=description, email=email, application_fee=application_fee
    )
    kept = {
        "gateway_ref": reading.gateway_ref,
        "gateway_account": reading.gateway_account,
        "client_secret": reading.client_secret,
        "settles_at": timezone.now() + FIRST_LOOK_AFTER,
    }
    Payment.objects.filter(pk=payment.pk).update(**kept)
    for name, value in kept.items():
        setattr(payment, name, value)
    return payment


@transaction.atomic(savepoint=False)
def write_down(*, payment: Payment, reading: Reading) -> bool:
    """Bring a payment to the state that its gateway reports; returns whether that is news.

    A decided payment stays decided, except that money which arrives after all is money: a cancelled
    payment may still succeed. Replays and disorder change nothing. `payment` is brought up to date.
    """
    succeeded = reading.state == Payment.State.SUCCEEDED
    decided = {Payment.State.SUCCEEDED, reading.state}
    if not succeeded:
        decided.add(Payment.State.CANCELLED)
    news: dict[str, Any] = {
        "state": reading.state,
        "failure": reading.failure[:300],
        "gateway_ref": reading.gateway_ref or payment.gateway_ref,
    }
    if succeeded:
        news["succeeded_at"] = timezone.now()
    if not Payment.objects.filter(pk=payment.pk).exclude(state__in=decided).update(**news):
        payment.refresh_from_db()
        return False
    for name, value in news.items():
        setattr(payment, name, value)
    announce(PaymentMoved(payment_id=payment.pk, state=reading.state))
    return True
