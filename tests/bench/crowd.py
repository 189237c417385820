"""A crowd that does the same thing for a while, and what came of it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil


@dataclass
class Measured:
    """So many doings in so many seconds; `times` in seconds each; server CPU in seconds."""

    name: str
    buyers: int
    seconds: float
    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    server_cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Doings per second."""
        return len(self.times) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the web server's CPU for each."""
        return 1000 * self.server_cpu / max(1, len(self.times))

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the doings was done."""
        ranked = sorted(self.times)
        return 1000 * ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0


def measure(
    name: str,
    make_visitor: Callable[[int], Callable[[], None]],
    *,
    buyers: int,
    seconds: float,
    web: psutil.Process,
) -> Measured:
    """Let `buyers` threads each repeat what their visitor does, for about so many seconds.

    `make_visitor(number)` returns the thing to do; it raises on a wrong answer, which is counted as
    a failure and not as a doing. It raises StopIteration when there is nothing left to do.
    """
    measured = Measured(name, buyers, seconds)
    visitors = [make_visitor(number) for number in range(buyers)]
    start = threading.Barrier(buyers + 1)
    end = [0.0]

    def repeat(act: Callable[[], None]) -> None:
        start.wait()
        while (begun := time.perf_counter()) < end[0]:
            try:
                act()
            except StopIteration:
                return
            except (AssertionError, OSError) as error:
                measured.failures.append(repr(error)[:200])
            else:
                measured.times.append(time.perf_counter() - begun)

    crowd = [threading.Thread(target=repeat, args=(act,)) for act in visitors]
    for one in crowd:
        one.start()
    before = _cpu(web)
    end[0] = time.perf_counter() + seconds
    begun = time.perf_counter()
    start.wait()
    for one in crowd:
        one.join()
    measured.seconds = time.perf_counter() - begun
    measured.server_cpu = _cpu(web) - before
    return measured


def _cpu(web: psutil.Process) -> float:
    total = 0.0
    for process in [web, *web.children(recursive=True)]:
        used = process.cpu_times()
        total += used.user + used.system
    return total
