"""What is started on a leash never outlives the one who started it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from infra.run.children import Child

LEASH = Path(__file__).resolve().parents[2] / "infra" / "run" / "leash.py"
PATIENCE = 20

# A command that starts a grandchild in a session of its own and tells both ids.
FAMILY = """
import os, subprocess, sys, time
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"],
                              start_new_session=True)
print(os.getpid(), grandchild.pid, flush=True)
time.sleep(600)
"""


def start(code: str, *, grace: float = 5) -> subprocess.Popen:
    """Put a Python program on a leash whose other end is ours."""
    return subprocess.Popen(
        [
            sys.executable,
            "-I",
            "-S",
            LEASH,
            "--grace",
            str(grace),
            "--",
            sys.executable,
            "-c",
            code,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def processes(line: str) -> list[psutil.Process]:
    """Give the processes whose ids stand in `line`."""
    return [psutil.Process(int(pid)) for pid in line.split()]


def left(gone: list[psutil.Process]) -> list[psutil.Process]:
    """Wait for processes to go; give those that are still there."""
    return [one for one in psutil.wait_procs(gone, timeout=PATIENCE)[1] if one.is_running()]


@pytest.fixture
def family():
    """A command and its grandchild on a leash."""
    leash = start(FAMILY)
    members = processes(leash.stdout.readline())
    yield leash, members
    for member in members:
        if member.is_running():
            member.kill()
    leash.kill()
    leash.wait(PATIENCE)
    leash.stdout.close()


def test_letting_go_ends_the_command_and_its_offspring(family):
    leash, members = family
    leash.stdin.close()
    assert left(members) == []
    assert leash.wait(PATIENCE) == 128 + signal.SIGTERM


def test_a_terminated_leash_takes_the_command_with_it(family):
    leash, members = family
    leash.terminate()
    assert left(members) == []


def test_a_killed_leash_takes_at_least_the_command_with_it(family):
    leash, (command, _grandchild) = family
    leash.kill()
    assert left([command]) == []


def test_killing_the_one_who_holds_the_leash_leaves_nobody(tmp_path):
    holder = f"""
import sys, time
sys.path.insert(0, {str(LEASH.parents[2])!r})
from infra.run.children import Child
child = Child("family", [sys.executable, "-c", {FAMILY!r}], log=None)
time.sleep(600)
"""
    supervisor = subprocess.Popen(
        [sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    members = processes(supervisor.stdout.readline())
    leashes = psutil.Process(supervisor.pid).children()
    os.kill(supervisor.pid, signal.SIGKILL)
    supervisor.communicate()
    assert len(leashes) == 1
    assert left([*members, *leashes]) == []


def test_a_command_is_asked_before_it_is_killed(tmp_path):
    farewell = tmp_path / "farewell"
    code = f"""
import pathlib, signal, sys, time
def bye(*_):
    pathlib.Path({str(farewell)!r}).write_text("in order")
    sys.exit(7)
signal.signal(signal.SIGTERM, bye)
print("ready", flush=True)
time.sleep(600)
"""
    leash = start(code)
    leash.stdout.readline()
    leash.stdin.close()
    assert leash.wait(PATIENCE) == 7
    assert farewell.read_text() == "in order"


def test_a_command_that_does_not_listen_is_killed_after_the_grace():
    deaf = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), flush=True)
time.sleep(600)
"""
    leash = start(deaf, grace=0.2)
    members = processes(leash.stdout.readline())
    leash.stdin.close()
    assert left(members) == []
    assert leash.wait(PATIENCE) == 128 + signal.SIGKILL


def test_what_a_command_leaves_behind_goes_with_it():
    leaves = FAMILY.replace("time.sleep(600)\n", "sys.exit(3)\n")
    leash = start(leaves)
    _command, grandchild = leash.stdout.readline().split()
    assert leash.wait(PATIENCE) == 3
    assert not psutil.pid_exists(int(grandchild))


def test_the_code_of_a_command_that_ends_at_once_is_told(tmp_path):
    children = [Child("brief", ["/bin/sh", "-c", "exit 3"], log=None) for _ in range(40)]
    assert [child.wait(PATIENCE) for child in children] == [3] * 40


def test_a_program_that_does_not_exist_is_named(tmp_path):
    log = tmp_path / "log"
    child = Child("nothing", ["/no/such/program"], log=log)
    assert child.wait(PATIENCE) == 126
    assert "/no/such/program" in log.read_text()
