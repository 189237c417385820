"""What a brand says: its fields, what they are called, and what is acceptable in them.

A brand is one flat dictionary. A text in four languages is four fields, `tagline_en`,
`tagline_es` …, so that two people who write in two languages are not in each other's way.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from themes.colour import is_hex
from themes.fonts import FACES, TEXT_FACES
from themes.houses import offered

Said = dict[str, Any]

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SCHEMES = ("", "auto", "light", "dark")
MOST_LINKS = 8

# The longest that each text may be, in letters.
TEXTS: dict[str, tuple[Promise, int]] = {
    "tagline": (gettext_lazy("One line under the name"), 120),
    "footer": (gettext_lazy("Text at the foot"), 400),
    "hero_headline": (gettext_lazy("Headline"), 80),
    "hero_sentence": (gettext_lazy("Sentence"), 240),
    "mail_footer": (gettext_lazy("At the foot of mails"), 400),
}


@dataclass(frozen=True)
class Field:
    """One thing that a brand says: `clean` gives it as it is kept, or raises ValidationError."""

    label: Promise | str
    clean: Callable[[Any], Any]


def _one_of(choices: Callable[[], set[str]]) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        if value not in choices():
            raise ValidationError(_("Choose one of those that are offered."))
        return str(value)

    return clean


def _colour(value: Any) -> str:
    colour = str(value).lower()
    if colour and not is_hex(colour):
        raise ValidationError(_("Write a colour as # and six digits, like #8c1d2f."))
    return colour


def _text(longest: int) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        text = str(value).replace("\r\n", "\n").replace("\0", "").strip()
        if len(text) > longest:
            said = _("This is longer than %(longest)s letters.")
            raise ValidationError(said % {"longest": longest})
        return text

    return clean


def _languages(value: Any) -> list[str]:
    chosen = [code for code in LANGUAGES if code in value]
    if value and not chosen:
        raise ValidationError(_("Offer at least one language."))
    return [] if len(chosen) == len(LANGUAGES) else chosen  # all, and those that may come


def _links(value: Any) -> list[str]:
    links = [link.strip() for link in value if link.strip()]
    if len(links) > MOST_LINKS:
        raise ValidationError(_("%(most)s links are the most.") % {"most": MOST_LINKS})
    for link in links:
        if not is_safe_link(link):
            said = _("“%(link)s” is no web address. It begins with https://.")
            raise ValidationError(said % {"link": link[:60]})
    return links


def is_safe_link(link: str) -> bool:
    """Whether this is an `https` address of a host with a name, and nothing else."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and parts.username is None
        and bool(re.fullmatch(r"[\w-]+(\.[\w-]+)+", host))
        and len(link) <= 300
        and not re.search(r"[\s<>\"'\\]", link)
    )


def _file(value: Any) -> str:
    path = str(value)
    if path and not re.fullmatch(r"brand/[\w.-]+", path):
        raise ValidationError(_("This file is not one of this shop's."))
    return path


def _fields() -> dict[str, Field]:
    found = {
        "theme": Field(
            gettext_lazy("Theme"), _one_of(lambda: {"", *(one.code for one in offered())})
        ),
        "accent": Field(gettext_lazy("First colour"), _colour),
        "second": Field(gettext_lazy("Second colour"), _colour),
        "scheme": Field(gettext_lazy("Light or dark"), _one_of(lambda: set(SCHEMES))),
        "display_font": Field(gettext_lazy("Headline typeface"), _one_of(lambda: {"", *FACES})),
        "text_font": Field(gettext_lazy("Text typeface"), _one_of(lambda: {"", *TEXT_FACES})),
        "logo": Field(gettext_lazy("Logo"), _file),
        "logo_dark": Field(gettext_lazy("Logo on dark ground"), _file),
        "icon": Field(gettext_lazy("Icon"), _file),
        "logo_icon": Field(gettext_lazy("Icon made of the logo"), _file),
        "hero_picture": Field(gettext_lazy("Picture of the front page"), int),
        "languages": Field(gettext_lazy("Languages"), _languages),
        "links": Field(gettext_lazy("Links"), _links),
    }
    names = dict(settings.LANGUAGES)
    for name, (label, longest) in TEXTS.items():
        for code in LANGUAGES:
            called = format_lazy("{label} ({language})", label=label, language=names[code])
            found[f"{name}_{code}"] = Field(called, _text(longest))
    return found


FIELDS = _fields()


def clean(said: Mapping[str, Any]) -> Said:
    """The same fields as they are kept. Raises ValidationError, by field; TypeError for others."""
    unknown = set(said) - set(FIELDS)
    if unknown:
        raise TypeError(f"A brand has no {', '.join(sorted(unknown))}")
    kept, faults = {}, {}
    for name, value in said.items():
        try:
            kept[name] = FIELDS[name].clean(value)
        except ValidationError as fault:
            faults[name] = fault
    if faults:
        raise ValidationError(faults)
    return kept


def compact(said: Mapping[str, Any]) -> Said:
    """Without what says nothing, so that two brands that look the same are the same."""
    return {name: said[name] for name in FIELDS if said.get(name)}


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The names of the fields in which two brands differ, in their usual order."""
    return [name for name in FIELDS if one.get(name) != other.get(name)]


def told(names: list[str]) -> list[str]:
    """What these fields are called, for people; what follows from another one is left out."""
    return [str(FIELDS[name].label) for name in names if name != "logo_icon"]
