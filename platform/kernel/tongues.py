"""A language in front of an address: `/fr/e/faust` is `/e/faust` for readers of French."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# Rooms that have no language in their address: programs, files, and the desks of those who work.
UNSPOKEN = ("/api/", "/backstage/", "/control/", "/static/", "/media/")
# Files that are the same in every language: found with one in front, but never called so.
FILES = ("/pictures/", "/brand.css", "/brand/")
_PREFIX = re.compile(rf"/({'|'.join(LANGUAGES)})(?=/|$)")


def split(path: str) -> tuple[str, str]:
    """The language in front of a path, "" where there is none, and the path without it."""
    found = _PREFIX.match(path)
    return (found[1], path[found.end() :] or "/") if found else ("", path)


def spoken(path: str, language: str) -> str:
    """The same path with this language in front, whichever was there; "" takes it away."""
    rest = split(path)[1]
    return f"/{language}{rest}" if language and not rest.startswith((*UNSPOKEN, *FILES)) else rest


def listed(*words: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let search engines list a page once in each language; `words` of its query make it another.

    Pages for one visitor alone have no such mark, and tell no address of theirs.
    """

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.listed_by = words  # type: ignore[attr-defined]
        return view

    return mark
