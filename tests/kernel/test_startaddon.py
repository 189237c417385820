"""The template of an add-on is an add-on that works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

ROOT = Path(settings.ROOT)

TRY = """
import sys, tenant_apps.addons
tenant_apps.addons.__path__.append(sys.argv[1] + "/tenant_apps/addons")
import django
from django.conf import settings
import config.settings.test as base
given = {name: getattr(base, name) for name in dir(base) if name.isupper()}
for apps in ("ADDONS", "TENANT_APPS", "INSTALLED_APPS"):
    given[apps] = [*given[apps], "tenant_apps.addons.raffles"]
settings.configure(**given)
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.urls import reverse
from kernel.addons import installed
from kernel.facts.bus import by_path
call_command("check")
loader = MigrationLoader(None)
found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
assert "raffles" not in found.changes(graph=loader.graph), "models and migration differ"
assert [one.feature for one in installed()][-1] == "raffles"
assert "tenant_apps.addons.raffles.handlers:enter_visitor" in by_path
assert reverse("backstage:raffles:list") == "/backstage/raffles/"
print("works")
"""


def test_a_new_addon_is_installed_migrated_listening_and_reachable(tmp_path):
    call_command("startaddon", "raffles", title="Raffles", root=tmp_path)

    app, tests = tmp_path / "tenant_apps/addons/raffles", tmp_path / "tests/addons/raffles"
    assert {file.name for file in app.iterdir()} >= {
        "apps.py", "models.py", "services.py", "handlers.py", "urls.py", "README.md"
    }  # fmt: skip
    written = [one for home in (app, tests) for one in home.rglob("*") if one.is_file()]
    assert not [one for one in written if "${" in one.read_text() or one.suffix == ".txt"]

    tried = subprocess.run(
        [sys.executable, "-c", TRY, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        timeout=60,
    )
    assert tried.stdout.strip().endswith("works"), tried.stderr

    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--line-length", "100"]
    rules = ["--select", "E,F,B,UP,SIM", "--exclude", "migrations"]
    linted = subprocess.run([*ruff, *rules, str(app)], capture_output=True, text=True, timeout=60)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("code", ["Raffles", "raf-fles", "1raffles", "", "../raffles", "r"])
def test_a_code_that_is_no_name_writes_nothing(tmp_path, code):
    with pytest.raises(CommandError):
        call_command("startaddon", code, root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_left_alone(tmp_path):
    with pytest.raises(CommandError, match="already"):
        call_command("startaddon", "surveys", root=tmp_path)
    mine = tmp_path / "tenant_apps/addons/raffles"
    mine.mkdir(parents=True)
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("startaddon", "raffles", root=tmp_path)
    assert list(mine.iterdir()) == []
