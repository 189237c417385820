"""The cart holds places; whatever goes wrong, nothing is taken."""

import pytest
import time_machine
from django.utils import timezone

from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.inventory.errors import SoldOut
from tenant_apps.ticketing.inventory.models import Hold, Stock
from tenant_apps.ticketing.sales.errors import BadQuantity, MixedCurrencies, NotOnSale
from tenant_apps.ticketing.sales.services import cart, stocktake
from tests import make


def put(event, number, cart_id=None, **more):
    session, ticket_type = make.session_of(event), make.type_of(event)
    return cart.put(
        cart_id=cart_id, session_id=session.pk, quantities={ticket_type.pk: number}, **more
    )


def held(event):
    return Stock.objects.get(session__event=event, ticket_type=None).held


def test_putting_tickets_into_a_cart_holds_their_places(red):
    event = make.event(capacity=10, price=1250)
    contents = cart.contents(put(event, 3))
    assert (contents.quantity, contents.total, contents.currency) == (3, 3750, "EUR")
    assert held(event) == 3


def test_sending_the_same_form_twice_changes_nothing(red):
    event = make.event(capacity=10)
    cart_id = put(event, 3)
    assert put(event, 3, cart_id) == cart_id
    assert cart.contents(cart_id).quantity == 3
    assert held(event) == 3


def test_a_smaller_number_gives_places_back_and_a_larger_one_takes_more(red):
    event = make.event(capacity=10)
    cart_id = put(event, 5)
    put(event, 2, cart_id)
    assert held(event) == 2
    put(event, 7, cart_id)
    assert held(event) == 7


def test_zero_takes_the_line_out(red):
    event = make.event(capacity=10)
    cart_id = put(event, 5)
    put(event, 0, cart_id)
    assert cart.contents(cart_id).holds == []
    assert held(event) == 0


@pytest.mark.parametrize("number", [-1, 11, 1_000_000_000])
def test_a_number_outside_the_limits_is_refused(red, number):
    event = make.event(capacity=100, per_order_max=10)
    with pytest.raises(BadQuantity):
        put(event, number)
    assert held(event) == 0


def test_fewer_than_the_least_number_is_refused(red):
    event = make.event(per_order_min=4)
    with pytest.raises(BadQuantity):
        put(event, 3)


def test_more_than_there_are_is_refused_and_nothing_is_taken(red):
    event = make.event(capacity=4)
    with pytest.raises(SoldOut):
        put(event, 5)
    assert held(event) == 0
    assert Hold.objects.count() == 0


def test_a_quota_is_as_hard_as_the_room(red):
    event = make.event(capacity=100, quantity=2)
    put(event, 2)
    with pytest.raises(SoldOut):
        put(event, 1)
    assert held(event) == 2
    assert stocktake.differences() == []


def test_two_types_share_the_room(red):
    event = make.event(capacity=5)
    other = make.ticket_type(event, name="Circle", price=1000)
    session = make.session_of(event)
    cart.put(cart_id=None, session_id=session.pk, quantities={make.type_of(event).pk: 3})
    with pytest.raises(SoldOut):
        cart.put(cart_id=None, session_id=session.pk, quantities={other.pk: 3})
    assert held(event) == 3


def test_one_line_that_cannot_be_had_takes_none_of_the_others(red):
    event = make.event(capacity=100)
    scarce = make.ticket_type(event, name="Box", price=9000, quantity=1)
    quantities = {make.type_of(event).pk: 2, scarce.pk: 2}
    with pytest.raises(SoldOut):
        cart.put(cart_id=None, session_id=make.session_of(event).pk, quantities=quantities)
    assert held(event) == 0


def test_places_of_an_expired_hold_go_to_the_next_who_asks(red):
    event = make.event(capacity=2)
    put(event, 2)
    with time_machine.travel(timezone.now() + cart.KEPT_FOR * 1.1, tick=False):
        contents = cart.contents(put(event, 2))
    assert contents.quantity == 2
    assert held(event) == 2
    assert stocktake.differences() == []


def test_an_expired_cart_begins_anew(red):
    event = make.event(capacity=5)
    cart_id = put(event, 2)
    with time_machine.travel(timezone.now() + cart.KEPT_FOR * 1.1, tick=False):
        fresh = put(event, 3, cart_id)
        assert fresh != cart_id
        assert cart.contents(fresh).quantity == 3
    assert held(event) == 3


def test_an_unpublished_event_sells_nothing(red):
    event = make.event(published=False)
    with pytest.raises(NotOnSale):
        put(event, 1)


def test_a_cancelled_event_sells_nothing(red):
    event = make.event()
    events.cancel(event=event)
    with pytest.raises(NotOnSale):
        put(event, 1)


def test_a_session_that_is_over_sells_nothing(red):
    event = make.event()
    session = make.session_of(event)
    with (
        time_machine.travel(session.ends_at, tick=False),
        pytest.raises(NotOnSale),
    ):
        put(event, 1)


def test_nothing_is_sold_before_and_after_the_sale_window(red):
    now = timezone.now()
    hour = timezone.timedelta(hours=1)
    event = make.event(on_sale_from=now + hour, on_sale_until=now + 2 * hour)
    with pytest.raises(NotOnSale):
        put(event, 1)
    with time_machine.travel(now + 1.5 * hour, tick=False):
        put(event, 1)
    with time_machine.travel(now + 2 * hour, tick=False), pytest.raises(NotOnSale):
        put(event, 1)


def test_a_hidden_type_is_sold_only_to_who_knows_its_code(red):
    event = make.event(hidden=True, access_code="FRIENDS")
    for code in ("", "friends", "FRIEND"):
        with pytest.raises(NotOnSale):
            put(event, 1, access_code=code)
    put(event, 1, access_code="FRIENDS")
    assert held(event) == 1


def test_a_hidden_type_without_a_code_is_sold_to_nobody(red):
    event = make.event(hidden=True)
    with pytest.raises(NotOnSale):
        put(event, 1, access_code="")


def test_a_type_of_another_event_cannot_be_smuggled_in(red):
    cheap, dear = make.event(price=1), make.event(price=10_000)
    with pytest.raises(NotOnSale):
        cart.put(
            cart_id=None,
            session_id=make.session_of(dear).pk,
            quantities={make.type_of(cheap).pk: 1},
        )


def test_one_cart_has_one_currency(red):
    cart_id = put(make.event(currency="EUR"), 1)
    with pytest.raises(MixedCurrencies):
        put(make.event(currency="GBP"), 1, cart_id)
    assert cart.contents(cart_id).currency == "EUR"


def test_the_price_stays_what_it_was_when_the_places_were_taken(red):
    event = make.event(price=2000)
    cart_id = put(event, 1)
    ticket_type = make.type_of(event)
    ticket_type.price = 3000
    ticket_type.save()
    assert cart.contents(cart_id).total == 2000
