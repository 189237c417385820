"""A cart without a name holds places, and whatever goes wrong takes none."""

import pytest

from tenant_apps.ticketing.inventory.models import Hold
from tests import make
from tests.api.buying import fill_cart, room, wanted


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
