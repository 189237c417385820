"""Somebody changes an event's currency while others order: no order is left in the old one."""

import threading

import pytest
from django.db import connection

from kernel.errors import Refusal
from kernel.tenancy import in_tenant
from tenant_apps.ticketing.events.errors import CurrencyLocked
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.services import checkout, currency, stocktake
from tests import make

pytestmark = pytest.mark.race
ROUNDS = 6
BUYERS = 4


def test_an_order_and_a_change_of_currency_never_both_succeed(arena):
    outcomes = set()
    for number in range(ROUNDS):
        event = make.event(name=f"Round {number}", price=2500, currency="EUR")
        carts = [make.cart_with(event, 1) for _ in range(BUYERS)]
        prices = {make.type_of(event).pk: 2700}
        outcomes.add(_race(event, carts, prices))
        event.refresh_from_db()
        orders = Order.objects.for_event(event.pk)
        assert {one.currency for one in orders} <= {event.currency}
        assert (event.currency == "EUR") == orders.exists()
    assert stocktake.differences() == []
    assert outcomes <= {"changed", "locked"}


def _race(event, carts, prices):
    start = threading.Barrier(len(carts) + 1)
    said = []

    def place(cart_id):
        buyer = checkout.Buyer(email=f"{cart_id.hex}@example.org", name="Buyer", language="en")
        with in_tenant("arena"):
            connection.ensure_connection()
            start.wait()
            try:
                checkout.place(cart_id=cart_id, buyer=buyer)
            except Refusal:
                pass
            finally:
                connection.close()

    def change():
        with in_tenant("arena"):
            connection.ensure_connection()
            start.wait()
            try:
                currency.change(event=Event(pk=event.pk), currency="USD", amounts=prices)
                said.append("changed")
            except CurrencyLocked:
                said.append("locked")
            finally:
                connection.close()

    crowd = [threading.Thread(target=place, args=(one,)) for one in carts]
    crowd.append(threading.Thread(target=change))
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return said[0]
