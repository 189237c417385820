"""An event's currencies: its own until the first order, price lists beside it, one per order."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing import sheets
from billing.services import payouts
from kernel.tenancy import PUBLIC
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant
from tenant_apps.ticketing.events.errors import (
    CurrencyLocked,
    NoSuchCurrency,
    PriceBetweenSteps,
    PricesMissing,
)
from tenant_apps.ticketing.events.models import Price
from tenant_apps.ticketing.inventory.models import Hold
from tenant_apps.ticketing.inventory.services import prices
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Entry, Payment
from tenant_apps.ticketing.sales.errors import (
    AmountTooSmall,
    CartHasChanged,
    MixedCurrencies,
    NotInCurrency,
)
from tenant_apps.ticketing.sales.services import (
    bookkeeping,
    cart,
    checkout,
    currency,
    expiry,
    refunds,
    stocktake,
)
from tests import make

BUYER = checkout.Buyer(email="ana@example.org", name="Ana", language="en")
ALL_TIME = payouts.Period(date(2020, 1, 1), date(2099, 12, 31), "Europe/Paris")


def listed(event, code, **amounts):
    """Give the event's types prices in another currency, by their names."""
    types = {one.name: one.pk for one in event.ticket_types.all()}
    rows = {types[name]: amount for name, amount in amounts.items()}
    prices.write(event=event, currency=code, amounts=rows)
    return event


def put(event, number=2, cart_id=None, code=""):
    wish = {make.type_of(event).pk: number}
    session = make.session_of(event)
    return cart.put(cart_id=cart_id, session_id=session.pk, quantities=wish, currency=code)


def price_of(event, amount):
    return {make.type_of(event).pk: amount}


# ------------------------------------------------------------------ price lists


def test_an_event_sells_where_every_type_on_offer_has_a_price(red):
    event = make.event()
    box = make.ticket_type(event, name="Box", price=9000)
    make.ticket_type(event, name="Child", price=0)
    listed(event, "USD", Stalls=2700)
    assert event.currencies == ["EUR"]

    listed(event, "USD", Box=9500)
    assert event.currencies == ["EUR", "USD"]

    box.active = False
    box.save()
    prices.write(event=event, currency="USD", amounts={box.pk: None})
    assert event.currencies == ["EUR", "USD"]


def test_a_price_list_is_for_currencies_that_have_a_fee_and_prices_that_cards_can_pay(red):
    event = make.event()
    for code in ("EUR", "KPW", "XXX"):
        with pytest.raises(NoSuchCurrency):
            listed(event, code, Stalls=100)
    with pytest.raises(PriceBetweenSteps):
        listed(event, "KWD", Stalls=4805)
    assert not Price.objects.exists()


def test_a_proposal_is_rounded_to_local_habit(red):
    event = make.event(price=2500)
    rate = Decimal("163.27")
    assert prices.proposed([make.type_of(event)], old="EUR", new="JPY", rate=rate) == price_of(
        event, 4100
    )


# ------------------------------------------------------------------ carts


def test_a_cart_has_the_prices_of_the_currency_it_was_filled_in(red):
    event = listed(make.event(price=2500), "JPY", Stalls=4100)
    filled = cart.contents(put(event, code="JPY"))
    assert (filled.currency, filled.total) == ("JPY", 8200)
    more = cart.contents(put(event, 3, cart_id=filled.id))
    assert (more.currency, more.total) == ("JPY", 12300)


def test_a_currency_without_prices_is_refused_and_nothing_is_held(red):
    with pytest.raises(NotInCurrency):
        put(make.event(), code="JPY")
    assert not Hold.objects.exists()


def test_an_event_in_another_currency_is_refused_with_what_to_do(red):
    cart_id = put(make.event(price=2500))
    abroad = make.event(name="Abroad", price=4000, currency="GBP")
    with pytest.raises(MixedCurrencies, match="Pay for your cart first"):
        put(abroad, cart_id=cart_id)
    assert cart.contents(cart_id).total == 5000


def test_an_event_joins_a_cart_in_the_carts_currency_where_it_sells_in_it(red):
    cart_id = put(make.event(price=2500))
    abroad = listed(make.event(name="Abroad", price=4000, currency="GBP"), "EUR", Stalls=4500)
    assert cart.contents(put(abroad, cart_id=cart_id)).total == 5000 + 9000


def test_switching_a_cart_makes_every_price_new_or_none(red):
    event = listed(make.event(price=2500), "USD", Stalls=2700)
    other = make.event(name="Other", price=1000)
    cart_id = put(event)
    switched = cart.contents(cart.switch(cart_id=cart_id, currency="USD"))
    assert (switched.currency, switched.total) == ("USD", 5400)
    back = cart.switch(cart_id=switched.id, currency="EUR")
    both = put(other, cart_id=back)
    with pytest.raises(NotInCurrency):
        cart.switch(cart_id=both, currency="USD")
    assert (cart.contents(both).currency, cart.contents(both).total) == ("EUR", 7000)


def test_what_was_switched_in_another_window_is_not_ordered_unseen(red):
    event = listed(make.event(price=2500), "USD", Stalls=2500)
    seen = cart.contents(put(event))
    cart.switch(cart_id=seen.id, currency="USD")
    with pytest.raises(CartHasChanged):
        checkout.place(cart_id=seen.id, buyer=BUYER, cart=seen)
    assert not Order.objects.exists()


# ------------------------------------------------------------------ the event's own currency


def test_until_the_first_order_the_currency_changes_and_carts_are_let_go(red):
    event = make.event(price=2500, capacity=10)
    cart_id = put(event)
    changed = currency.change(event=event, currency="JPY", amounts=price_of(event, 4100))
    assert (changed.currency, make.type_of(event).price) == ("JPY", 4100)
    assert cart.contents(cart_id).holds == []
    assert stocktake.differences() == []


def test_every_type_is_given_a_price(red):
    event = make.event()
    make.ticket_type(event, name="Box")
    with pytest.raises(PricesMissing):
        currency.change(event=event, currency="USD", amounts=price_of(event, 2700))


@pytest.mark.parametrize("end", ["pending", "paid", "refunded"])
def test_an_order_binds_the_event_to_its_currency(red, end):
    event = make.event()
    order, payment = make.placed_order(event)
    if end != "pending":
        make.pay(payment)
    if end == "refunded":
        refunds.refund(order=order, reason="ill")
    with pytest.raises(CurrencyLocked):
        currency.change(event=event, currency="USD", amounts=price_of(event, 2700))
    event.refresh_from_db()
    assert event.currency == "EUR"


def test_an_order_that_came_to_nothing_binds_nobody(red):
    event = make.event()
    expiry.cancel(order=make.placed_order(event)[0])
    currency.change(event=event, currency="USD", amounts=price_of(event, 2700))


def test_a_cart_filled_before_a_change_makes_no_order_after_it(red):
    event = make.event(price=2500)
    seen = cart.contents(put(event))
    event.currency = "USD"  # as a change would that came between
    event.save()
    with pytest.raises(CartHasChanged):
        checkout.place(cart_id=seen.id, buyer=BUYER, cart=seen)


@pytest.mark.parametrize(
    ("old", "new", "price", "same"),
    [("EUR", "USD", 2550, 2550), ("EUR", "JPY", 2550, 26), ("EUR", "KWD", 2550, 25500),
     ("JPY", "EUR", 26, 2600), ("KWD", "EUR", 25_505, 2551)],
)  # fmt: skip
def test_the_same_figures_in_another_currency(red, old, new, price, same):
    kind = make.type_of(make.event(price=price))
    assert currency.same_numbers([kind], old=old, new=new) == {kind.pk: same}


# ------------------------------------------------------------------ whole sales


@pytest.mark.parametrize(
    ("code", "price", "fee"),
    [("JPY", 4800, 120 + 50), ("KWD", 4800, 120 + 100), ("TND", 12340, 310 + 1000)],
)
def test_a_sale_in_any_number_of_decimals_adds_up(red, code, price, fee):
    event = make.event(price=price, currency=code)
    order = make.paid_order(event, 1)
    assert (order.total, order.currency) == (price, code)
    (sums,) = payouts.statement(ALL_TIME).totals
    assert (sums.currency, sums.gross, sums.platform_fees) == (code, price, -fee)
    assert sums.net == price - fee
    refunds.refund(order=order, reason="ill")
    (sums,) = payouts.statement(ALL_TIME).totals
    assert (sums.net, sums.tickets) == (0, 0)


def test_reports_never_add_one_currency_to_another(red):
    event = listed(make.event(price=2500), "JPY", Stalls=4100)
    make.paid_order(event, 1)
    order, payment = checkout.place(cart_id=put(event, 1, code="JPY"), buyer=BUYER)
    make.pay(payment)
    said = payouts.statement(ALL_TIME)
    assert [(one.currency, one.gross) for one in said.totals] == [("EUR", 2500), ("JPY", 4100)]
    assert [row.sums.currency for row in said.rows] == ["EUR", "JPY"]
    text = "".join(sheets.statement_csv(said, by="event"))
    assert ",JPY,1,4100,0," in text
    assert ",EUR,1,25.00,0.00," in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it only reads the plan
@given(
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 10**6)), min_size=1, max_size=8),
)
def test_fees_are_never_more_than_the_money_and_are_what_cards_can_move(red, code, lines):
    step = {"KWD": 10}.get(code, 1)
    for quantity, price in lines:
        amount = quantity * price * step
        fee = bookkeeping.ticket_fee(quantity=quantity, amount=amount, currency=code)
        assert 0 < fee <= amount
        assert fee % step == 0


def test_the_application_fee_is_the_sum_of_the_lines(red, stripe):
    _takes_real_money(red, stripe)
    event = make.event(price=4800, currency="KWD")
    make.ticket_type(event, name="Box", price=9990)
    session = make.session_of(event)
    wish = {one.pk: 3 for one in event.ticket_types.all()}
    cart_id = cart.put(cart_id=None, session_id=session.pk, quantities=wish)
    order, payment = checkout.place(cart_id=cart_id, buyer=BUYER)
    checkout.open_payment(order=order, payment=payment)
    intent = stripe.world.find(payment.gateway_account, "payment_intent", payment.gateway_ref)
    fees = sum(line.platform_fee for line in order.lines.all())
    assert (intent["amount"], intent["currency"]) == (3 * (4800 + 9990), "kwd")
    assert intent["application_fee_amount"] == fees > 0
    assert fees % 10 == 0


def test_what_stripe_would_not_take_is_refused_before_there_is_an_order(red, stripe):
    _takes_real_money(red, stripe)
    cart_id = put(make.event(price=20), 2)
    with pytest.raises(AmountTooSmall, match="€0.50"):
        checkout.place(cart_id=cart_id, buyer=BUYER)
    assert not Order.objects.exists()
    assert not Payment.objects.exists()
    assert cart.contents(cart_id).quantity == 2


def _takes_real_money(tenant, stripe):
    with schema_context(PUBLIC):
        Tenant.objects.filter(pk=tenant.pk).update(
            gateway="stripe", stripe_account=stripe.account()
        )
    directory.changed()
    connection.set_tenant(directory.by_schema(tenant.schema_name))


# ------------------------------------------------------------------ pages


def test_a_buyer_chooses_a_currency_and_pays_in_it(red, client_for):
    event = listed(make.event(price=2500), "JPY", Stalls=4100)
    buyer = client_for(red)
    at = event.get_absolute_url()
    assert "€25.00" in buyer.get(at).content.decode()
    assert buyer.post("/currency", {"currency": "JPY", "next": at})["Location"] == at
    page = buyer.get(at).content.decode()
    assert "JP¥4,100" in page
    assert 'digits="0"' in page
    assert "from JP¥4,100" in buyer.get("/").content.decode()
    wish = {"session": make.session_of(event).pk, f"qty_{make.type_of(event).pk}": 2}
    buyer.post("/cart/add", wish | {"currency": "JPY"})
    assert "JP¥8,200" in buyer.get("/checkout").content.decode()
    card = {"name": "Ana", "email": "a@example.org", "terms": "on", "number": "4242424242424242"}
    paid = buyer.post("/checkout", card, follow=True).content.decode()
    assert "JP¥8,200" in paid
    assert Entry.objects.get(kind="sale").currency == "JPY"


def test_where_there_is_one_currency_nobody_is_asked(red, client_for):
    page = client_for(red).get(make.event().get_absolute_url()).content.decode()
    assert 'name="currency" value="EUR"' in page
    assert "<select" not in page


def test_a_switched_cart_says_what_it_was_and_what_it_is(red, client_for):
    event = listed(make.event(price=2500), "USD", Stalls=2700)
    buyer = client_for(red)
    wish = {"session": make.session_of(event).pk, f"qty_{make.type_of(event).pk}": 2}
    buyer.post("/cart/add", wish)
    page = buyer.post("/cart/currency", {"currency": "USD"}, follow=True).content.decode()
    assert "Your tickets cost US$54.00 now. In the other currency it was €50.00." in page


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_choosing_a_currency_leads_nowhere_else(red, client_for, back):
    answer = client_for(red).post("/currency", {"currency": "JPY", "next": back})
    assert answer["Location"] == "/"


def test_an_organizer_sets_a_price_list_from_a_proposal(red, client_for):
    event = make.event(price=2500)
    desk = client_for(red, "owner")
    at = f"/backstage/events/{event.pk}/prices/USD"
    assert 'value="27.00"' in desk.get(at, {"rate": "1.08"}).content.decode()
    assert not Price.objects.exists()
    saved = desk.post(at, {f"price_{make.type_of(event).pk}": "27,00"}, follow=True)
    assert "For sale" in saved.content.decode()
    assert event.currencies == ["EUR", "USD"]
    make.ticket_type(event, name="Box", price=9000)
    page = desk.get(f"/backstage/events/{event.pk}/tickets").content.decode()
    assert "No price for Box" in page
    desk.post(f"{at}/end")
    assert not Price.objects.exists()


def test_an_organizer_changes_the_currency_until_the_first_order(red, client_for):
    event = make.event(price=2500)
    desk = client_for(red, "owner")
    at = f"/backstage/events/{event.pk}/currency?to=JPY"
    assert 'value="25"' in desk.get(at).content.decode()
    desk.post(at, {f"price_{make.type_of(event).pk}": "4100"})
    event.refresh_from_db()
    assert (event.currency, make.type_of(event).price) == ("JPY", 4100)
    make.paid_order(event)
    back = f"/backstage/events/{event.pk}/currency?to=EUR"
    said = desk.post(back, {f"price_{make.type_of(event).pk}": "25"}, follow=True)
    assert "Orders exist in JPY, so it stays." in said.content.decode()
    event.refresh_from_db()
    assert event.currency == "JPY"
