"""What the person at the terminal reads: steps with their time, and troubles with a way out."""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
WIDTH = 100


class Trouble(Exception):
    """Something went wrong that a person can mend: what, what to do, and where to read more."""

    def __init__(self, what: str, *, advice: str = "", log: Path | None = None) -> None:
        super().__init__(what)
        self.what, self.advice, self.log = what, advice, log


def line(text: str = "") -> None:
    """Print one line at once; when nobody reads any more, the work goes on all the same."""
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - open to the end


def tail(log: Path | None, lines: int = 1) -> list[str]:
    """Give the last written lines of a log, without blank ones; nothing when there is no log."""
    try:
        raw = log.read_bytes()[-20_000:] if log else b""
    except OSError:
        return []
    text = raw.decode(errors="replace").replace("\r", "\n")
    return [one for one in text.splitlines() if one.strip()][-lines:]


def trouble(problem: Trouble) -> None:
    """Tell what happened, the last words of the log, and what to do now."""
    line(f"\n✗ {problem.what}")
    for last in tail(problem.log, 12):
        line(f"    {last[:200]}")
    if problem.log:
        line(f"  Full log: {problem.log}")
    if problem.advice:
        line(f"  What to do: {problem.advice}")


@contextlib.contextmanager
def step(title: str, *, log: Path | None = None) -> Iterator[None]:
    """Show what is being done and for how long; on a terminal, the log's last line too."""
    began = time.monotonic()
    done = threading.Event()
    shown = None
    if sys.stdout.isatty():
        shown = threading.Thread(target=_spin, args=(title, log, began, done), daemon=True)
        shown.start()
    mark = "✗"
    try:
        yield
        mark = "✓"
    finally:
        done.set()
        if shown:
            shown.join()
        line(f"{mark} {title} ({time.monotonic() - began:.1f} s)")


def _spin(title: str, log: Path | None, began: float, done: threading.Event) -> None:
    turn = 0
    while not done.wait(0.12):
        last = tail(log)
        detail = f"  {last[0].strip()}" if last else ""
        text = f"{SPINNER[turn % len(SPINNER)]} {title} {time.monotonic() - began:.0f} s{detail}"
        sys.stdout.write(f"\r\033[K{text[:WIDTH]}")
        sys.stdout.flush()
        turn += 1
    sys.stdout.write("\r\033[K")
