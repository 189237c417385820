"""`infra/bin/test [pytest arguments]`: all checks, then all tests, on servers of their own.

With arguments for pytest the checks are left out. The tests run in two processes unless told
otherwise by `-n`.
"""

import os
import sys

from infra.run import check, say, stores
from infra.run.children import Child
from infra.run.environment import PYTHON
from infra.run.folder import Folder, temporary
from infra.run.paths import ROOT
from infra.run.watch import Watch, play

PARALLEL = ("-n", "2", "--dist", "worksteal")


def main() -> int:
    """Run checks and tests; give pytest's exit code, or 1 where only a check failed."""
    with temporary() as folder:
        return play(lambda watch: run_all(folder, watch, sys.argv[1:]))


def run_all(folder: Folder, watch: Watch, arguments: list[str]) -> int:
    """Start the stores, run the checks, and end with the tests."""
    stored = stores.prepare(folder, durable=False, own=True)
    watch.start(stored.starters)
    failed = [] if arguments else check.run_all(folder, stored.environment)
    if failed:
        say.line(f"\nChecks that failed: {', '.join(failed)}. The tests run all the same.\n")
    return pytest(arguments, folder, stored.environment) or (1 if failed else 0)


def pytest(arguments: list[str], folder: Folder, environment: dict[str, str]) -> int:
    """Run pytest on the terminal; give its exit code."""
    parallel = () if any(one.startswith(("-n", "--pdb")) for one in arguments) else PARALLEL
    env = {
        **os.environ,
        **environment,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATA_DIR": str(folder.path),
        "MARQUEE_LEASHED": str(folder.path),
    }
    tests = Child(
        "pytest",
        [PYTHON, "-m", "pytest", *parallel, *arguments],
        log=None,
        env=env,
        keep=[folder.lock_fd],
        cwd=ROOT,
    )
    try:
        return tests.wait()
    finally:
        tests.let_go()


if __name__ == "__main__":
    sys.exit(main())
