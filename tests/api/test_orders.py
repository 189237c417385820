"""The sale by the API: a cart without a name, an order with a key, money given back once."""

import uuid

import pytest
import time_machine
from django.utils import timezone

from tenant_apps.ticketing.inventory.models import Hold, Stock
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import sandbox
from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.sales.services import stocktake
from tests import make

BUYER = {"email": "ana@example.org", "name": "Ana"}
PAID = BUYER | {"card": {"number": sandbox.SUCCEEDS}}


def wanted(event, number=2, **more):
    item = {"ticket_type_id": make.type_of(event).pk, "quantity": number}
    return {"session_id": make.session_of(event).pk, "items": [item], **more}


def fill_cart(program, event, number=2):
    cart = program.post("/cart/items", wanted(event, number))
    program.headers["X-Cart"] = cart["X-Cart"]
    return cart.json()


def order_of(program, body=PAID, key="k1"):
    return program.post("/orders", body, Idempotency_Key=key)


def buy(program, event, number=2):
    fill_cart(program, event, number)
    return order_of(program).json()


def room(event):
    return Stock.objects.values_list("held", "sold").get(session__event=event, ticket_type=None)


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


def test_a_cart_grows_shrinks_and_is_emptied(red, stranger):
    event = make.event(capacity=10)
    buyer = stranger(red)
    cart = fill_cart(buyer, event, 3)
    fill_cart(buyer, event, 5)
    assert room(event) == (5, 0)
    fill_cart(buyer, event, 1)
    assert room(event) == (1, 0)
    item = buyer.get("/cart").json()["items"][0]
    assert item["id"] == cart["items"][0]["id"]
    assert buyer.delete(f"/cart/items/{item['id']}").json()["items"] == []
    assert room(event) == (0, 0)
    fill_cart(buyer, event, 4)
    assert buyer.delete("/cart").status_code == 204
    assert room(event) == (0, 0)


def test_without_a_cart_there_is_an_empty_one(red, stranger):
    cart = stranger(red).get("/cart").json()
    assert (cart["id"], cart["items"], cart["total"]) == (None, [], None)
    assert stranger(red).delete("/cart").status_code == 204
    assert stranger(red).get("/cart", X_Cart="nonsense").status_code == 422


def test_nobody_takes_a_line_out_of_anothers_cart(red, stranger):
    event = make.event(capacity=10)
    ana, bob = stranger(red), stranger(red)
    line = fill_cart(ana, event)["items"][0]["id"]
    fill_cart(bob, event, 1)

    bob.delete(f"/cart/items/{line}")
    assert room(event) == (3, 0)


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [
        (-1, 422, "bad_quantity"),
        (11, 422, "bad_quantity"),
        (10**9, 422, "bad_quantity"),
        (10**30, 422, "invalid"),
        (1.5, 422, "invalid"),
        ("two", 422, "invalid"),
        (None, 422, "invalid"),
        (6, 409, "sold_out"),
    ],
)
def test_a_number_that_cannot_be_had_is_refused_and_nothing_is_held(
    red, stranger, number, status, code
):
    event = make.event(capacity=5)
    answer = stranger(red).post("/cart/items", wanted(event, number))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert room(event) == (0, 0)
    assert not Hold.objects.exists()


def test_zero_of_something_is_an_empty_cart(red, stranger):
    event = make.event(capacity=5)
    assert fill_cart(stranger(red), event, 0)["items"] == []
    assert room(event) == (0, 0)


def test_a_hidden_type_is_sold_only_with_its_code(red, stranger):
    event = make.event(hidden=True, access_code="sesame")
    buyer = stranger(red)

    assert buyer.post("/cart/items", wanted(event)).json()["code"] == "not_on_sale"
    wrong = buyer.post("/cart/items", wanted(event, access_code="open"))
    assert wrong.json()["code"] == "not_on_sale"
    assert buyer.post("/cart/items", wanted(event, access_code="sesame")).status_code == 200


def test_a_draft_a_strange_session_and_a_strange_type_are_not_on_sale(red, stranger):
    draft, event = make.event(published=False), make.event(name="Other")
    buyer = stranger(red)
    mixed = wanted(draft) | {"session_id": make.session_of(event).pk}
    nowhere = wanted(event) | {"session_id": 2**62}

    codes = [
        buyer.post("/cart/items", body).json()["code"] for body in (wanted(draft), mixed, nowhere)
    ]
    assert codes == ["not_on_sale"] * 3
    assert not Hold.objects.exists()


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


def test_an_order_is_shown_to_staff_and_to_who_has_its_key_and_to_nobody_else(
    red, blue, stranger, in_role
):
    event = make.event()
    one, other = buy(stranger(red), event), buy(stranger(red), event)
    here = f"/orders/{one['reference']}"

    for path in (here, f"{here}/tickets", f"{here}/tickets.pdf"):
        assert stranger(red).get(path).status_code == 404
        assert stranger(red).get(path, X_Order_Key=other["key"]).status_code == 404
        assert stranger(red).get(path, X_Order_Key="é").status_code == 404
        assert in_role(red, "scanner").get(path).status_code == 404
        assert in_role(blue, "owner").get(path).status_code == 404
        assert stranger(blue).get(path, X_Order_Key=one["key"]).status_code == 404
    assert in_role(red, "support").get(here).status_code == 200
    assert stranger(red).get(f"{here.lower()}?key={one['key']}").status_code == 200


def test_staff_find_orders(red, in_role, stranger):
    event, other = make.event(), make.event(name="Other")
    ana = make.paid_order(event, email="ana@example.org", name="Ana López")
    bob, _payment = make.placed_order(other, email="bob@example.org", name="Bob")
    support = in_role(red, "support")

    def found(query):
        return [one["reference"] for one in support.get(f"/orders?{query}").json()["items"]]

    assert found("") == [bob.reference, ana.reference]
    assert found("status=paid") == [ana.reference]
    assert found("q=bob@example.org") == [bob.reference]
    assert found(f"q={ana.reference}") == [ana.reference]
    assert found(f"event_id={other.pk}") == [bob.reference]
    assert found("placed_from=2099-01-01T00:00:00Z") == []
    assert support.get("/orders?status=eaten").status_code == 422
    assert stranger(red).get("/orders").json()["code"] == "not_authenticated"


def test_a_list_of_orders_costs_the_same_however_many_there_are(
    red, in_role, django_assert_max_num_queries
):
    event = make.event(capacity=100)
    for _ in range(6):
        make.paid_order(event, 1)
    support = in_role(red, "support")
    support.get("/orders")
    with django_assert_max_num_queries(6):
        assert len(support.get("/orders").json()["items"]) == 6


def test_a_waiting_order_is_called_off_by_who_has_its_key(red, stranger):
    event = make.event()
    buyer = stranger(red)
    fill_cart(buyer, event)
    order = order_of(buyer, BUYER).json()
    path = f"/orders/{order['reference']}/cancel"

    assert stranger(red).post(path).status_code == 404
    assert buyer.post(path, X_Order_Key=order["key"]).json()["status"] == "cancelled"
    assert room(event) == (0, 0)
    again = buyer.post(path, X_Order_Key=order["key"])
    assert (again.status_code, again.json()["code"]) == (409, "order_is_decided")


def test_a_refund_gives_back_money_and_places_once(red, stranger, in_role):
    event = make.event(price=1000)
    order = buy(stranger(red), event)
    finance = in_role(red, "finance")
    path = f"/orders/{order['reference']}/refund"
    body = {"reason": "rain"}

    first = finance.post(path, body, Idempotency_Key="r1")
    again = finance.post(path, body, Idempotency_Key="r1")
    other = finance.post(path, body, Idempotency_Key="r2")

    assert first.json()["status"] == "refunded"
    assert first.json()["refunds"][0]["amount"] == {"amount": 2000, "currency": "EUR"}
    assert (again.status_code, again.json()) == (200, first.json())
    assert (other.status_code, other.json()["code"]) == (409, "not_refundable")
    assert Refund.objects.count() == 1
    assert room(event) == (0, 0)


def test_a_refund_needs_the_right_a_reason_and_a_key(red, stranger, in_role):
    order = buy(stranger(red), make.event())
    path = f"/orders/{order['reference']}/refund"
    body = {"reason": "rain"}

    assert in_role(red, "support").post(path, body, Idempotency_Key="r").status_code == 403
    stolen = stranger(red).post(path, body, Idempotency_Key="r", X_Order_Key=order["key"])
    assert stolen.status_code == 401
    finance = in_role(red, "finance")
    assert finance.post(path, body).status_code == 422
    assert finance.post(path, {"reason": ""}, Idempotency_Key="r").status_code == 422
    assert finance.post(path, {}, Idempotency_Key="r").status_code == 422
    assert not Refund.objects.exists()


def test_an_unpaid_order_cannot_be_refunded(red, in_role):
    order, _payment = make.placed_order(make.event())
    answer = in_role(red, "finance").post(
        f"/orders/{order.reference}/refund", {"reason": "x"}, Idempotency_Key="r"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "not_refundable")


def test_strangers_cannot_order_without_end(red, stranger):
    buyer = stranger(red)
    codes = {order_of(buyer, key=str(number)).status_code for number in range(70)}
    assert codes == {409, 429}


def test_who_has_a_proof_is_not_slowed_down(red, keyed):
    till = keyed(red, "orders.view")
    assert {order_of(till, key=str(number)).status_code for number in range(70)} == {409}
