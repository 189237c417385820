"""Compiles every template of ours, so that a misspelt tag is found before a buyer finds it."""

import sys

import django
from django.template import TemplateSyntaxError, engines

from infra.run.application import SOURCES
from infra.run.paths import ROOT

SUFFIXES = {".html", ".txt", ".xml", ".svg"}


def main() -> int:
    """Compile them all; name those that do not compile."""
    django.setup()
    engine = engines["django"]
    count, faults = 0, 0
    for source in SOURCES:
        for file in sorted((ROOT / source).rglob("templates/**/*")):
            if file.suffix not in SUFFIXES:
                continue
            count += 1
            try:
                engine.from_string(file.read_text())
            except TemplateSyntaxError as fault:
                faults += 1
                print(f"{file.relative_to(ROOT)}: {fault}")
    print(f"{count} templates, {faults} with faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
