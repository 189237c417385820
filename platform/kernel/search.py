"""One question to the whole house: where is this? Each app answers for what is its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.hooks import Hook

LONGEST = 100
# Group → how it is called, in the order in which groups are shown.
GROUPS: dict[str, str | Promise] = {
    "acts": _("Do"),
    "orders": _("Orders"),
    "tickets": _("Tickets"),
    "events": _("Events"),
    "customers": _("Customers"),
    "venues": _("Venues"),
    "team": _("Team"),
    "pages": _("Pages"),
}


@dataclass(frozen=True)
class Found:
    """Something that was found: which group it belongs to, its title, where it is.

    `note` tells it from its namesakes. `words` are further words by which a page is found; only
    `matching` reads them.
    """

    group: str
    title: str | Promise
    url: str
    note: str | Promise = ""
    icon: str = ""
    words: str | Promise = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    code: str
    title: str | Promise
    found: list[Found]


@Hook
def search(*, q: str, permissions: frozenset[str], limit: int) -> Iterable[Found]:  # type: ignore[empty-body]
    """Where is this? Answer at most `limit` of each kind, and only what these permissions may see.

    `q` is trimmed, one line and never long; "" asks for what one may want to do at any time. Ask
    the database for what an index finds: a reference, how an address or a word of a name begins.
    """


def find(text: str, *, permissions: frozenset[str], limit: int = 5) -> list[Group]:
    """All that is found, in groups. Each app asks a fixed number of questions."""
    q = " ".join(text.split())[:LONGEST]
    everything: list[Found] = []
    for answer in search.ask(q=q, permissions=permissions, limit=limit):
        everything.extend(answer)
    places = {code: place for place, code in enumerate(GROUPS)}
    everything.sort(key=lambda one: places.get(one.group, len(places)))
    return [
        Group(code, GROUPS.get(code, code), list(found))
        for code, found in groupby(everything, key=lambda one: one.group)
    ]


def matching(things: Iterable[Found], q: str, limit: int) -> list[Found]:
    """Those of a fixed set in whose words each word of `q` begins a word; for pages and acts."""
    wanted = q.casefold().split()
    return [one for one in things if _has(one, wanted)][:limit]


def _has(one: Found, wanted: list[str]) -> bool:
    has = f"{one.title} {one.note} {one.words}".casefold().split()
    return all(any(word.startswith(begin) for word in has) for begin in wanted)


def words_query(text: str) -> str:
    """`jazz par` as `jazz:* & par:*`, for a raw full-text query; "" where there is no word."""
    words: list[Any] = ["".join(c for c in word if c.isalnum()) for word in _pieces(text)]
    return " & ".join(f"{word}:*" for word in words[:8] if word)


def _pieces(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()
