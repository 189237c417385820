"""Many workers at one delivery: what happens inside happens once."""

import threading
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from kernel.facts import bus
from kernel.facts.bus import Fact, announce, when
from kernel.facts.models import Record
from kernel.outbox.delivery import deliver
from kernel.outbox.models import Delivery
from kernel.tenancy import in_tenant

WORKERS = 8


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Fact):
    """For this test."""


@dataclass(frozen=True, kw_only=True)
class LightWentOn(Fact):
    """What its handler writes."""


@pytest.fixture
def shop(arena):
    """A handler that writes, falls over twice after it has written, then does its work."""
    crashes = [None, None]
    lock = threading.Lock()

    def switch_on(fact):
        announce(LightWentOn())
        with lock:
            if crashes:
                crashes.pop()
                raise RuntimeError("the worker died")

    when(DoorOpened, path="tests.races:switch_on")(switch_on)
    yield arena.schema_name
    bus.by_path.pop("tests.races:switch_on")
    bus._listeners.pop(DoorOpened)


def test_eight_workers_and_two_crashes_make_one_effect(shop):
    with in_tenant(shop), transaction.atomic():
        announce(DoorOpened())
        delivery_id = Delivery.objects.get(name="DoorOpened").pk
    start = threading.Barrier(WORKERS)
    done = []

    def work():
        try:
            start.wait()
            with in_tenant(shop):
                for _turn in range(40):
                    Delivery.objects.filter(pk=delivery_id).update(due_at="2020-01-01T00:00Z")
                    done.append(deliver(delivery_id))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with in_tenant(shop):
        assert done.count(True) == 1
        assert Record.objects.filter(name="LightWentOn").count() == 1
        assert not Delivery.objects.filter(pk=delivery_id).exists()
