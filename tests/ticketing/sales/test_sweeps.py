"""What is done by the clock is done in every shop, whatever happens in one of them."""

import time_machine
from django.utils import timezone

from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import sandbox
from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.sales import tasks
from tenant_apps.ticketing.sales.services import expiry, refunds
from tests import make


def test_unpaid_orders_expire_in_every_shop(red, in_blue):
    make.placed_order(make.event())
    with in_blue():
        make.placed_order(make.event())
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16), tick=False):
        tasks.sweep_sales()
    assert Order.objects.get().status == Order.Status.EXPIRED
    with in_blue():
        assert Order.objects.get().status == Order.Status.EXPIRED


def test_trouble_in_one_shop_keeps_no_other_from_its_turn(red, in_blue, monkeypatch, caplog):
    with in_blue():
        make.placed_order(make.event())
    really = expiry.expire_due

    def troubled():
        from django.db import connection

        if connection.schema_name == "red":
            raise ValueError("trouble in red")
        return really()

    troubled.__qualname__ = "expire_due"
    monkeypatch.setattr(expiry, "expire_due", troubled)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16), tick=False):
        tasks.sweep_sales()
    assert "expire_due failed in red" in caplog.text
    with in_blue():
        assert Order.objects.get().status == Order.Status.EXPIRED


def test_a_pending_payment_is_asked_for_by_the_clock(red):
    _, payment = make.placed_order(make.event())
    make.pay(payment, sandbox.PENDING)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=1), tick=False):
        tasks.look_after_payments()
    assert Order.objects.get().status == Order.Status.PAID


def test_a_payment_that_nobody_answers_for_keeps_no_other_waiting(red):
    lost, asked = make.placed_order(make.event()), make.placed_order(make.event())
    make.pay(asked[1], sandbox.PENDING)
    Payment.objects.filter(pk=lost[1].pk).update(
        gateway="stripe", gateway_ref="pi_of_an_account_that_is_gone", settles_at=timezone.now()
    )
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=1), tick=False):
        tasks.look_after_payments()
    assert Order.objects.get(pk=asked[0].pk).status == Order.Status.PAID


def test_a_refund_that_nobody_takes_keeps_no_other_waiting(red):
    first = refunds.refund(order=make.paid_order(make.event()), reason="ill")
    later = refunds.refund(order=make.paid_order(make.event()), reason="ill")
    Payment.objects.filter(pk=later.payment_id).update(gateway="stripe")

    tasks.look_after_refunds()

    first.refresh_from_db()
    assert first.state == Refund.State.SUCCEEDED
