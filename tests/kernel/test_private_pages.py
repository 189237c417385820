"""What is for one person's eyes is kept by no cache; what is the same for all may be."""

import pytest

from tests import make


def kept_by_nobody(answer):
    return answer.status_code == 200 and "no-store" in answer.get("Cache-Control", "")


def test_an_order_is_kept_by_nobody(red, client_for):
    order = make.paid_order(make.event())
    client = client_for(red)
    assert kept_by_nobody(client.get(order.get_absolute_url()))
    assert kept_by_nobody(client.get(f"/api/v1/orders/{order.reference}?key={order.key}"))


def test_a_cart_and_a_payment_are_kept_by_nobody(red, client_for):
    event = make.event()
    _, payment = make.placed_order(event)
    client = client_for(red)
    client.cookies["cart"] = str(make.cart_with(event))
    for path in ("/cart", "/checkout", f"/checkout/pay/{payment.key}"):
        assert kept_by_nobody(client.get(path)), path


@pytest.mark.parametrize("path", ["", "orders", "customers", "events", "money", "settings/history"])
def test_backstage_is_kept_by_nobody(red, client_for, path):
    assert kept_by_nobody(client_for(red, "owner").get(f"/backstage/{path}"))


def test_the_programme_may_be_kept(red, client_for):
    event = make.event()
    for path in ("/", event.get_absolute_url()):
        assert "no-store" not in client_for(red).get(path).get("Cache-Control", "")
