"""Everything we start, each on a leash (`leash.py`), so that nothing outlives us."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.run.say import Trouble

Command = Sequence[str | Path]
LEASH = Path(__file__).with_name("leash.py")


class Child:
    """A running command; let it go and it stops."""

    def __init__(
        self,
        name: str,
        command: Command,
        *,
        log: Path | None,
        answer: Path | None = None,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        stop: str = "TERM",
        grace: float = 10,
        keep: Sequence[int] = (),
        cwd: Path | None = None,
    ) -> None:
        """Start `command`, writing to `log` (to our own output when None).

        Its standard output alone goes to `answer` where that is given. `stop` is the signal that
        asks it to end, `grace` the seconds it then has. `keep` are open files that the leash
        holds on to until the command is gone: a lock, say.
        """
        self.name, self.log = name, log
        given = ["--stop", stop, "--grace", str(grace), *(["--user", user] if user else [])]
        errors = log.open("ab") if log else None
        output = answer.open("wb") if answer else errors
        try:
            self.leash = subprocess.Popen(
                [sys.executable, "-I", "-S", str(LEASH), *given, "--", *map(str, command)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=errors,
                env=dict(os.environ if env is None else env),
                start_new_session=True,
                pass_fds=keep,
                cwd=cwd,
            )
        finally:
            for file in (errors, output):
                if file:
                    file.close()

    @property
    def code(self) -> int | None:
        """How it ended: its exit code; None while it runs."""
        return self.leash.poll()

    def let_go(self) -> None:
        """Ask it to stop, and return at once."""
        if self.leash.stdin:
            self.leash.stdin.close()

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it and all its offspring are gone; give its exit code."""
        return self.leash.wait(timeout)


def run(
    title: str,
    command: Command,
    *,
    log: Path | None = None,
    answer: Path | None = None,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    advice: str = "",
    cwd: Path | None = None,
    keep: Sequence[int] = (),
) -> None:
    """Run `command` to its end; raise Trouble when it fails."""
    child = Child(title, command, log=log, answer=answer, env=env, user=user, cwd=cwd, keep=keep)
    try:
        code = child.wait()
    finally:
        child.let_go()
    if code:
        raise Trouble(f"{title}: failed (exit code {code}).", advice=advice, log=log)


def wait_until(ready, child: Child, *, seconds: float, advice: str = "") -> None:
    """Wait until `ready()` is true; raise Trouble when `child` ends before, or takes too long."""
    until = time.monotonic() + seconds
    try:
        while not ready():
            if child.code is not None:
                what = f"{child.name} ended at once (exit code {child.code})."
                raise Trouble(what, advice=advice, log=child.log)
            if time.monotonic() > until:
                what = f"{child.name} did not answer within {seconds:.0f} s."
                raise Trouble(what, advice=advice, log=child.log)
            time.sleep(0.05)
    except BaseException:
        child.let_go()
        child.wait()
        raise
