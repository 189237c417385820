"""However the money arrives, an order becomes real once; money without places goes back."""

import pytest
import time_machine
from django.utils import timezone

from tenant_apps.ticketing.inventory.models import Hold, Stock
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import Reading, sandbox
from tenant_apps.ticketing.payments.models import Entry, Payment, Refund
from tenant_apps.ticketing.sales.errors import CartIsEmpty, HoldExpired, OrderIsDecided
from tenant_apps.ticketing.sales.services import (
    cart,
    checkout,
    expiry,
    settlement,
    stocktake,
)
from tenant_apps.ticketing.tickets.models import Ticket
from tests import make

BUYER = checkout.Buyer(email="ana@example.org", name="Ana", language="en")
SUCCEEDED = Reading(state="succeeded", gateway_ref="")


def stock(event):
    room = Stock.objects.get(session__event=event, ticket_type=None)
    return room.held, room.sold


def later(**delta):
    return time_machine.travel(timezone.now() + timezone.timedelta(**delta), tick=False)


def test_a_paid_order_has_its_tickets_and_its_entries(red):
    event = make.event(capacity=10, price=2500)
    order = make.paid_order(event, 3)
    assert order.status == Order.Status.PAID
    assert Ticket.objects.filter(order=order).count() == 3
    assert stock(event) == (0, 3)
    sale = Entry.objects.get(purpose=order.reference, kind=Entry.Kind.SALE)
    assert (sale.amount, sale.quantity, sale.currency) == (7500, 3, "EUR")
    assert stocktake.differences() == []


def test_telling_it_twice_makes_no_second_ticket(red):
    event = make.event()
    order, payment = make.placed_order(event, 2)
    for _ in range(3):
        settlement.settle(payment=payment, reading=SUCCEEDED)
    assert Ticket.objects.filter(order=order).count() == 2
    assert Entry.objects.filter(kind=Entry.Kind.SALE).count() == 1
    assert Refund.objects.count() == 0


def test_news_out_of_order_do_not_undo_a_payment(red):
    order, payment = make.placed_order(make.event(), 1)
    make.pay(payment)
    for state in ("pending", "failed", "cancelled", "challenge"):
        settlement.settle(payment=payment, reading=Reading(state=state, gateway_ref=""))
    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.status, payment.state) == ("paid", "succeeded")


def test_a_declined_card_may_be_followed_by_a_good_one(red):
    order, payment = make.placed_order(make.event(), 1)
    assert make.pay(payment, sandbox.DECLINED).status == Order.Status.PENDING
    assert payment.failure
    assert make.pay(payment).status == Order.Status.PAID


def test_a_challenge_that_is_passed_pays(red):
    order, payment = make.placed_order(make.event(), 1)
    make.pay(payment, sandbox.CHALLENGED)
    assert payment.state == Payment.State.CHALLENGE
    reading = sandbox.answer_challenge(payment=payment, passed=True)
    assert settlement.settle(payment=payment, reading=reading).status == Order.Status.PAID


def test_a_pending_payment_keeps_its_places_until_it_succeeds(red):
    event = make.event(capacity=2)
    order, payment = make.placed_order(event, 2)
    make.pay(payment, sandbox.PENDING)
    with later(minutes=30):
        expiry.expire_due()
        assert stock(event) == (2, 0)
        expiry.look_after_pending()
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert stock(event) == (0, 2)


def test_an_unpaid_order_expires_and_frees_its_places(red):
    event = make.event(capacity=2)
    order, _ = make.placed_order(event, 2)
    with later(minutes=16):
        assert expiry.expire_due() == 1
        assert expiry.expire_due() == 0
    order.refresh_from_db()
    assert order.status == Order.Status.EXPIRED
    assert stock(event) == (0, 0)


def test_late_money_gets_places_while_there_are_some(red):
    event = make.event(capacity=2)
    order, payment = make.placed_order(event, 2)
    with later(minutes=16):
        expiry.expire_due()
        settled = settlement.settle(payment=payment, reading=SUCCEEDED)
    assert settled.status == Order.Status.PAID
    assert stock(event) == (0, 2)
    assert stocktake.differences() == []


def test_late_money_without_places_goes_back_in_full_and_once(red):
    event = make.event(capacity=2)
    order, payment = make.placed_order(event, 2)
    with later(minutes=16):
        expiry.expire_due()
        make.paid_order(event, 1, email="quick@example.org")
        for _ in range(2):
            settlement.settle(payment=payment, reading=SUCCEEDED)
    order.refresh_from_db()
    assert order.status == Order.Status.EXPIRED
    assert Ticket.objects.filter(order=order).count() == 0
    assert list(Refund.objects.values_list("payment", "amount")) == [(payment.pk, payment.amount)]
    entries = Entry.objects.filter(purpose=order.reference)
    assert sum(entries.values_list("amount", flat=True)) == 0
    assert stock(event) == (0, 1)
    assert stocktake.differences() == []


def test_money_for_a_cancelled_order_goes_back(red):
    event = make.event()
    order, payment = make.placed_order(event, 2)
    expiry.cancel(order=order)
    settled = settlement.settle(payment=payment, reading=SUCCEEDED)
    assert settled.status == Order.Status.CANCELLED
    assert Refund.objects.get().amount == payment.amount
    assert stock(event) == (0, 0)


def test_a_second_payment_for_the_same_order_goes_back(red):
    order, payment = make.placed_order(make.event(), 1)
    second = Payment.objects.create(
        purpose=order.reference, gateway="sandbox", amount=order.total, currency=order.currency
    )
    make.pay(payment)
    settlement.settle(payment=second, reading=SUCCEEDED)
    assert Refund.objects.get().payment_id == second.pk
    assert Ticket.objects.filter(order=order).count() == 1


def test_placing_the_same_cart_twice_is_one_order(red):
    cart_id = make.cart_with(make.event(), 2)
    first, payment = checkout.place(cart_id=cart_id, buyer=BUYER)
    again, same = checkout.place(cart_id=cart_id, buyer=BUYER)
    assert (first.pk, payment.pk) == (again.pk, same.pk)
    assert Order.objects.count() == 1


def test_a_free_order_is_real_at_once(red):
    order, payment = checkout.place(cart_id=make.cart_with(make.event(price=0), 2), buyer=BUYER)
    assert payment is None
    assert order.status == Order.Status.PAID
    assert order.tickets.count() == 2
    assert sum(Entry.objects.values_list("amount", flat=True)) == 0


def test_an_empty_cart_cannot_be_placed(red):
    with pytest.raises(CartIsEmpty):
        checkout.place(cart_id=cart.contents(None).id, buyer=BUYER)


def test_an_expired_cart_cannot_be_placed(red):
    cart_id = make.cart_with(make.event(), 2)
    with later(minutes=16), pytest.raises(HoldExpired):
        checkout.place(cart_id=cart_id, buyer=BUYER)
    assert Order.objects.count() == 0


def test_going_back_to_the_cart_keeps_the_places_and_calls_the_order_off(red):
    event = make.event(capacity=3)
    cart_id = make.cart_with(event, 2)
    order, payment = checkout.place(cart_id=cart_id, buyer=BUYER)
    fresh = cart.put(
        cart_id=cart_id,
        session_id=make.session_of(event).pk,
        quantities={make.type_of(event).pk: 3},
    )
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert cart.contents(fresh).quantity == 3
    again, payment = checkout.place(cart_id=fresh, buyer=BUYER)
    assert make.pay(payment).tickets.count() == 3
    assert stock(event) == (0, 3)
    assert Hold.objects.count() == 0


def test_a_paid_order_cannot_be_cancelled(red):
    order = make.paid_order(make.event())
    with pytest.raises(OrderIsDecided):
        expiry.cancel(order=order)


def test_the_platform_fee_is_a_share_and_so_much_each(red):
    order = make.paid_order(make.event(price=2000), 3)
    fee = Entry.objects.get(kind=Entry.Kind.PLATFORM_FEE)
    plan = red.plan
    share = (6000 * plan.ticket_fee_basis_points + 5000) // 10000
    assert fee.amount == -(share + 3 * plan.ticket_fee_fixed)
    assert fee.purpose == order.reference


def test_places_are_not_kept_for_ever_by_going_back_and_forth(red):
    event = make.event(capacity=2)
    wish = {"session_id": make.session_of(event).pk, "quantities": {make.type_of(event).pk: 2}}
    cart_id = make.cart_with(event, 2)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            checkout.place(cart_id=cart_id, buyer=BUYER)
            clock.shift(timezone.timedelta(minutes=14))
            cart_id = cart.put(cart_id=cart_id, **wish)
        checkout.place(cart_id=cart_id, buyer=BUYER)
        clock.shift(timezone.timedelta(minutes=5))
        assert cart.contents(make.cart_with(event, 2)).quantity == 2
