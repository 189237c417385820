"""Orders, backstage: the list, the page, the refund."""

import pytest

from kernel.facts.models import Record
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Refund
from tenant_apps.ticketing.tickets.services import admission
from tests import make
from tests.questions import asked


@pytest.fixture
def finance(red, client_for):
    return client_for(red, "finance")


def test_the_list_asks_as_many_questions_for_thirty_orders_as_for_one(finance, red):
    event = make.event(capacity=200)
    make.paid_order(event, 1)
    for_one = asked(finance, "/backstage/orders")
    for number in range(29):
        make.paid_order(event, 1, email=f"b{number}@example.org")
    assert asked(finance, "/backstage/orders") == for_one
    assert "Page 1 of 2" in finance.get("/backstage/orders").content.decode()


def test_orders_are_filtered_by_state_and_event(finance, red):
    jazz, opera = make.event(name="Jazz"), make.event(name="Opera")
    paid, (waiting, _) = make.paid_order(jazz, 2), make.placed_order(opera, 1)
    html = finance.get("/backstage/orders", {"status": "pending"}).content.decode()
    assert waiting.reference in html
    assert paid.reference not in html
    html = finance.get("/backstage/orders", {"event": jazz.pk}).content.decode()
    assert paid.reference in html
    assert waiting.reference not in html


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "event=x",
        "event=9" * 30,
        "status=x",
        "q=" + "x" * 3000,
    ],
)
def test_nonsense_in_the_address_is_no_error(finance, red, query):
    make.paid_order()
    assert finance.get(f"/backstage/orders?{query}").status_code == 200


def test_htmx_gets_the_list_alone(finance, red):
    headers = {"HX-Request": "true", "HX-Target": "order-list"}
    order = make.paid_order()
    html = finance.get("/backstage/orders?q=ana", headers=headers).content.decode()
    assert order.reference in html
    assert "<html" not in html


def test_the_page_tells_the_order_its_tickets_its_money_and_what_happened(finance, red):
    order = make.paid_order(make.event(name="Jazz"), 2, name="Ana López")
    ticket = order.tickets.first()
    admission.admit(code=ticket.code, gate="North")
    html = finance.get(f"/backstage/orders/{order.reference}").content.decode()
    for words in (
        "Jazz",
        "Ana López",
        "€50.00",
        "Order placed",
        "Paid, and tickets issued",
        f"Let in with ticket {ticket.pk}",
        "North",
        "Succeeded",
    ):
        assert words in html
    assert "Reissue" not in html  # finance may not


def test_the_page_asks_as_many_questions_for_ten_tickets_as_for_one(finance, red):
    event = make.event(capacity=200)
    one, ten = (make.paid_order(event, number).reference for number in (1, 10))
    assert asked(finance, f"/backstage/orders/{ten}") == asked(finance, f"/backstage/orders/{one}")


def test_a_refund_asks_says_what_it_touches_and_wants_a_reason(finance, red):
    order = make.paid_order(make.event(), 2)
    address = f"/backstage/orders/{order.reference}/refund"
    asked = finance.get(address).content.decode()
    assert "€50.00 goes back" in asked
    assert "2 tickets stop being valid" in asked
    html = finance.post(address, {"reason": " "}).content.decode()
    assert 'id="id_reason-error"' in html
    assert Refund.objects.count() == 0
    finance.post(address, {"reason": "Fell ill"})
    order.refresh_from_db()
    assert order.status == "refunded"
    assert (Refund.objects.get().amount, Refund.objects.get().reason) == (5000, "Fell ill")
    record = Record.objects.get(name="OrderRefunded")
    assert record.actor == f"user:{finance.user.pk}"
    assert "Fell ill" in finance.get(f"/backstage/orders/{order.reference}").content.decode()


def test_a_second_refund_is_refused_and_changes_nothing(finance, red):
    order = make.paid_order()
    address = f"/backstage/orders/{order.reference}/refund"
    finance.post(address, {"reason": "once"})
    assert finance.post(address, {"reason": "twice"}).status_code == 409
    assert finance.get(address).status_code == 302
    assert Refund.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [("support", 403), ("scanner", 403), ("manager", 200)])
def test_who_may_refund(red, client_for, role, status):
    order = make.paid_order()
    address = f"/backstage/orders/{order.reference}/refund"
    assert client_for(red, role).get(address).status_code == status


def test_an_order_of_red_is_not_found_in_blue(red, blue, client_for):
    order = make.paid_order()
    client = client_for(blue, "owner")
    assert client.get(f"/backstage/orders/{order.reference}").status_code == 404
    assert (
        client.post(f"/backstage/orders/{order.reference}/refund", {"reason": "x"}).status_code
        == 404
    )
    assert Order.objects.get().status == "paid"


def test_names_are_text_and_nothing_else(finance, red):
    order = make.paid_order(name="<img src=x onerror=alert(1)> =1+1")
    html = finance.get(f"/backstage/orders/{order.reference}").content.decode()
    assert "<img src=x" not in html


def test_customers_are_listed_and_found(red, client_for):
    make.paid_order(email="ana@example.org", name="Ana López")
    support = client_for(red, "support")
    assert "ana@example.org" in support.get("/backstage/customers?q=lópez").content.decode()
    assert "ana@example.org" not in support.get("/backstage/customers?q=zzz").content.decode()
    assert client_for(red, "finance").get("/backstage/customers").status_code == 403
