"""`infra/bin/check`: what a machine can judge without running the tests; for before a commit."""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from infra.run import say, stores
from infra.run.children import run
from infra.run.environment import PYTHON
from infra.run.folder import Folder, temporary
from infra.run.paths import FRONTEND, LOCK, ROOT, VENV
from infra.run.watch import Watch, play

MANAGE = (PYTHON, ROOT / "manage.py")
PACKAGES = ("platform/kernel", "platform/config", "shared_apps", "tenant_apps", "themes", "billing")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SCHEME": "https",
    "MAIL_URL": "smtp://127.0.0.1",
    "PLATFORM_LEGAL_NAME": "Example SAS",
    "PLATFORM_ADDRESS": "1 rue de l’Exemple, 75000 Paris",
    "PLATFORM_COUNTRY": "FR",
    "PLATFORM_VAT_ID": "FR11123456782",
    "PLATFORM_IBAN": "FR7630006000011234567890189",
    "PLATFORM_EMAIL": "billing@marquee.example",
}


def main() -> int:
    """Run all checks; say at the end which of them found something."""
    with temporary() as folder:
        return play(lambda watch: judge(folder, watch))


def judge(folder: Folder, watch: Watch) -> int:
    """Start the stores and run all checks on them."""
    stored = stores.prepare(folder, durable=False, own=True)
    watch.start(stored.starters)
    failed = run_all(folder, stored.environment)
    say.line(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def run_all(folder: Folder, environment: dict[str, str]) -> list[str]:
    """Run each check, printing what it has to say; give the names of those that failed."""
    local = {"DJANGO_SETTINGS_MODULE": "config.settings.local", "DATA_DIR": str(folder.path)}
    env = {**os.environ, **local, **environment}
    production = {**env, **PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(48)}
    tools = VENV / "bin"

    def command(*parts: str | Path, env: dict[str, str] = env) -> Callable[[Path], None]:
        return lambda log: run("check", parts, log=log, env=env, cwd=ROOT)

    checks = {
        "form (ruff format)": command(tools / "ruff", "format", "--check", "."),
        "faults (ruff)": command(tools / "ruff", "check", "."),
        "types (mypy)": command(tools / "mypy", *PACKAGES, "infra/run"),
        "borders (lint-imports)": command(tools / "lint-imports"),
        "migrations": command(*MANAGE, "makemigrations", "--check", "--dry-run"),
        "production": command(
            *MANAGE, "check", "--deploy", "--fail-level", "WARNING", env=production
        ),
        "templates": command(PYTHON, "-P", "-m", "infra.run.templates"),
        "locks": locks_have_no_address,
    }
    return [name for name, check in checks.items() if not passes(name, check, folder)]


def passes(name: str, check: Callable[[Path], None], folder: Folder) -> bool:
    """Run one check and show what it wrote when it fails."""
    log = folder.log(f"check-{name.split()[0]}")
    try:
        with say.step(f"Check: {name}", log=log):
            check(log)
    except say.Trouble:
        say.line(log.read_text().strip())
        return False
    return True


def locks_have_no_address(log: Path) -> None:
    """Raise Trouble when a lock file says where to download from: that is the machine's affair."""
    for lock in (LOCK, *LOCK.parent.glob("*.lock"), FRONTEND / "package-lock.json"):
        text = lock.read_text()
        if "://" in text or '"resolved"' in text:
            log.write_text(f"{lock} carries an address; write it anew with infra/bin/lock.")
            raise say.Trouble("address in a lock file")


if __name__ == "__main__":
    sys.exit(main())
