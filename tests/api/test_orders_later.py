"""What becomes of an order: shown, found, called off, and its money given back once."""

from tenant_apps.ticketing.payments.models import Refund
from tests import make
from tests.api.buying import BUYER, buy, fill_cart, order_of, room


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
