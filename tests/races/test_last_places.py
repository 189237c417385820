"""Sixty-four buyers want the last places, and a worker dies among them: each is sold once."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from tenant_apps.ticketing.inventory.models import Hold, Stock
from tenant_apps.ticketing.inventory.services import places
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Entry
from tenant_apps.ticketing.sales.services import expiry, stocktake
from tenant_apps.ticketing.tickets.models import Ticket
from tests import make

pytestmark = pytest.mark.race
CAPACITY = 300


def test_no_place_is_sold_twice_and_none_is_lost(arena, start_buyers):
    event = make.event(capacity=CAPACITY, quantity=CAPACITY - 50, price=1000)
    wanted = make.session_of(event), make.type_of(event)
    crowd = [start_buyers(*wanted, threads=16, seed=seed) for seed in range(4)]
    victim = crowd[0]
    for _ in range(12):  # it is in the middle of its sales now
        victim.stdout.readline()
    victim.kill()
    for process in crowd:
        process.communicate(timeout=120)
    assert [process.returncode for process in crowd[1:]] == [0, 0, 0]
    assert stocktake.differences() == []
    _everybody_left_behind_gives_up()
    last = start_buyers(*wanted, threads=1, seed=99)
    last.communicate(timeout=120)
    quota = Stock.objects.get(ticket_type=wanted[1])
    # The last buyer asks for up to three at once, so one or two places may be left over.
    assert CAPACITY - 50 - 2 <= quota.sold <= CAPACITY - 50
    assert stocktake.differences() == []
    assert Ticket.objects.valid().count() == quota.sold
    assert _money_in_the_ledger() == 1000 * quota.sold


def _everybody_left_behind_gives_up():
    """The time of those who were served by the dead worker runs out."""
    past = timezone.now() - timedelta(seconds=1)
    Hold.objects.update(expires_at=past)
    Order.objects.filter(status=Order.Status.PENDING).update(expires_at=past)
    expiry.expire_due()
    places.release_expired()
    assert stocktake.differences() == []


def _money_in_the_ledger():
    sales = Entry.objects.filter(kind__in=[Entry.Kind.SALE, Entry.Kind.REFUND])
    return sales.aggregate(sum=Sum("amount"))["sum"]
