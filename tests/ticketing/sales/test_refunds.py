"""A refund gives everything back once: money, tickets, places."""

import pytest

from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.errors import NotRefundable
from tenant_apps.ticketing.payments.models import Entry, Refund
from tenant_apps.ticketing.payments.services import returning
from tenant_apps.ticketing.sales.services import bookkeeping, refunds, stocktake
from tenant_apps.ticketing.tickets.services import admission
from tests import make


def net(order):
    return sum(Entry.objects.filter(purpose=order.reference).values_list("amount", flat=True))


def test_a_refund_in_full_leaves_no_ticket_no_place_and_no_money(red, run_deliveries):
    event = make.event(capacity=5)
    order = make.paid_order(event, 2)
    refund = refunds.refund(order=order, reason="ill")
    run_deliveries()
    refund.refresh_from_db()
    order.refresh_from_db()
    assert (refund.amount, refund.state) == (order.total, Refund.State.SUCCEEDED)
    assert order.status == Order.Status.REFUNDED
    assert {one.status for one in order.tickets.all()} == {"void"}
    assert Stock.objects.get(session__event=event, ticket_type=None).sold == 0
    assert net(order) == 0
    assert stocktake.differences() == []


def test_nothing_is_refunded_twice(red):
    order = make.paid_order()
    refunds.refund(order=order, reason="")
    with pytest.raises(NotRefundable):
        refunds.refund(order=order, reason="")
    assert Refund.objects.count() == 1


def test_an_unpaid_order_cannot_be_refunded(red):
    order, _ = make.placed_order(make.event())
    with pytest.raises(NotRefundable):
        refunds.refund(order=order, reason="")
    assert Refund.objects.count() == 0


def test_a_refunded_ticket_opens_no_door(red):
    order = make.paid_order()
    code = order.tickets.first().code
    refunds.refund(order=order, reason="")
    verdict = admission.admit(code=code)
    assert (verdict.status, verdict.reason) == ("error", "canceled")


def test_a_free_order_is_called_off_without_money(red):
    order = make.paid_order(make.event(price=0))
    assert refunds.refund(order=order, reason="") is None
    order.refresh_from_db()
    assert order.status == Order.Status.REFUNDED
    assert {one.status for one in order.tickets.all()} == {"void"}


def test_no_more_can_go_back_than_came(red):
    order = make.paid_order(make.event(price=1000), 1)
    payment = refunds.payment_of(order)
    returning.request(payment=payment, amount=600, reason="")
    for amount in (401, 0, -5):
        with pytest.raises(NotRefundable):
            returning.request(payment=payment, amount=amount, reason="")
    assert returning.left_of(payment) == 400


def test_a_refund_that_the_bank_refuses_is_booked_back(red):
    order = make.paid_order(make.event(price=1000), 1)
    refund = refunds.refund(order=order, reason="")
    bookkeeping.book_failed_refund(refund=refund)
    bookkeeping.book_failed_refund(refund=refund)
    reversals = Entry.objects.filter(kind=Entry.Kind.REVERSAL)
    assert [one.amount for one in reversals] == [1000]
