"""Test cards pay where a shop is tried, and nowhere else."""

import pytest
from django_tenants.utils import schema_context

from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import sandbox
from tenant_apps.ticketing.payments.models import Payment
from tests import make


@pytest.fixture(params=["the shop takes money now", "nobody may try here", "it is Stripe's"])
def closed(request, red, settings):
    """Return `closed(payment)`: since the payment was started, test cards pay nothing for it."""

    def close(payment):
        if request.param == "nobody may try here":
            settings.SANDBOX_PAYMENTS = False
        elif request.param == "it is Stripe's":
            Payment.objects.filter(pk=payment.pk).update(gateway="stripe")
        else:
            with schema_context("public"):
                shop = Tenant.objects.filter(schema_name="red")
                shop.update(gateway="stripe", stripe_account="acct_1")
            directory.forget()

    return close


@pytest.mark.parametrize("card", [sandbox.SUCCEEDS, sandbox.PENDING, sandbox.CHALLENGED])
def test_a_payment_started_before_is_not_paid_by_a_test_card(closed, client_for, red, card):
    order, payment = make.placed_order(make.event())
    closed(payment)
    client = client_for(red)

    client.post(f"/checkout/pay/{payment.key}", {"number": card})
    answer = client.post(
        f"/api/v1/orders/{order.reference}/payment",
        {"number": card},
        content_type="application/json",
        headers={"Idempotency-Key": "1", "X-Order-Key": order.key},
    )

    assert answer.status_code in (409, 502)
    payment.refresh_from_db()
    assert payment.state == Payment.State.STARTED
    assert not order.tickets.exists()


def test_a_challenge_asked_before_is_not_answered_by_the_buyer(closed, client_for, red):
    order, payment = make.placed_order(make.event())
    make.pay(payment, sandbox.CHALLENGED)
    closed(payment)

    client_for(red).post(f"/checkout/pay/{payment.key}/challenge", {"answer": "yes"})

    assert Order.objects.get(pk=order.pk).status == Order.Status.PENDING
    assert not order.tickets.exists()
