"""Facts reach their handlers: after the commit, once, and never at the sale's expense."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kernel.actor import Actor, act_as, acting
from kernel.facts import bus
from kernel.facts.bus import Fact, announce, when
from kernel.facts.models import Record
from kernel.outbox import delivery as outbox
from kernel.outbox import sweep
from kernel.outbox.models import Delivery
from kernel.tenancy import current, in_tenant


@dataclass(frozen=True, kw_only=True)
class BellRang(Fact):
    """For these tests."""

    bell_id: int
    loud: bool = False


@pytest.fixture
def listen():
    """Return `listen(handler, **how)`; forget the handlers afterwards."""
    before = dict(bus.by_path)

    def register(handler, **how):
        path = f"tests.kernel:{handler.__name__}"
        when(BellRang, path=path, **how)(handler)
        return path

    yield register
    bus._listeners.pop(BellRang, None)
    bus.by_path.clear()
    bus.by_path.update(before)


def ring(bell_id=7):
    with transaction.atomic():
        announce(BellRang(bell_id=bell_id))


def test_a_fact_is_recorded_with_its_actor(red):
    with act_as(Actor("api_key", "42", "Gate")):
        ring()

    record = Record.objects.get()
    assert (record.name, record.body, record.actor) == (
        "BellRang",
        {"bell_id": 7, "loud": False},
        "api_key:42",
    )


def test_outside_a_transaction_nothing_is_announced():
    with pytest.raises(RuntimeError):
        announce(BellRang(bell_id=1))


def test_three_listeners_cost_two_statements(red, listen):
    def one(fact): ...
    def two(fact): ...
    def three(fact): ...

    for handler in (one, two, three):
        listen(handler)

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        announce(BellRang(bell_id=1))

    assert len(asked) == 2
    assert Delivery.objects.count() == 3


def test_a_handler_hears_the_fact_once_in_its_own_tenant(red, listen, run_deliveries):
    heard = []

    def hear(fact):
        heard.append((fact.bell_id, current().schema_name, str(acting()), fact.id))

    listen(hear)
    with act_as(Actor("user", "5")):
        ring()

    assert run_deliveries() == 1
    assert run_deliveries() == 0
    assert heard == [(7, "red", "user:5", Record.objects.get().fact_id)]
    with in_tenant("blue"):
        assert not Record.objects.exists()


@pytest.mark.parametrize("outside", [False, True])
def test_a_failure_is_counted_and_tried_again_later(red, listen, run_deliveries, outside):
    calls = []

    def stumble(fact):
        calls.append(fact.bell_id)
        if outside is False:
            Record.objects.all().delete()  # must not outlive the failure
        if len(calls) == 1:
            raise ValueError("no rope")

    listen(stumble, outside=outside)
    ring()

    assert run_deliveries(strict=False) == 0
    kept = Delivery.objects.get()
    assert (kept.attempts, kept.error, kept.state) == (1, "ValueError: no rope", "waiting")
    assert Record.objects.count() == 1
    assert run_deliveries(strict=False) == 0  # not due yet
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert run_deliveries(strict=False) == 1
    assert calls == [7, 7]
    assert not Delivery.objects.exists()


def test_after_eight_attempts_it_is_parked(red, listen, run_deliveries):
    def fail(fact):
        raise ValueError("never")

    listen(fail)
    ring()
    for hours in range(1, 12):
        with time_machine.travel(timezone.now() + timedelta(hours=2 * hours)):
            run_deliveries(strict=False)

    parked = Delivery.objects.parked().get()
    assert parked.attempts == 8


def test_what_works_outside_is_leased_while_it_works(red, listen, run_deliveries):
    seen = []

    def work(fact):
        pk = Delivery.objects.get().pk
        seen.append(outbox.deliver(pk))  # a second worker comes by

    listen(work, outside=True)
    ring()

    assert run_deliveries() == 1
    assert seen == [False]


def test_a_lease_ends_after_five_minutes(red, listen):
    def work(fact): ...

    listen(work, outside=True)
    ring()
    kept = Delivery.objects.get()
    Delivery.objects.update(lease_until=timezone.now() + outbox.LEASE)

    assert outbox.deliver(kept.pk) is False
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert outbox.deliver(kept.pk) is True


def test_a_handler_that_is_gone_is_not_forgotten(red, listen, run_deliveries):
    def work(fact): ...

    path = listen(work)
    ring()
    del bus.by_path[path]

    assert run_deliveries(strict=False) == 0
    assert Delivery.objects.get().error.startswith("LookupError")


def test_the_sweep_finds_what_was_left(red, listen):
    heard = []

    def hear(fact):
        heard.append(fact.bell_id)

    listen(hear)
    ring()

    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        assert sweep.sweep_tenant("red") == 1
        assert sweep.sweep_tenant("red") == 0
        assert sweep.sweep_tenant("no_such_shop") == 0
    assert heard == [7]


def test_a_rolled_back_fact_never_happened(red, listen):
    def hear(fact): ...

    listen(hear)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        announce(BellRang(bell_id=1))
        raise ZeroDivisionError

    assert not Record.objects.exists()
    assert not Delivery.objects.exists()


def test_a_stored_fact_survives_a_new_field_and_a_lost_one(red):
    fact = BellRang(bell_id=3)

    read = Fact.read("BellRang", {"bell_id": 3, "gone": 1}, id=fact.id, at=fact.at)

    assert read == fact
