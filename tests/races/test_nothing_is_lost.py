"""While people buy, Valkey is stopped, worker and web server are killed, PostgreSQL is restarted.

Nothing is sold twice, no paid order is lost, and every confirmation arrives in the end.
"""

import os
import signal
import threading
import time
from contextlib import ExitStack

import psutil
import pytest

from infra.run import stores
from infra.run.application import Application
from infra.run.folder import temporary
from infra.run.paths import ROOT
from infra.run.valkey import free_port
from tests.bench.visitors import buys
from tests.bench.world import World
from tests.journeys.live import Live, _on_leash, _stagehand

pytestmark = pytest.mark.race
BUYERS = 3


class House:
    """A whole Marquee with a PostgreSQL of its own, each part of which can die and rise again."""

    def __init__(self, stack, folder):
        stored = stores.prepare(folder, durable=True, own=True)
        self._stack, self._parts = stack, {}
        self._starters = dict(stored.starters)
        for name in ("postgres", "valkey"):
            self.start(name)
        application = Application(folder, free_port(), stored.environment)
        application.environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'platform'}"
        self._starters |= application.starters(workers=1, threads=4)
        self.live = Live(application, stack.enter_context(_stagehand(application)))
        self.live.do("build")
        for name in ("web", "worker", "beat"):
            self.start(name)

    def start(self, name):
        self._parts[name] = self._starters[name]()
        _on_leash(self._stack, self._parts[name])

    def stop(self, name):
        """Ask it to end, as an operator does."""
        self._parts[name].let_go()
        self._parts[name].wait(30)

    def kill(self, name):
        """Kill its processes; what its leash started dies without a word."""
        leash = psutil.Process(self._parts[name].leash.pid)
        for process in leash.children(recursive=True):
            process.send_signal(signal.SIGKILL)
        self._parts[name].wait(30)


@pytest.fixture(scope="module")
def house():
    with temporary() as folder, ExitStack() as stack:
        yield House(stack, folder)


class Crowd:
    """People who buy without end and try again when something fails."""

    def __init__(self, live):
        said = live.do("rush", "red")
        world = World(**said, schema_name="", host=f"red.localhost:{live.port}", api_key="")
        make = buys(world, ("127.0.0.1", live.port))
        self.bought, self.failed = 0, 0
        self._over = threading.Event()
        self._people = [
            threading.Thread(target=self._buy, args=(make(number),)) for number in range(BUYERS)
        ]
        for one in self._people:
            one.start()

    def _buy(self, act):
        while not self._over.is_set():
            try:
                act()
            except (AssertionError, OSError, ValueError):
                self.failed += 1
                time.sleep(0.1)
            else:
                self.bought += 1

    def buys_on(self, number=5, seconds=40):
        """Wait until so many more have bought."""
        wanted, until = self.bought + number, time.monotonic() + seconds
        while self.bought < wanted:
            assert time.monotonic() < until, f"{self.bought} bought, {self.failed} failed"
            time.sleep(0.05)

    def go_home(self):
        self._over.set()
        for one in self._people:
            one.join()


def test_whatever_dies_no_paid_order_is_lost(house):
    crowd = Crowd(house.live)
    try:
        crowd.buys_on()
        house.stop("valkey")
        crowd.buys_on()
        house.kill("worker")
        crowd.buys_on()
        house.start("valkey")
        house.stop("postgres")
        time.sleep(1)
        house.start("postgres")
        crowd.buys_on()
        house.kill("web")
        house.start("web")
        crowd.buys_on()
        house.start("worker")
        house.kill("beat")
        house.start("beat")
        crowd.buys_on()
    finally:
        crowd.go_home()
    told = house.live.do("books", "red")
    assert told["differences"] == []
    assert told["paid"] >= crowd.bought
    assert told["tickets"] == 2 * told["paid"]
    assert told["sales"] == told["paid_total"]
    _every_confirmation_arrives(house.live, told["emails"])


def _every_confirmation_arrives(live, emails):
    until = time.monotonic() + 150
    while missing := [one for one in emails if not live.mails(one)]:
        assert time.monotonic() < until, f"{len(missing)} of {len(emails)} mails\n{live.logs()}"
        time.sleep(1)
