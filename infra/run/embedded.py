"""What both embedded servers need: their programs, and folders of an unprivileged user."""

import hashlib
import importlib.util
import os
import shutil
from pathlib import Path

from infra.run import say, system
from infra.run.folder import Folder


def wheel(package: str, inside: str) -> Path:
    """Give the path `inside` an installed package, without importing the package."""
    spec = importlib.util.find_spec(package)
    if not spec or not spec.submodule_search_locations:
        raise say.Trouble(f"{package} is not installed.", advice="Remove .venv and try again.")
    return Path(spec.submodule_search_locations[0]) / inside


def reachable(tree: Path, program: str, folder: Folder, user: str | None) -> Path:
    """Give `tree`, or a copy of it in the data folder where `user` may not enter the checkout."""
    if not _enters(folder.path, user):
        what = f"The servers do not run as root, and their user {user} cannot enter {folder.path}."
        raise say.Trouble(what, advice="Choose a folder outside of /root with --data DIR.")
    if system.can_run([tree / program, "--version"], user, cwd=folder.path):
        return tree
    copy = folder.path / "programs" / f"{tree.name}-{_version(tree)}"
    if not copy.exists():
        fresh = copy.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(tree, fresh, ignore=shutil.ignore_patterns("include"), symlinks=True)
        fresh.rename(copy)
    if not system.can_run([copy / program, "--version"], user, cwd=folder.path):
        what = f"{copy / program} does not run on this machine."
        advice = (
            "They need Linux with glibc on x86_64 or arm64; else set DATABASE_URL and REDIS_URL."
        )
        raise say.Trouble(what, advice=advice)
    return copy


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


def _version(tree: Path) -> str:
    """Tell one version of a program from the next by the names and sizes of its files."""
    marks = [
        f"{file.stat().st_size} {file.name}" for file in sorted(tree.rglob("*")) if file.is_file()
    ]
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:12]
