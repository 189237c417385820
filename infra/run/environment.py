"""The Python environment in `.venv`, exactly as `infra/requirements.lock` says."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.run import say
from infra.run.children import Command, run
from infra.run.paths import LOCK, ROOT, SETUP_LOG, TOOLS, VENV

TOOLS_LOCK = ROOT / "infra" / "tools.lock"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "marquee-stamp"
UNFINISHED = VENV / "marquee-unfinished"
NO_NETWORK = "Check that this machine reaches PyPI, then run the same command again."


def prepare() -> Path:
    """Make `.venv` fit the lock, or see that it does; give its Python."""
    wanted = _stamp()
    if STAMP.is_file() and STAMP.read_text() == wanted and _runs(PYTHON):
        return PYTHON
    uv = find_uv()
    with say.step("Python environment (.venv)", log=SETUP_LOG):
        STAMP.unlink(missing_ok=True)
        env = uv_environment()
        if UNFINISHED.exists() or not _is_ours(PYTHON):
            make: Command = [
                uv,
                "venv",
                "--clear",
                "--no-project",
                "--python",
                sys.executable,
                VENV,
            ]
            run("Making .venv", make, log=SETUP_LOG, env=env)
        UNFINISHED.touch()
        sync: Command = [uv, "pip", "sync", "--require-hashes", "--python", PYTHON, LOCK]
        run("Installing the locked packages", sync, log=SETUP_LOG, env=env, advice=NO_NETWORK)
        for packages in VENV.glob("lib/python3*/site-packages"):
            (packages / "marquee.pth").write_text(f"{ROOT}\n{ROOT / 'platform'}\n")
        STAMP.write_text(wanted)
        UNFINISHED.unlink()
    return PYTHON


def find_uv() -> Path:
    """Give a working uv: ours in `.tools`, the one on the PATH, or ours after installing it."""
    if found := uv_at_hand():
        return found
    with say.step("Installer (uv, into .tools)", log=SETUP_LOG):
        python = tools_python()
        pip: list[str | Path] = [python, "-m", "pip", "install", "--require-hashes"]
        run("Installing uv", [*pip, "-r", TOOLS_LOCK], log=SETUP_LOG, advice=NO_NETWORK)
    return TOOLS / "py" / "bin" / "uv"


def uv_at_hand() -> Path | None:
    """Give a working uv if there is one."""
    for candidate in (TOOLS / "py" / "bin" / "uv", shutil.which("uv")):
        if candidate and _runs(Path(candidate)):
            return Path(candidate)
    return None


def tools_python() -> Path:
    """Give the Python of `.tools`, an environment with pip for what the set-up itself needs."""
    python = TOOLS / "py" / "bin" / "python"
    if _runs(python, "-m", "pip"):
        return python
    make: Command = [sys.executable, "-m", "venv", "--clear", TOOLS / "py"]
    run("Making .tools", make, log=SETUP_LOG, advice="Read the log; remove .tools and try again.")
    return python


def uv_environment() -> dict[str, str]:
    """Give the environment for uv: never an interpreter of its own."""
    # Whom the machine trusts, uv trusts: behind a company's proxy its own list is of no use.
    ours = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_SYSTEM_CERTS": "true"}
    return {**os.environ, **ours}


def _stamp() -> str:
    """Say what `.venv` was made from: the lock, the interpreter and the place of the checkout."""
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock} {sys.version_info.major}.{sys.version_info.minor} {ROOT}"


def _is_ours(python: Path) -> bool:
    """Say whether `.venv` works and is of the version that was found."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return _runs(python) and (VENV / "lib" / f"python{version}").is_dir()


def _runs(program: Path, *arguments: str) -> bool:
    try:
        asked: Command = [program, *arguments, "--version"]
        return subprocess.run(asked, capture_output=True, timeout=60).returncode == 0
    except OSError:
        return False
