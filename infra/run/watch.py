"""Keeps the parts running: starts again what fell over, gives up with words if it keeps falling."""

import collections
import signal
import time
from collections.abc import Callable

from infra.run import leash, say
from infra.run.children import Child

# Stopped last: the others need them while they finish what they have begun.
STORES = ("postgres", "valkey")
FALLS = 5
WITHIN = 60


class Watch:
    """The running parts of one installation, in the order in which they depend on each other."""

    def __init__(self) -> None:
        self.starters: dict[str, Callable[[], Child]] = {}
        self.children: dict[str, Child] = {}
        self.falls: dict[str, list[float]] = collections.defaultdict(list)

    def start(self, starters: dict[str, Callable[[], Child]]) -> None:
        """Start parts one after the other."""
        for name, starter in starters.items():
            self.starters[name] = starter
            self.children[name] = starter()

    def stop(self) -> None:
        """Stop the application, then the stores, and wait until all are gone."""
        application = [child for name, child in self.children.items() if name not in STORES]
        stores = [child for name, child in self.children.items() if name in STORES]
        for together in (application, stores):
            for child in together:
                child.let_go()
            for child in together:
                child.wait()
        self.children.clear()

    def serve(self) -> None:
        """Watch until a signal stops us."""
        while True:
            time.sleep(0.3)
            for name, child in self.children.items():
                if child.code is not None:
                    self._again(name, child)

    def _again(self, name: str, fallen: Child) -> None:
        now = time.monotonic()
        recent = [moment for moment in self.falls[name] if now - moment < WITHIN]
        self.falls[name] = [*recent, now]
        if len(recent) >= FALLS:
            what = f"{name} fell over {len(recent) + 1} times within a minute."
            raise say.Trouble(what, advice="Read the log; the last lines tell why.", log=fallen.log)
        say.line(f"· {name} ended (exit code {fallen.code}); starting it again. Log: {fallen.log}")
        self.children[name] = self.starters[name]()


def play(act: Callable[[Watch], int]) -> int:
    """Run a command to its end or to a signal, give its exit code, and leave nothing running."""
    stop_on_signals()
    leash.adopt_orphans()
    watch = Watch()
    try:
        return act(watch)
    except say.Trouble as problem:
        say.trouble(problem)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        ignore_signals()  # a second Ctrl-C must not leave the work half undone
        watch.stop()
        leash.kill_offspring()


def stop_on_signals() -> None:
    """Turn Ctrl-C, TERM and a closed terminal into KeyboardInterrupt; ignore later ones."""

    def stop(*_: object) -> None:
        ignore_signals()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup wants us to stay
        signal.signal(signal.SIGHUP, stop)


def ignore_signals() -> None:
    """From here on nothing interrupts us."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
