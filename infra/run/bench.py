"""`infra/bin/bench [arguments]`: measure a fresh Marquee on a durable database of its own.

`python -m tests.bench` gets the environment of the application, and besides MARQUEE_URL (of the
platform), MARQUEE_WEB_PID (the parent of the web server's processes), PGHOST, PGUSER, PGDATABASE
and MARQUEE_PG_BIN (where pgbench stands).
"""

import sys

from infra.run import say, stores
from infra.run.application import Application
from infra.run.children import run
from infra.run.environment import PYTHON
from infra.run.folder import Folder, temporary
from infra.run.paths import ROOT
from infra.run.valkey import free_port
from infra.run.watch import Watch, play


def main() -> int:
    """Measure, and remove all traces."""
    with temporary() as folder:
        return play(lambda watch: measure(folder, watch))


def measure(folder: Folder, watch: Watch) -> int:
    """Bring Marquee up without demo shops, and let the measurement run against it."""
    stored = stores.prepare(folder, own=True)
    watch.start(stored.starters)
    application = Application(folder, free_port(), stored.environment)
    with say.step("Tables", log=folder.log("manage-migrate_schemas")):
        application.manage("migrate_schemas", "--shared")
        application.manage("make_blueprint")
    # Mails and PDFs are made by workers, on machines of their own or after the rush: not beside it.
    application.environment["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    with say.step("Web server", log=folder.log("web")):
        watch.start({"web": application.starters()["web"]})
    env = {
        **application.environment,
        "MARQUEE_URL": f"http://marquee.localhost:{application.port}",
        "MARQUEE_WEB_PID": str(watch.children["web"].leash.pid),
    }
    run("tests.bench", [PYTHON, "-P", "-m", "tests.bench", *sys.argv[1:]], env=env, cwd=ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
