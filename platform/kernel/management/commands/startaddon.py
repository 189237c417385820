"""`manage.py startaddon raffles`: a folder that works, to be filled."""

import re
from pathlib import Path
from string import Template
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

TEMPLATE = Path(__file__).resolve().parents[2] / "addon_template"
CODE = re.compile(r"[a-z][a-z0-9]{1,39}")
SUFFIX = ".txt"  # what the template's files end in, so that no tool takes them for code


class Command(BaseCommand):
    help = "Copy the template of an add-on to tenant_apps/addons/<code> and tests/addons/<code>."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="small letters, the plural of what it is about: raffles")
        parser.add_argument("--title", default="", help="what organizers read in the menu")
        parser.add_argument("--root", type=Path, default=Path(settings.ROOT))

    def handle(self, *args: Any, code: str, title: str, root: Path, **options: Any) -> None:
        if not CODE.fullmatch(code):
            raise CommandError(f"“{code}”: write small letters and digits, a letter first.")
        if not re.fullmatch(r"[^\"\\{}%<>\n]{0,60}", title):
            raise CommandError("A title has no quotes, braces, brackets or line breaks.")
        if code in {config.label for config in apps.get_app_configs()}:
            raise CommandError(f"There is an app called {code} already.")
        homes = {
            "app": root / "tenant_apps" / "addons" / code,
            "tests": root / "tests" / "addons" / code,
        }
        for home in homes.values():
            if home.exists():
                raise CommandError(f"{home} is there already; nothing was written.")
        words = {"code": code, "Class": code.capitalize(), "title": title or code.capitalize()}
        for part, home in homes.items():
            copy(TEMPLATE / part, home, words)
        self.stdout.write(
            f"Wrote {homes['app']} and {homes['tests']}.\n"
            f'Now: one line in config/settings/base.py:ADDONS, "tenant_apps.addons.{code}",\n'
            f'     one price in billing/catalogue.toml, code = "{code}",\n'
            f"     models, and manage.py makemigrations {code}."
        )


def copy(source: Path, home: Path, words: dict[str, str]) -> None:
    """Copy a folder; `${code}` in names and texts becomes the add-on's code."""
    for file in sorted(source.rglob(f"*{SUFFIX}")):
        name = Template(str(file.relative_to(source)).removesuffix(SUFFIX)).substitute(words)
        target = home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(file.read_text()).substitute(words))
