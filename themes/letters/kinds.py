"""The kinds of mail there are. Each stands next to its sender and brings an example of itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from kernel.addons import feature_of
from kernel.tenancy import current, has_feature
from themes.letters.models import Purpose


@dataclass(frozen=True)
class Example:
    """A letter as it might be: its subject, and the context of its template."""

    subject: str
    context: Mapping[str, Any] = field(default_factory=dict)


Again = Callable[[Mapping[str, int], str], object]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of mail.

    `example` makes an `Example` in the active language, without touching the database. `again`
    sends a fresh one about the same thing, by (about, key). `is_owed` goes out even to somebody who
    marked us as spam: he paid for it, or has just asked for it. `is_secret` holds a link that lets
    its reader in, so that nobody backstage may read it and it is not kept. `is_platforms` is sent
    by the platform, not by shops.
    """

    code: str
    title: str | Promise
    when: str | Promise
    template: str
    example: Callable[[], Example]
    again: Again | None = None
    purpose: Purpose = Purpose.TRANSACTIONAL
    is_owed: bool = False
    is_secret: bool = False
    is_platforms: bool = False

    @property
    def feature(self) -> str | None:
        """The feature of the add-on it belongs to; None: every shop has it."""
        return feature_of(self.example)

    @property
    def can_be_stopped(self) -> bool:
        """Whether its reader may unsubscribe from mails like it."""
        return self.purpose != Purpose.TRANSACTIONAL


_kinds: dict[str, Kind] = {}


def kind(code: str, **what: Any) -> Kind:
    """Make a kind known: see `Kind`. Raises RuntimeError when the code is taken."""
    made = Kind(code=code, **what)
    if code in _kinds and _kinds[code].example.__module__ != made.example.__module__:
        raise RuntimeError(f"there are two kinds of mail named {code}")
    _kinds[code] = made
    return made


def known(code: str) -> Kind | None:
    """The kind of this code; None when there is none, for example of an add-on no longer here."""
    return _kinds.get(code)


def named(code: str) -> Kind:
    """The kind of this code. Raises LookupError: what is sent must be of a known kind."""
    if code not in _kinds:
        raise LookupError(f"no kind of mail is named {code}: see letters.kind()")
    return _kinds[code]


def kinds() -> list[Kind]:
    """All kinds that the current shop may send, those of everybody first."""
    found = [
        one
        for one in _kinds.values()
        if (one.feature is None or has_feature(one.feature))
        and (current().is_public or not one.is_platforms)
    ]
    return sorted(found, key=lambda one: (one.feature or "", str(one.title)))
