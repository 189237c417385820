"""What both embedded servers need: their programs, and folders of an unprivileged user."""

import hashlib
import importlib.util
import os
import shutil
from importlib.metadata import version
from pathlib import Path

from infra.run import say, system
from infra.run.folder import Folder


def programs(wheel: str, inside: str, program: str, folder: Folder, user: str | None) -> Path:
    """Give the folder `inside` an installed wheel from which `user` can run `program`.

    Where he may not enter the checkout, this is a copy in the data folder.
    """
    if not _enters(folder.path, user):
        what = f"The servers do not run as root, and their user {user} cannot enter {folder.path}."
        raise say.Trouble(what, advice="Choose a folder outside of /root with --data DIR.")
    package = installed(wheel)
    if system.can_run([package / inside / program, "--version"], user, cwd=folder.path):
        return package / inside
    copied = copy(package, inside, folder.path / "programs", version(wheel)) / inside
    if not system.can_run([copied / program, "--version"], user, cwd=folder.path):
        what = f"{copied / program} does not run on this machine."
        advice = "It needs Linux with glibc on x86_64 or arm64; or set DATABASE_URL and REDIS_URL."
        raise say.Trouble(what, advice=advice)
    return copied


def installed(wheel: str) -> Path:
    """Give the folder of an installed wheel's package, without importing it."""
    spec = importlib.util.find_spec(wheel.replace("-", "_"))
    if not spec or not spec.submodule_search_locations:
        raise say.Trouble(f"{wheel} is not installed.", advice="Remove .venv and try again.")
    return Path(spec.submodule_search_locations[0])


def copy(package: Path, inside: str, home: Path, number: str) -> Path:
    """Copy a package's programs and the libraries that stand beside the package."""
    whole = home / f"{package.name}-{number}"
    if not whole.exists():
        for older in home.glob(f"{package.name}-*"):
            shutil.rmtree(older)
        fresh = home / f"new-{whole.name}"
        shutil.rmtree(fresh, ignore_errors=True)
        leave = shutil.ignore_patterns("include")
        shutil.copytree(package / inside, fresh / package.name / inside, ignore=leave)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        fresh.rename(whole)
    return whole / package.name


def give(path: Path, user: str | None) -> Path:
    """Make a folder that only `user` (ourselves when None) may enter."""
    path.mkdir(exist_ok=True)
    os.chown(path, *system.ids(user))
    path.chmod(0o700)
    return path


def socket_folder(folder: Folder, user: str | None, *, longest: int) -> Path:
    """Give a private folder for sockets, in /tmp where the data folder's name is too long."""
    path = folder.path / "run"
    if len(str(path)) + len("/.s.PGSQL.5432") > longest:
        name = hashlib.sha256(str(folder.path).encode()).hexdigest()[:12]
        path = Path("/tmp") / f"marquee-{name}"
        if os.path.lexists(path) and path.lstat().st_uid != system.ids(user)[0]:
            raise say.Trouble(f"{path} belongs to somebody else.", advice="Use a shorter --data.")
    return give(path, user)


def _enters(path: Path, user: str | None) -> bool:
    return system.can_run(["/bin/ls", "-d", path / "lock"], user, cwd=Path("/"))
