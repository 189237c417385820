"""Runs one command that must not outlive whoever started it.

    python leash.py [--user NAME] [--stop INT] [--grace SECONDS] -- COMMAND...

Standard input is the leash. Its other end is held by the one who started us; when that closes,
because he let go or because he died by whatever means, the command is asked to stop, and after the
grace it is killed with all its offspring. Whatever the command leaves behind when it ends by itself
is killed too. Exits with the command's code, or 128 + signal. Linux only; standard library only.
"""

import argparse
import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LIBC = ctypes.CDLL(None, use_errno=True)


def adopt_orphans() -> None:
    """Let what our children leave behind become our children, so that we can find it."""
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def offspring() -> list[int]:
    """Give the ids of our living children, adopted ones included."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid() and state != "Z":
                found.append(int(stat.parent.name))
    return found


def kill_offspring() -> None:
    """Kill our children, then theirs as they become ours, until none is left."""
    while children := offspring():
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


class Leash:
    """The command at one end, the open pipe at the other."""

    def __init__(self, command: list[str], *, user: str | None, stop: int, grace: float) -> None:
        self.stop, self.grace = stop, grace
        self.status: int | None = None
        self.let_go = False
        adopt_orphans()
        self._bell, ring = os.pipe()
        os.set_blocking(ring, False)
        signal.set_wakeup_fd(ring)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        # Kept, since a Popen that is thrown away takes the code of a command that was quick.
        self._command = self._start(command, user)
        self.pid = self._command.pid

    def _ask(self, *_: object) -> None:
        self.let_go = True

    def _start(self, command: list[str], user: str | None) -> subprocess.Popen:
        us = os.getpid()

        def tie() -> None:
            LIBC.prctl(PR_SET_PDEATHSIG, self.stop, 0, 0, 0)
            if os.getppid() != us:
                os._exit(128 + signal.SIGKILL)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)

        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tie,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )

    def _wait(self, seconds: float | None, *, on: list[int]) -> None:
        """Sleep until something happens, and note the command's end."""
        ready = select.select([self._bell, *on], [], [], seconds)[0]
        if self._bell in ready:
            os.read(self._bell, 4096)
        if 0 in ready and not os.read(0, 4096):
            self.let_go = True
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                if found[0] == self.pid:
                    self.status = found[1]

    def hold(self) -> int:
        """Wait for the command's end or for being let go; leave nothing behind; give the code."""
        while self.status is None and not self.let_go:
            self._wait(None, on=[0])
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, self.stop)
            until = time.monotonic() + self.grace
            while self.status is None and (left := until - time.monotonic()) > 0:
                self._wait(left, on=[])
        kill_offspring()
        if self.status is None:
            return 128 + signal.SIGKILL
        code = os.waitstatus_to_exitcode(self.status)
        return code if code >= 0 else 128 - code


def main() -> int:
    """Read the command line and hold the leash."""
    parser = argparse.ArgumentParser(prog="leash")
    parser.add_argument("--user")
    parser.add_argument("--stop", default="TERM")
    parser.add_argument("--grace", type=float, default=10)
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    try:
        leash = Leash(
            given.command,
            user=given.user,
            stop=signal.Signals["SIG" + given.stop],
            grace=given.grace,
        )
    except OSError as problem:
        print(f"cannot run {given.command[0]}: {problem.strerror}", file=sys.stderr)
        return 126
    return leash.hold()


if __name__ == "__main__":
    sys.exit(main())
