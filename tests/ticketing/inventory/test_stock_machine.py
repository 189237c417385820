"""Whatever buyers do, in any order: the counters equal the rows and nothing is oversold."""

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kernel.errors import Refusal
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.inventory.services import places, programme
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import Reading
from tenant_apps.ticketing.payments.models import Entry
from tenant_apps.ticketing.sales.services import (
    cart,
    checkout,
    expiry,
    refunds,
    settlement,
    stocktake,
)
from tests import make

SUCCEEDED = Reading(state="succeeded", gateway_ref="")


class Sale(RuleBasedStateMachine):
    """A small house, and everybody in it."""

    carts = Bundle("carts")
    orders = Bundle("orders")

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.clock = time_machine.travel(timezone.now(), tick=False)
        self.traveller = self.clock.start()
        self.event = make.event(capacity=8, quantity=5, price=1000)
        self.other = make.ticket_type(self.event, name="Circle", price=700)
        self.session = make.session_of(self.event)
        self.types = [make.type_of(self.event), self.other]

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @rule(target=carts, number=st.integers(0, 6), which=st.integers(0, 1))
    def begin_a_cart(self, number, which):
        return self._put(None, number, which)

    @rule(target=carts, cart_id=carts, number=st.integers(0, 6), which=st.integers(0, 1))
    def change_a_cart(self, cart_id, number, which):
        return self._put(cart_id, number, which)

    def _put(self, cart_id, number, which):
        quantities = {self.types[which].pk: number}
        try:
            return cart.put(cart_id=cart_id, session_id=self.session.pk, quantities=quantities)
        except Refusal:
            return cart_id

    @rule(cart_id=carts)
    def empty_a_cart(self, cart_id):
        if cart_id:
            cart.clear(cart_id=cart_id)

    @rule(target=orders, cart_id=carts)
    def place_an_order(self, cart_id):
        if cart_id is None:
            return None
        buyer = checkout.Buyer(email="ana@example.org", name="Ana", language="en")
        try:
            return checkout.place(cart_id=cart_id, buyer=buyer)
        except Refusal:
            return None

    @rule(placed=orders)
    def money_arrives(self, placed):
        if placed:
            settlement.settle(payment=placed[1], reading=SUCCEEDED)

    @rule(placed=orders)
    def call_an_order_off(self, placed):
        self._try(expiry.cancel, placed)

    @rule(placed=orders)
    def refund_an_order(self, placed):
        self._try(lambda order: refunds.refund(order=order, reason=""), placed)

    def _try(self, verb, placed):
        if placed is None:
            return
        try:
            verb(order=placed[0]) if verb is expiry.cancel else verb(placed[0])
        except Refusal:
            return

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes):
        self.traveller.shift(timezone.timedelta(minutes=minutes))

    @rule()
    def sweep(self):
        expiry.expire_due()
        places.release_expired()

    @rule(capacity=st.integers(0, 12))
    def resize_the_room(self, capacity):
        self.session.refresh_from_db()
        self.session.capacity = capacity
        try:
            programme.schedule(event=self.event, session=self.session)
        except Refusal:
            self.session.refresh_from_db()

    @invariant()
    def the_counters_equal_the_rows(self):
        assert stocktake.differences() == []

    @invariant()
    def nothing_is_oversold(self):
        assert all(one.left >= 0 for one in Stock.objects.all())

    @invariant()
    def the_ledger_holds_the_money_of_the_paid_orders(self):
        paid = Order.objects.filter(status=Order.Status.PAID).values_list("total", flat=True)
        kinds = [Entry.Kind.SALE, Entry.Kind.REFUND]
        booked = Entry.objects.filter(kind__in=kinds).values_list("amount", flat=True)
        assert sum(booked) == sum(paid)


@pytest.mark.usefixtures("red")
def test_a_sale_keeps_its_books_in_any_order_of_doings():
    run_state_machine_as_test(
        Sale,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
