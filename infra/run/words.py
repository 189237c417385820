"""`infra/bin/words`: bring the catalogues of `themes/locale` up to date with the sources.

    infra/bin/words                      extract, update es, fr and pt, compile
    infra/bin/words --missing es         print what lacks a translation, as JSON to be filled in
    infra/bin/words --fill es file.json  put translations in: {"text": "texto", "one": ["…", "…"]}
    infra/bin/words --compile            only make the .mo files that are out of date

A text that has a plural takes the list [one, many]. One that has a context is called
"context|text". What loses a place such as %(name)s or {name}, or a tag, is refused and named.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from infra.run import catalogues, say
from infra.run.catalogues import PLURALS, Entry


def main() -> int:
    """Do what was asked; give 1 when something was refused."""
    parser = argparse.ArgumentParser(
        prog="infra/bin/words",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--missing", metavar="LANGUAGE", choices=PLURALS)
    parser.add_argument("--fill", nargs=2, metavar=("LANGUAGE", "FILE"))
    parser.add_argument("--compile", action="store_true")
    asked = parser.parse_args()
    if asked.compile:
        catalogues.compile_all()
        return 0
    if asked.missing:
        print(json.dumps(missing(asked.missing), ensure_ascii=False, indent=1))
        return 0
    refused = fill(asked.fill[0], Path(asked.fill[1])) if asked.fill else []
    for language in PLURALS:
        lacking = catalogues.update(language, catalogues.extract())
        say.line(f"{language}: {lacking} texts lack a translation" if lacking else f"{language}: ✓")
    catalogues.compile_all()
    return 1 if refused else 0


def missing(language: str) -> dict[str, Any]:
    """What lacks a translation: texts with an empty one beside them, ready to be filled in."""
    known = catalogues.translations(language)
    lacking = [one for one in catalogues.extract() if one.key not in known]
    return {_name(one): ["", ""] if one.plural else "" for one in lacking}


def fill(language: str, file: Path) -> list[str]:
    """Put the translations of a file into a catalogue; give the names of those refused."""
    told: dict[str, str | list[str]] = json.loads(file.read_text("utf-8"))
    entries = catalogues.extract()
    known = {_name(one): one for one in entries}
    good: dict[str, list[str]] = {}
    refused = []
    for name, given in told.items():
        said = given if isinstance(given, list) else [given]
        if said in ([""], ["", ""]):
            continue  # not done yet
        why = catalogues.fault(known[name], said) if name in known else "is no text of the sources"
        if why:
            refused.append(name)
            say.line(f"✗ {name!r}: {why}")
        else:
            good[name] = said
    catalogues.update(language, entries, good)
    say.line(f"{language}: {len(good)} taken, {len(refused)} refused")
    return refused


def _name(entry: Entry) -> str:
    return f"{entry.context}|{entry.text}" if entry.context else entry.text


if __name__ == "__main__":
    sys.exit(main())
