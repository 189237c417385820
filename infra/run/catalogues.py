"""The catalogues of the interface's words: from the sources into `.po`, from there into `.mo`.

No program of gettext is asked for: Babel reads and writes the files, Django makes its templates
readable for Babel. A catalogue holds no line numbers and no dates, so that it changes only when
words change, and two people who add words are not in each other's way.
"""

import ast
import fcntl
import io
import os
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from infra.run.paths import ROOT, TOOLS

SOURCES = ("platform", "shared_apps", "tenant_apps", "themes", "billing")
# What `startaddon` fills in, what others wrote, and what never reaches a reader.
LEFT_OUT = ("platform/kernel/addon_template", "themes/static", "themes/locale")
LOCALES = ROOT / "themes" / "locale"
BORROWED = LOCALES / "others" / "pt" / "LC_MESSAGES" / "django.mo"
# The order of the forms in a list of plurals: one, many.
PLURALS = {"es": "(n != 1)", "fr": "(n > 1)", "pt": "(n != 1)"}
# What marks a text, and which of its arguments are context, text and plural.
MARKS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# In .toml files of ours, what stands under these names is read by people.
TOML_WORDS = ("name", "title", "summary", "per", "share_of")


@dataclass
class Entry:
    """One text of the sources: `text`, its plural and context if any, and where it stands."""

    text: str
    plural: str = ""
    context: str = ""
    files: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.context, self.text


def extract() -> list[Entry]:
    """Every text marked for translation, by file and text."""
    found: dict[tuple[str, str], Entry] = {}
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        for one in _of_file(path):
            known = found.setdefault(one.key, one)
            known.plural = known.plural or one.plural
            known.files.add(name)
            known.comments |= one.comments
    return sorted(found.values(), key=lambda one: (min(one.files), one.text, one.context))


def _files() -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            parts = path.parts
            is_text = path.suffix in (".html", ".txt", ".xml", ".svg") and "templates" in parts
            is_code = path.suffix in (".py", ".toml") and "migrations" not in parts
            if (is_text or is_code) and not name.startswith(LEFT_OUT):
                yield path


def _of_file(path: Path) -> Iterator[Entry]:
    source = path.read_text("utf-8")
    if path.suffix == ".toml":
        yield from (Entry(text) for text in _of_toml(tomllib.loads(source)))
    elif path.suffix == ".py":
        yield from _of_python(ast.parse(source))
    else:
        yield from _of_template(source, path.as_posix())


def _of_toml(told: object) -> Iterator[str]:
    if isinstance(told, list):
        for one in told:
            yield from _of_toml(one)
    elif isinstance(told, dict):
        for name, value in told.items():
            if name in TOML_WORDS and isinstance(value, str) and value:
                yield value
            else:
                yield from _of_toml(value)


def _of_python(tree: ast.AST) -> Iterator[Entry]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        texts = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
        if entry := _marked(name, texts):
            yield entry


def _of_template(source: str, origin: str) -> Iterator[Entry]:
    # What is no Python here means nothing; its indentation must not mean anything either.
    lines = templatize(source, origin=origin).splitlines()
    file = io.BytesIO("\n".join(one.strip() for one in lines).encode())
    told = extract_python(file, dict.fromkeys(MARKS), ["Translators:"], {"encoding": "utf-8"})
    for _line, name, said, comments in told:
        texts = list(said) if isinstance(said, tuple) else [said]
        if entry := _marked(str(name), texts):
            entry.comments = {str(one) for one in comments or ()}
            yield entry


def _marked(name: str, texts: Sequence[object]) -> Entry | None:
    """The text of a call that marks one; None when it is another call, or one of a variable."""
    places = MARKS.get(name)
    if places is None:
        return None
    context, text, plural = (
        "" if place is None else texts[place] if place < len(texts) else None for place in places
    )
    if not (isinstance(context, str) and isinstance(text, str) and isinstance(plural, str)):
        return None
    return Entry(text, plural, context) if text else None


def path_of(language: str) -> Path:
    """The catalogue of a language, as it is written by people."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none."""
    path = path_of(language)
    if not path.is_file():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True)


def translations(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """What each text is in a language, by context and text: one form, or one and many."""
    kept = {}
    for one in read(language):
        forms = one.string if isinstance(one.string, tuple) else (one.string,)
        if one.id and not one.fuzzy and all(forms):
            kept[(one.context or "", text_of(one))] = tuple(str(form) for form in forms)
    return kept


def text_of(message: Message) -> str:
    """The text of a message, of which a plural has two."""
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def update(language: str, entries: Iterable[Entry], new: dict[str, list[str]] | None = None) -> int:
    """Write a catalogue anew: texts of the sources, with what was translated and what is new.

    `new` is by text, or by `context|text`. Returns how many texts still lack a translation.
    """
    with turn():
        kept = translations(language)
        catalog, missing = _empty(language), 0
        for entry in entries:
            said = (new or {}).get(_named(entry)) or kept.get(entry.key)
            forms = 2 if entry.plural else 1
            if said is None or len(said) != forms:
                said, missing = ("",) * forms, missing + 1
            catalog.add(
                (entry.text, entry.plural) if entry.plural else entry.text,
                tuple(said) if entry.plural else said[0],
                locations=[(file, 0) for file in sorted(entry.files)],
                auto_comments=sorted(entry.comments),
                context=entry.context or None,
            )
        _write(language, catalog)
    return missing


def _named(entry: Entry) -> str:
    return f"{entry.context}|{entry.text}" if entry.context else entry.text


@contextmanager
def turn() -> Iterator[None]:
    """One at a time: two people who fill a catalogue at once both keep their words."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "words.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _empty(language: str) -> Catalog:
    return Catalog(locale=language, fuzzy=False, header_comment="#")


def _write(language: str, catalog: Catalog) -> None:
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_lineno=False)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals=2; plural={PLURALS[language]};\\n"\n\n'
    )
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = head + body.getvalue().decode().strip() + "\n"
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def compile_all() -> list[str]:
    """Make each `.mo` that is older than its `.po`; give the languages that were made."""
    _borrow()
    return [language for language in PLURALS if is_stale(language) and _compile(language)]


def _borrow() -> None:
    """Put allauth's European Portuguese where readers of `pt` find it."""
    package = find_spec("allauth")
    if package is None or package.origin is None:
        return
    theirs = Path(package.origin).parent / "locale" / "pt_PT" / "LC_MESSAGES" / "django.mo"
    if theirs.is_file() and not (
        BORROWED.is_file() and BORROWED.read_bytes() == theirs.read_bytes()
    ):
        BORROWED.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(theirs, BORROWED)


def is_stale(language: str) -> bool:
    """Whether the compiled catalogue is missing or older than what it is made of."""
    source = path_of(language)
    made = source.with_suffix(".mo")
    return source.is_file() and not (
        made.is_file() and made.stat().st_mtime_ns > source.stat().st_mtime_ns
    )


def _compile(language: str) -> bool:
    made = path_of(language).with_suffix(".mo")
    fresh = made.with_name(f"django.mo.{os.getpid()}")
    with fresh.open("wb") as file:
        write_mo(file, read(language))
    fresh.rename(made)
    return True


PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!{){(\w*)}(?!})|%([sd])")
TAGS = re.compile(r"</?[a-zA-Z][^>]*>")


def fault(entry: Entry, said: list[str] | tuple[str, ...]) -> str:
    """What is wrong with a translation, in a sentence; "" when nothing is."""
    if len(said) != (2 if entry.plural else 1):
        return "needs [one, many]" if entry.plural else "needs one text"
    if not all(isinstance(text, str) and text.strip() for text in said):
        return "is empty"
    for text, original in zip(said, (entry.text, entry.plural), strict=False):
        if text.endswith("\n") != original.endswith("\n"):
            return "must end with a line break as the original does, or not"
        if text.startswith("\n") != original.startswith("\n"):
            return "must begin with a line break as the original does, or not"
        if _tags(text) != _tags(original):
            return f"has the tags {_tags(text)}, the original has {_tags(original)}"
        allowed = [_places(original)]
        if entry.plural:  # "One ticket" may say its number, and "1 ticket" may not.
            allowed += [_places(entry.text), _places(entry.plural)]
        if _places(text) not in allowed:
            return f"has the places {sorted(_places(text))}, not {sorted(allowed[0])}"
    if entry.plural and _places(said[1]) != _places(entry.plural):
        return f"has the places {sorted(_places(said[1]))}, not {sorted(_places(entry.plural))}"
    return ""


def _places(text: str) -> set[str]:
    plain = text.replace("%%", "")
    return {match.group(0) for match in PLACES.finditer(plain)}


def _tags(text: str) -> dict[str, int]:
    return dict(sorted(Counter(TAGS.findall(text)).items()))
