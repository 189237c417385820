"""The parts of the application: its commands, web server, worker and clock."""

import hashlib
import http.client
import os
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

from infra.run.children import Child, run, wait_until
from infra.run.environment import PYTHON
from infra.run.folder import Folder
from infra.run.paths import LOCK, ROOT

HOST = "127.0.0.1"
SOURCES = ("platform", "shared_apps", "tenant_apps", "themes", "billing", "infra/demo")


class Application:
    """Marquee on one port with one data folder."""

    def __init__(self, folder: Folder, port: int, environment: dict[str, str]) -> None:
        self.folder, self.port = folder, port
        self.settings = {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DATA_DIR": str(folder.path),
            "SECRET_KEY": folder.secret_key(),
            "PORT": str(port),
            "DEMO": "1",
            **environment,
        }
        ours = {"PYTHONUNBUFFERED": "1", "MARQUEE_LEASHED": str(folder.path)}
        self.environment = {**os.environ, **ours, **self.settings}

    def manage(
        self, *command: str, advice: str = "", live: bool = False, answer: Path | None = None
    ) -> None:
        """Run a command of manage.py to its end.

        What it says goes to its log, or to the terminal when it is shown `live`; what it prints
        as its `answer` to the file of that name.
        """
        log = self.folder.log(f"manage-{command[0]}")
        run(
            f"manage.py {' '.join(command)}",
            [PYTHON, ROOT / "manage.py", *command],
            log=None if live else log,
            env=self.environment,
            keep=[self.folder.lock_fd],
            advice=advice,
            answer=answer,
        )

    def describe_environment(self) -> Path:
        """Write what another shell needs to run manage.py on this demo, and give the file.

        It holds the installation's key, and only its owner reads it.
        """
        file = self.folder.path / "environment"
        lines = [f"export {name}={shlex.quote(value)}\n" for name, value in self.settings.items()]
        file.touch(mode=0o600)
        file.write_text("".join(lines))
        return file

    def starters(self, workers: int = 2, threads: int = 2) -> dict[str, Callable[[], Child]]:
        """Give what starts each running part, by its name."""
        return {
            "web": lambda: self.web(workers=workers, threads=threads),
            "worker": self.worker,
            "beat": self.beat,
        }

    def web(self, *, workers: int, threads: int) -> Child:
        """Start the web server; returns when it answers."""
        shape = [
            "--workers",
            str(workers),
            "--blocking-threads",
            str(threads),
            "--respawn-failed-workers",
        ]
        # Beyond this many waiting requests a worker takes no more, and the kernel's queue waits.
        limits = ["--backpressure", str(threads * 16), "--workers-kill-timeout", "5"]
        where = ["--host", HOST, "--port", str(self.port), "--log-level", "warning"]
        app = ["--interface", "wsgi", "--http", "1", "config.wsgi:application"]
        web = self._child("web", "granian", *where, *shape, *limits, *app)
        wait_until(self._answers, web, seconds=90, advice="Read the log; its end tells why.")
        return web

    def worker(self) -> Child:
        """Start the Celery worker."""
        shape = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "info"]
        return self._child("worker", "celery", "-A", "config.celery", "worker", *shape)

    def beat(self) -> Child:
        """Start the clock that sends what is due."""
        kept = ["--schedule", str(self.folder.path / "beat-schedule"), "--pidfile", ""]
        return self._child(
            "beat", "celery", "-A", "config.celery", "beat", *kept, "--loglevel", "info"
        )

    def _child(self, name: str, module: str, *arguments: str) -> Child:
        return Child(
            name,
            [PYTHON, "-m", module, *arguments],
            log=self.folder.log(name),
            env=self.environment,
            keep=[self.folder.lock_fd],
            cwd=ROOT,
        )

    def _answers(self) -> bool:
        line = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            host = self.environment.get("PLATFORM_HOST", "marquee.localhost")
            line.request("GET", "/", headers={"Host": f"{host}:{self.port}"})
            return line.getresponse().status < 500
        except OSError:
            return False
        finally:
            line.close()


def fingerprint(pattern: str, *, of: Sequence[str] = SOURCES) -> str:
    """Tell one state of the sources from the next: which files match, and when they changed."""
    marks = [LOCK.read_text()]
    for file in sorted(file for source in of for file in (ROOT / source).glob(pattern)):
        if "__pycache__" not in file.parts:
            seen = file.stat()
            marks.append(f"{file} {seen.st_size} {seen.st_mtime_ns}")
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()
