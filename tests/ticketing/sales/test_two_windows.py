"""One cart in two windows: whatever comes between look and yes, nobody gets or loses a place."""

import pytest

from tenant_apps.ticketing.inventory.errors import SoldOut
from tenant_apps.ticketing.inventory.models import Hold, Stock
from tenant_apps.ticketing.inventory.services import places, prices
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.errors import CartHasChanged, HoldExpired, MixedCurrencies
from tenant_apps.ticketing.sales.services import cart, checkout, stocktake
from tests import make

ANA = checkout.Buyer(email="ana@example.org", name="Ana", language="en")


def put(cart_id, event, number):
    quantities = {make.type_of(event).pk: number}
    return cart.put(cart_id=cart_id, session_id=make.session_of(event).pk, quantities=quantities)


def room():
    return Stock.objects.get(ticket_type=None)


@pytest.mark.parametrize("number", [1, 10])
def test_a_cart_that_changed_after_the_look_is_shown_again(red, number):
    event = make.event()
    cart_id = make.cart_with(event, 5)
    seen = cart.contents(cart_id)
    put(cart_id, event, number)

    with pytest.raises(CartHasChanged):
        checkout.place(cart_id=cart_id, buyer=ANA, cart=seen)

    assert not Order.objects.exists()


def test_a_line_that_was_removed_after_the_look_is_not_sold(red):
    event = make.event()
    cart_id = make.cart_with(event)
    seen = cart.contents(cart_id)
    cart.clear(cart_id=cart_id)

    with pytest.raises(HoldExpired):
        checkout.place(cart_id=cart_id, buyer=ANA, cart=seen)


def test_what_slips_into_the_cart_of_an_order_takes_no_place_for_good(red):
    event = make.event(quantity=50)
    order, payment = make.placed_order(event, 1)
    hold = Hold.objects.get(cart=order.cart)
    places.resize(hold=hold, quantity=10, unit_price=0)  # as `put` would, a moment too late

    make.pay(payment)

    assert order.tickets.count() == 1
    assert (room().held, room().sold) == (0, 1)
    assert stocktake.differences() == []


def test_another_type_that_slips_into_the_cart_of_an_order_is_not_given_away(red):
    event = make.event()
    dear = make.ticket_type(event, name="Box", price=90_000, quantity=5)
    order, payment = make.placed_order(event, 1)
    hold = Hold.objects.get(cart=order.cart)
    quota = Stock.objects.get(ticket_type=dear)
    Stock.objects.filter(pk__in=[hold.room_id, quota.pk]).update(held=3)
    Hold.objects.create(
        cart=order.cart, session_id=hold.session_id, ticket_type=dear, room_id=hold.room_id,
        quota_id=quota.pk, quantity=2, unit_price=0, currency="EUR", expires_at=hold.expires_at,
    )  # fmt: skip
    Stock.objects.filter(pk=quota.pk).update(held=2)

    make.pay(payment)

    assert [one.ticket_type for one in order.tickets.all()] == [make.type_of(event)]
    assert stocktake.differences() == []


def test_who_asks_for_more_pays_what_it_costs_now(red):
    event = make.event(price=1000)
    cart_id = make.cart_with(event, 2)
    ticket_type = make.type_of(event)
    ticket_type.price = 3000
    ticket_type.save()

    assert cart.contents(put(cart_id, event, 1)).total == 1000, "less is not a new wish"
    assert cart.contents(put(cart_id, event, 10)).total == 30_000


@pytest.mark.parametrize("wish", ["sold out", "another currency"])
def test_a_wish_that_fails_leaves_the_placed_order_alone(red, wish):
    event = make.event()
    order, payment = make.placed_order(event)
    other = (
        make.event(name="Full", capacity=0)
        if wish == "sold out"
        else make.event(name="Abroad", currency="GBP")
    )

    with pytest.raises((SoldOut, MixedCurrencies)):
        put(order.cart, other, 1)

    assert make.pay(payment).status == Order.Status.PAID
    assert cart.contents(order.cart).holds == []


def test_a_price_in_one_currency_is_never_written_beside_another(red):
    event = make.event(price=2500)
    prices.write(event=event, currency="JPY", amounts={make.type_of(event).pk: 4200})
    cart_id = make.cart_with(event, 1)
    seen = Hold.objects.get(cart=cart_id)
    cart.switch(cart_id=cart_id, currency="JPY")

    places.resize(hold=seen, quantity=2, unit_price=2500)  # as `put` would, a moment too late

    now = Hold.objects.get(cart=cart_id)
    assert (now.quantity, now.unit_price, now.currency) == (1, 4200, "JPY")
    assert room().held == 1
