"""The launchers find a Python that fits, or say what is missing."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOO_OLD = "#!/bin/sh\nexit 1\n"
TELLS = '#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "$0 $*"\n'


@pytest.fixture
def machine(tmp_path):
    """A machine with no Python at all: a PATH with what the launcher itself needs."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "readlink", "dirname"):
        (tools / tool).symlink_to(shutil.which(tool))
    return tmp_path


def program(path: Path, text: str) -> None:
    """Put a small script in place of a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def launch(machine: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run `infra/bin/check` on that machine."""
    env = {"PATH": str(machine / "bin"), "HOME": str(machine / "home")}
    command = [ROOT / "infra" / "bin" / "check", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=30)


def test_without_a_python_one_line_says_what_to_install(machine):
    program(machine / "bin" / "python3.13", TOO_OLD)
    said = launch(machine)
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert "3.12" in said.stderr


def test_a_shim_that_only_complains_is_passed_over(machine):
    program(machine / "bin" / "python3.13", TOO_OLD)
    program(machine / "bin" / "python3.12", TELLS)
    said = launch(machine, "--quick")
    assert said.stdout.strip() == (f"{machine}/bin/python3.12 -P -m infra.run.setup check --quick")


def test_an_interpreter_of_pyenv_is_found(machine):
    program(machine / "home" / ".pyenv" / "versions" / "3.13.0" / "bin" / "python3", TELLS)
    said = launch(machine)
    assert "versions/3.13.0/bin/python3 -P -m infra.run.setup check" in said.stdout
