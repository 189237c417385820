"""`infra/bin/lock`: write both lock files anew, with hashes and without any address."""

import argparse
import json
import sys

from infra.run import environment, frontend, say
from infra.run.children import Command, run
from infra.run.paths import FRONTEND, LOCK, ROOT, SETUP_LOG, TOOLS

NPM_LOCK = FRONTEND / "package-lock.json"
INDEXES = ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS")
ADDRESSES = ("resolved", "funding")
OLDEST_PYTHON = "3.12"


def main(arguments: list[str]) -> int:
    """Lock what `pyproject.toml` and `infra/frontend/package.json` ask for."""
    parser = argparse.ArgumentParser(prog="infra/bin/lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest allowed versions")
    upgrade = parser.parse_args(arguments).upgrade
    TOOLS.mkdir(exist_ok=True)
    lock_python(upgrade=upgrade)
    lock_npm(upgrade=upgrade)
    say.line("Locked. The next demo or test installs it.")
    return 0


def lock_python(*, upgrade: bool) -> None:
    """Write `infra/requirements.lock` for every Python from the oldest on."""
    uv = environment.find_uv()
    env = {k: v for k, v in environment.uv_environment().items() if k not in INDEXES}
    made = ["--group", "dev", "--universal", "--python-version", OLDEST_PYTHON]
    plain = ["--generate-hashes", "--no-header", "--no-annotate", "--python", sys.executable]
    newest = ["--upgrade"] if upgrade else []
    command: Command = [uv, "pip", "compile", "pyproject.toml", *made, *plain, *newest, "-o", LOCK]
    with say.step("infra/requirements.lock", log=SETUP_LOG):
        run("uv pip compile", command, log=SETUP_LOG, env=env, cwd=ROOT)


def lock_npm(*, upgrade: bool) -> None:
    """Write `package-lock.json`, then take out what carries an address."""
    npm = frontend.find_npm()
    made = ["--package-lock-only", "--omit-lockfile-registry-resolved"]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund"]
    command: Command = [*npm, "update" if upgrade else "install", *made, *quiet]
    with say.step("infra/frontend/package-lock.json", log=SETUP_LOG):
        env = frontend.npm_environment(npm)
        run("npm install", command, log=SETUP_LOG, env=env, cwd=FRONTEND)
        tree = json.loads(NPM_LOCK.read_text())
        for package in tree["packages"].values():
            for address in ADDRESSES:
                package.pop(address, None)
        NPM_LOCK.write_text(json.dumps(tree, indent=2) + "\n")
