"""First half of every command: find or make what is missing, then run the second half in `.venv`.

python -P -m infra.run.setup demo|test|check|bench|lock|screens|words [arguments]
"""

import fcntl
import os
import sys
from typing import TextIO

from infra.run import environment, frontend, leash, lock, say, system
from infra.run.children import Command, run
from infra.run.paths import ROOT, SETUP_LOG, TOOLS

COMMANDS = ("demo", "test", "check", "bench", "lock", "screens", "words")


def main() -> int:
    """Set up, then become the command."""
    command, *arguments = sys.argv[1:] or [""]
    if command not in COMMANDS:
        say.line(f"Which one? {', '.join(COMMANDS)}")
        return 2
    os.environ.pop("PYTHONPATH", None)
    leash.adopt_orphans()
    try:
        if command == "lock":
            return lock.main(arguments)
        if not {"-h", "--help"} & set(arguments) or not environment.PYTHON.exists():
            prepare(command)
    except say.Trouble as problem:
        say.trouble(problem)
        return 1
    except KeyboardInterrupt:
        say.line("\nStopped. What was done is kept; the next start goes on from there.")
        return 130
    python = str(environment.PYTHON)
    os.execv(python, [python, "-P", "-m", f"infra.run.{command}", *arguments])
    return 0


def prepare(command: str) -> None:
    """Make the machine ready for `command`, one set-up of this checkout at a time."""
    if not os.access(ROOT, os.W_OK):
        advice = "Use a checkout of your own: git clone it into a folder you may write to."
        raise say.Trouble(f"{ROOT} is not yours to write to.", advice=advice)
    TOOLS.mkdir(exist_ok=True)
    SETUP_LOG.unlink(missing_ok=True)
    with (TOOLS / "lock").open("w") as turn:
        take(turn)
        tools = not environment.uv_at_hand() or not frontend.npm_at_hand()
        system.prepare(tests=command in ("test", "screens"), python=tools)
        environment.prepare()
        frontend.prepare()
        compile_words()
        (ROOT / "static_root").mkdir(exist_ok=True)  # WhiteNoise complains where it is missing


def compile_words() -> None:
    """Make the compiled catalogues where one is older than what it is made of."""
    locales = ROOT / "themes" / "locale"
    sources = list(locales.glob("*/LC_MESSAGES/*.po"))
    made = {source: source.with_suffix(".mo") for source in sources}
    is_fresh = (locales / "others").is_dir() and all(
        file.is_file() and file.stat().st_mtime_ns > source.stat().st_mtime_ns
        for source, file in made.items()
    )
    if not is_fresh:
        words: Command = [environment.PYTHON, "-P", "-m", "infra.run.words", "--compile"]
        run("Compiling the catalogues", words, log=SETUP_LOG, cwd=ROOT)


def take(turn: TextIO) -> None:
    """Wait for our turn."""
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with say.step("Waiting for another set-up of this checkout"):
            fcntl.flock(turn, fcntl.LOCK_EX)


if __name__ == "__main__":
    sys.exit(main())
