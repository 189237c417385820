"""`infra/bin/demo`: the whole of Marquee on this machine, with its demo shops, until Ctrl-C.

infra/bin/demo [--port N] [--data DIR] [--fresh]
"""

import argparse
import json
import sys
import time
from pathlib import Path

import psutil

from infra.run import say, stores
from infra.run.application import HOST, Application, fingerprint
from infra.run.folder import Folder, default_path
from infra.run.watch import Watch, play

STORE_NAMES = {"postgres": "PostgreSQL", "valkey": "Valkey"}
SIGN_INS = "signins.json"
ADVICE = "Read the log. On its own database, `infra/bin/demo --fresh` begins anew."


def main() -> int:
    """Bring it up, serve, and take it down in order."""
    given = arguments()
    return play(lambda watch: serve(Folder(given.data), watch, given))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="infra/bin/demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of the web pages (default: 8000)")
    usual = default_path()
    parser.add_argument("--data", type=Path, default=usual, help=f"data folder (default: {usual})")
    parser.add_argument("--fresh", action="store_true", help="empty the data folder first")
    return parser.parse_args()


def serve(folder: Folder, watch: Watch, given: argparse.Namespace) -> int:
    """Start everything, load the demo where it is missing, tell where it is, and watch over it."""
    began = time.monotonic()
    folder.open(fresh=given.fresh, port=given.port)
    see_that_port_is_free(given.port)
    stored = stores.prepare(folder)
    if stored.starters:
        with say.step(" and ".join(STORE_NAMES[name] for name in stored.starters)):
            watch.start(stored.starters)
    application = Application(folder, given.port, stored.environment)
    load(folder, application, trust_notes=not stored.external)
    with say.step("Web server, worker and clock", log=folder.log("web")):
        watch.start(application.starters())
    welcome(folder, given.port, seconds=time.monotonic() - began)
    environment = application.describe_environment()
    say.line(f"  Commands: . {environment} && .venv/bin/python manage.py help\n")
    try:
        watch.serve()
    except KeyboardInterrupt:
        say.line("\nStopping …")
    return 0


def see_that_port_is_free(port: int) -> None:
    """Raise Trouble, naming who listens there, when the port is taken."""
    for line in psutil.net_connections("tcp"):
        if line.status == psutil.CONN_LISTEN and line.laddr.port == port:
            who = f" by process {line.pid}" if line.pid else ""
            advice = f"Stop that, or choose another one: infra/bin/demo --port {port + 1}"
            raise say.Trouble(f"Port {port} of {HOST} is taken{who}.", advice=advice)


def load(folder: Folder, application: Application, *, trust_notes: bool) -> None:
    """Bring tables and demo up to date; on our own database, only what changed since."""

    def migrate() -> None:
        with say.step("Tables of the platform", log=folder.log("manage-migrate_schemas")):
            application.manage("migrate_schemas", "--shared", advice=ADVICE)
        with say.step("Blueprint of a shop", log=folder.log("manage-make_blueprint")):
            application.manage("make_blueprint", advice=ADVICE)
        with say.step("Tables of the shops", log=folder.log("manage-migrate_schemas")):
            application.manage("migrate_schemas", "--tenant", advice=ADVICE)

    def fill() -> None:
        say.line("· Demo shops")
        application.manage("load_demo", advice=ADVICE, live=True)

    def describe() -> None:
        application.manage("load_demo", "--describe", advice=ADVICE, answer=folder.path / SIGN_INS)

    schema = fingerprint("**/migrations/*.py")
    content = f"{schema} {fingerprint('**/*.*', of=['infra/demo'])}"
    if not trust_notes:
        schema = content = f"asked anew {time.time()}"
    folder.once("migrate", schema, migrate)
    folder.once("demo", content, fill)
    folder.once("sign-ins", f"{content} {application.port}", describe)


def welcome(folder: Folder, port: int, *, seconds: float) -> None:
    """Tell where everything is and who may sign in."""
    say.line(f"\nMarquee is up after {seconds:.1f} s: http://marquee.localhost:{port}\n")
    rows = json.loads((folder.path / SIGN_INS).read_text())
    columns = ("what", "url", "email", "password")
    widths = {column: max(len(row.get(column, "")) for row in rows) for column in columns}
    for row in rows:
        cells = (row.get(column, "").ljust(widths[column]) for column in columns)
        say.line("  " + "   ".join(cells).rstrip())
    say.line(f"\n  Logs: {folder.logs}    Ctrl-C stops everything.\n")


if __name__ == "__main__":
    sys.exit(main())
