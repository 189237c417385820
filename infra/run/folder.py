"""The data folder: one running Marquee at a time, its secret, its logs, what was done already."""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from infra.run import say, system

MARK = "marquee-data.txt"
MARK_TEXT = "Made by Marquee (infra/bin/demo). `demo --fresh` empties this folder.\n"
KEPT_OPEN = ("lock", MARK)
PRIVATE = ("log", "mail", "media")
SERVERS = ("postgres", "valkey-server")
PATIENCE = 30


def default_path() -> Path:
    """Give the usual place; for root outside of /root, where the servers' user may not enter."""
    if system.is_root():
        return Path("/var/lib/marquee")
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "marquee"


class Folder:
    """A data folder that is ours alone until the last of our children has gone."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.logs = self.path / "log"
        self.lock_fd = -1

    def log(self, name: str) -> Path:
        """Give the log file called `name`."""
        return self.logs / f"{name}.log"

    def open(self, *, fresh: bool = False, port: int = 0) -> None:
        """Take the folder, mend what an earlier run left, and empty it if asked to."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._see_that_it_is_ours()
            self._take(port)
            self.path.chmod(0o711 if system.is_root() else 0o700)
        except PermissionError as problem:
            what = f"{problem.filename} is not yours to write to."
            raise say.Trouble(what, advice="Choose another folder with --data DIR.") from None
        end_stragglers(self.path)
        if fresh:
            self._empty()
        (self.path / MARK).write_text(MARK_TEXT)
        for private in PRIVATE:
            (self.path / private).mkdir(mode=0o700, exist_ok=True)
        for old in self.logs.glob("*.log"):
            old.replace(old.with_suffix(".log.1"))

    def secret_key(self) -> str:
        """Give the installation's key, made once."""
        file = self.path / "secret.key"
        if not file.exists():
            made = file.with_suffix(".new")
            made.touch(mode=0o600)
            made.write_text(secrets.token_urlsafe(48))
            made.rename(file)
        return file.read_text()

    def once(self, name: str, version: str, act: Callable[[], None]) -> None:
        """Do `act` unless it was done to its end for this `version`."""
        book = self.path / "done.json"
        done = json.loads(book.read_text()) if book.exists() else {}
        if done.get(name) == version:
            return
        act()
        book.with_suffix(".new").write_text(json.dumps({**done, name: version}))
        book.with_suffix(".new").rename(book)

    def forget(self) -> None:
        """Forget what was done: the database it was done to is gone."""
        (self.path / "done.json").unlink(missing_ok=True)

    def close(self) -> None:
        """Give the folder back."""
        os.close(self.lock_fd)

    def _see_that_it_is_ours(self) -> None:
        there = {file.name for file in self.path.iterdir()}
        if there - {"lock"} and MARK not in there:
            what = f"{self.path} holds other things, and Marquee wants a folder of its own."
            raise say.Trouble(what, advice="Choose an empty or new folder with --data DIR.")

    def _take(self, port: int) -> None:
        self.lock_fd = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        until = time.monotonic() + PATIENCE
        while not self._locked():
            if _alive(holder := self._holder()):
                pid, where = holder["pid"], f"http://marquee.localhost:{holder['port']}"
                what = f"Marquee already runs on {self.path} (process {pid}, {where})."
                advice = f"Use it, stop it (kill {pid}), or choose another --data and --port."
                raise say.Trouble(what, advice=advice)
            if time.monotonic() > until:
                what = f"What an earlier run left on {self.path} does not stop."
                raise say.Trouble(what, advice=f"See who holds it: fuser -v {self.path}/lock")
            time.sleep(0.1)
        us = {"pid": os.getpid(), "began": psutil.Process().create_time(), "port": port}
        os.ftruncate(self.lock_fd, 0)
        os.pwrite(self.lock_fd, json.dumps(us).encode(), 0)

    def _holder(self) -> dict:
        try:
            return json.loads(os.pread(self.lock_fd, 1000, 0))
        except ValueError:
            return {}

    def _locked(self) -> bool:
        try:
            fcntl.flock(self.lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _empty(self) -> None:
        for old in self.path.iterdir():
            if old.name in KEPT_OPEN:
                continue
            if old.is_dir() and not old.is_symlink():
                shutil.rmtree(old)
            else:
                old.unlink()


@contextmanager
def temporary() -> Iterator[Folder]:
    """Give a data folder that is removed at the end."""
    folder = Folder(Path(tempfile.mkdtemp(prefix="marquee-")))
    folder.open()
    try:
        yield folder
    finally:
        folder.close()
        shutil.rmtree(folder.path, ignore_errors=True)


def end_stragglers(path: Path) -> None:
    """Kill what still works on the data folder though nobody holds its leash.

    Only a kill of supervisor and leash in one instant can leave such a process.
    """
    for process in psutil.process_iter(["name"]):
        try:
            serves = process.info["name"] in SERVERS and Path(process.cwd()).is_relative_to(path)
            leashed = process.environ().get("MARQUEE_LEASHED") == str(path)
            if process.pid != os.getpid() and (serves or leashed):
                process.kill()
                process.wait(5)
        except (psutil.Error, OSError):
            continue


def _alive(holder: dict) -> bool:
    try:
        return psutil.Process(holder["pid"]).create_time() == holder["began"]
    except (psutil.Error, KeyError):
        return False
