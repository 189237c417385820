"""What only the operating system can give: libraries, fonts, a browser, an unprivileged user."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.run import say
from infra.run.children import run
from infra.run.paths import SETUP_LOG

USER = "marquee"
PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
PDF_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0")
FONTS = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf")
FONTS_PACKAGE = "fonts-noto-core"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def is_root() -> bool:
    """Say whether we may install system packages and must give up rights for the servers."""
    return os.geteuid() == 0


def prepare(*, tests: bool, python: bool) -> None:
    """See that everything of the system's is there, and ask for all that is missing at once.

    For tickets: Pango and, where possible, letters beyond the Latin ones. For `tests`: a browser,
    and what turns a PDF into a picture. For `python`: what makes an environment with pip.
    """
    missing: list[str] = []
    if python and not importlib.util.find_spec("ensurepip"):
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if not all(map(_loads, PDF_LIBRARIES)):
        missing += PDF_PACKAGES
    if tests and not any(map(shutil.which, BROWSERS)):
        missing.append("chromium")
    if tests and not shutil.which("pdftoppm"):
        missing.append("poppler-utils")
    if not FONTS.exists() and (missing or may_install()):
        missing.append(FONTS_PACKAGE)
    elif not FONTS.exists():
        say.line(f"· Names in Arabic, Greek, … need fonts on tickets: {apt_command(FONTS_PACKAGE)}")
    if missing:
        install(*missing)


def may_install() -> bool:
    """Say whether we can install system packages ourselves."""
    return is_root() and bool(shutil.which("apt-get"))


def install(*packages: str) -> None:
    """Install Debian packages where we are root; raise Trouble with the exact command where not."""
    command = apt_command(*packages)
    if not may_install():
        raise say.Trouble(f"Missing on this machine: {', '.join(packages)}.", advice=command)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with say.step(f"System packages: {', '.join(packages)}", log=SETUP_LOG):
        advice = f"Run it by hand to see more: {command}"
        apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
        # An earlier run may have been cut short in the middle of an installation.
        run("dpkg --configure -a", ["dpkg", "--configure", "-a"], log=SETUP_LOG, env=env)
        run("apt-get update", [*apt, "update"], log=SETUP_LOG, env=env, advice=advice)
        added = [*apt, "install", "-y", "--no-install-recommends", *packages]
        run("apt-get install", added, log=SETUP_LOG, env=env, advice=advice)


def apt_command(*packages: str) -> str:
    """Give the line a person would type to install `packages`."""
    sudo = "" if is_root() else "sudo "
    return f"{sudo}apt-get install --no-install-recommends {' '.join(packages)}"


def server_user() -> str | None:
    """Give the user that the servers run as: None for ourselves, `marquee` where we are root."""
    if not is_root():
        return None
    try:
        pwd.getpwnam(USER)
    except KeyError:
        make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
        run("Making the system user marquee", make, log=SETUP_LOG)
    return USER


def ids(user: str | None) -> tuple[int, int]:
    """Give the user and group numbers of `user`, or our own."""
    if user is None:
        return os.geteuid(), os.getegid()
    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid


def can_run(command: Sequence[str | Path], user: str | None, *, cwd: Path) -> bool:
    """Say whether `user` can reach and run `command`."""
    try:
        tried = subprocess.run(
            command,
            capture_output=True,
            cwd=cwd,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )
        return tried.returncode == 0
    except OSError:
        return False


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
