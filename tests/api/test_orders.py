"""The sale by the API: an order with a key, made once however often it is sent."""

import uuid

import pytest
import time_machine
from django.utils import timezone

from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import sandbox
from tenant_apps.ticketing.payments.models import Payment
from tenant_apps.ticketing.sales.services import stocktake
from tests import make
from tests.api.buying import BUYER, PAID, fill_cart, order_of, room


def test_a_stranger_buys_tickets(red, stranger):
    event = make.event(price=1250, capacity=10)
    buyer = stranger(red)
    cart = fill_cart(buyer, event)

    assert cart["total"] == {"amount": 2500, "currency": "EUR"}
    assert [one["quantity"] for one in cart["items"]] == [2]
    assert room(event) == (2, 0)
    answer = order_of(buyer)
    order = answer.json()
    assert answer.status_code == 201
    assert (order["status"], order["payment"]["state"]) == ("paid", "succeeded")
    assert order["total"] == {"amount": 2500, "currency": "EUR"}
    assert order["lines"][0]["timezone"] == "Europe/Madrid"
    assert room(event) == (0, 2)
    mine = buyer.get(f"/orders/{order['reference']}", X_Order_Key=order["key"])
    assert (mine.status_code, mine.json()["email"]) == (200, "ana@example.org")
    assert "key" not in mine.json()
    tickets = buyer.get(f"/orders/{order['reference']}/tickets?key={order['key']}").json()["items"]
    assert [one["status"] for one in tickets] == ["valid", "valid"]
    assert stocktake.differences() == []


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "ana@example.org\nBcc: x@y.z", "é" * 300 + "@x.y"]
)
def test_an_address_that_is_none_is_refused(red, stranger, email):
    buyer = stranger(red)
    fill_cart(buyer, make.event())
    assert order_of(buyer, BUYER | {"email": email}).status_code == 422
    assert not Order.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 301, "\u0000", "\u0007"])
def test_a_name_that_is_none_is_refused(red, stranger, name):
    buyer = stranger(red)
    fill_cart(buyer, make.event())
    assert order_of(buyer, BUYER | {"name": name}).status_code in (400, 422)
    assert not Order.objects.exists()


def test_an_order_needs_a_cart_and_a_key(red, stranger):
    buyer = stranger(red)
    assert order_of(buyer).json()["code"] == "cart_is_empty"
    assert order_of(stranger(red), key="").status_code == 422
    fill_cart(buyer, make.event())
    assert buyer.post("/orders", PAID).status_code == 422
    buyer.headers["X-Cart"] = str(uuid.uuid4())
    assert order_of(buyer).json()["code"] == "cart_is_empty"
    assert not Order.objects.exists()


def test_an_order_of_an_expired_cart_is_refused(red, stranger):
    buyer = stranger(red)
    fill_cart(buyer, make.event())
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16), tick=False):
        answer = order_of(buyer)
    assert (answer.status_code, answer.json()["code"]) == (409, "hold_expired")


def test_the_same_order_sent_again_is_the_same_order(red, stranger):
    event = make.event(capacity=10)
    buyer = stranger(red)
    fill_cart(buyer, event)

    first, again = order_of(buyer), order_of(buyer)

    assert again.status_code == 201
    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"
    assert Order.objects.count() == 1
    assert room(event) == (0, 2)


def test_another_order_under_the_same_key_is_refused(red, stranger):
    buyer = stranger(red)
    fill_cart(buyer, make.event())
    order_of(buyer)
    other = order_of(buyer, PAID | {"name": "Bea"})

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert Order.objects.get().name == "Ana"


def test_another_key_for_the_same_cart_makes_no_second_order(red, stranger):
    buyer = stranger(red)
    fill_cart(buyer, make.event())
    first, second = order_of(buyer, key="a").json(), order_of(buyer, key="b").json()

    assert second["reference"] == first["reference"]
    assert Payment.objects.count() == 1


def test_two_strangers_with_the_same_key_do_not_meet(red, stranger):
    event = make.event()
    ana, bob = stranger(red), stranger(red)
    fill_cart(ana, event)
    fill_cart(bob, event)

    assert order_of(ana).json()["key"] != order_of(bob).json()["key"]
    assert Order.objects.count() == 2


def test_a_refused_order_may_be_sent_again_with_its_key(red, stranger):
    buyer = stranger(red)
    assert order_of(buyer).status_code == 409
    fill_cart(buyer, make.event())
    assert order_of(buyer).status_code == 201


@pytest.mark.parametrize(
    ("card", "state"),
    [
        (sandbox.DECLINED, "failed"),
        (sandbox.NO_FUNDS, "failed"),
        (sandbox.CHALLENGED, "challenge"),
        (sandbox.PENDING, "pending"),
        ("1111 1111 1111 1111", "failed"),
    ],
)
def test_a_card_that_does_not_pay_leaves_an_order_that_waits(red, stranger, card, state):
    event = make.event()
    buyer = stranger(red)
    fill_cart(buyer, event)
    order = order_of(buyer, BUYER | {"card": {"number": card}}).json()

    assert (order["status"], order["payment"]["state"]) == ("pending", state)
    assert order["pay_url"].endswith(f"/checkout/pay/{order['payment']['key']}")
    assert room(event) == (2, 0)


def test_after_a_declined_card_another_one_pays(red, stranger):
    event = make.event()
    buyer = stranger(red)
    fill_cart(buyer, event)
    order = order_of(buyer, BUYER | {"card": {"number": sandbox.DECLINED}}).json()
    path = f"/orders/{order['reference']}/payment"
    card = {"number": sandbox.SUCCEEDS}

    assert buyer.post(path, card, Idempotency_Key="p").status_code == 404  # without the key
    buyer.headers["X-Order-Key"] = order["key"]
    paid = buyer.post(path, card, Idempotency_Key="p").json()
    assert (paid["status"], paid["payment"]["state"]) == ("paid", "succeeded")
    again = buyer.post(path, card, Idempotency_Key="q")
    assert (again.status_code, again.json()["code"]) == (409, "order_is_decided")


def test_an_order_that_costs_nothing_is_paid_at_once(red, stranger):
    buyer = stranger(red)
    fill_cart(buyer, make.event(price=0))
    order = order_of(buyer, BUYER).json()
    assert (order["status"], order["payment"]) == ("paid", None)


def test_strangers_cannot_order_without_end(red, stranger):
    buyer = stranger(red)
    with time_machine.travel(timezone.now(), tick=False):
        codes = {order_of(buyer, key=str(number)).status_code for number in range(70)}
    assert codes == {409, 429}


def test_who_has_a_proof_is_not_slowed_down(red, keyed):
    till = keyed(red, "orders.view")
    assert {order_of(till, key=str(number)).status_code for number in range(70)} == {409}
