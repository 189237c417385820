"""The draft of a brand: changed field by field, by several people, without losing a word.

A page that is opened says what it has `seen` (edition, draft, revision) and is one `hand`. What it
sends is compared with what it saw, so it changes only the fields that its reader has touched; where
somebody else has touched the same field meanwhile, that is a conflict, and nobody's word is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from kernel.actor import acting
from kernel.tenancy import current
from themes.current import shown
from themes.models import Brand, BrandDraft, BrandPicture
from themes.said import Said, clean, compact
from themes.services.logos import icon_of_logo


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else has changed meanwhile: what he wrote, and who (an actor)."""

    field: str
    theirs: Any
    by: str


@dataclass
class Change:
    """What became of a change: the draft, the fields that were saved, and those that were not."""

    draft: BrandDraft | None
    saved: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True)
class Seen:
    """What a page was drawn from."""

    base: int
    key: str = ""
    revision: int = 0

    def __str__(self) -> str:
        return f"{self.base}.{self.revision}.{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Seen":
        """Read back what `str()` wrote; anything else is a page that saw nothing we know."""
        base, _, rest = text.partition(".")
        revision, _, key = rest.partition(".")
        if base.isdecimal() and revision.isdecimal() and len(text) < 120:
            return cls(int(base), key, int(revision))
        return cls(-1, "unknown")


def seen_now() -> Seen:
    """What a page that is drawn now is drawn from."""
    draft = BrandDraft.there()
    if draft is None:
        newest = Brand.newest()
        return Seen(newest.number if newest else 0)
    return Seen(draft.base, draft.key[:12], draft.revision)


def said_now() -> Said:
    """What the brand would say if it were published now: the draft, else the newest edition."""
    there = BrandDraft.there() or Brand.newest()
    return dict(there.said) if there else {}


@transaction.atomic
def change(*, words: Mapping[str, Any], seen: str = "", hand: str = "", keep: str = "") -> Change:
    """Change fields of the draft; one is begun if there is none.

    `words` are fields of `themes.said`, `seen` is the text of a `Seen` ("" for "what is there
    now"), `hand` tells one opened page from another, `keep` is a field in which the reader has
    decided for his own word against another's. Raises ValidationError; nothing is changed then.
    """
    cleaned = clean(words)
    if "logo" in cleaned:
        cleaned["logo_icon"] = icon_of_logo(cleaned["logo"]) if cleaned["logo"] else ""
    draft = _locked()
    before = _before(draft, Seen.parse(seen)) if seen else _Before(draft.said)
    change = Change(draft)
    changes: Said = {}
    for name, mine in cleaned.items():
        theirs = draft.said.get(name)
        hands = [one["hand"] for one in before.later if one["field"] == name]
        own = all(one == hand for one in hands)
        if (mine or None) == (theirs or None):
            continue
        if not seen:
            changes[name] = mine
        elif own and before.is_known:
            if hands or mine != before.shown(name):
                changes[name] = mine
        elif before.is_known and mine == before.shown(name) and name != keep:
            continue
        elif name == keep:
            changes[name] = mine
        else:
            change.conflicts.append(Conflict(name, theirs, _last_hand(draft, name)))
    change.saved = list(changes)
    if changes:
        _write(draft, changes, hand)
    elif not draft.revision:
        draft.delete()
        change.draft = None
    return change


@transaction.atomic
def discard() -> None:
    """Forget what was changed since the last edition."""
    BrandDraft.objects.filter(pk=BrandDraft.ONLY).delete()


class _Before:
    """What a page was drawn from, and what happened since."""

    def __init__(
        self, said: Said, later: list[dict[str, Any]] | None = None, *, is_known: bool = True
    ) -> None:
        self.said = said
        self.later = later or []
        self.is_known = is_known
        self._shown = shown(said, current())

    def shown(self, name: str) -> Any:
        """What stood in the field: its own word, or the theme's where it said nothing."""
        return self._shown.get(name, self.said.get(name))


def _before(draft: BrandDraft, seen: Seen) -> _Before:
    if seen.base != draft.base or (seen.key and not draft.key.startswith(seen.key)):
        return _Before(draft.said, is_known=False)
    try:
        later = draft.since(seen.revision)
    except LookupError:
        return _Before(draft.said, is_known=False)
    said = dict(draft.said)
    for one in reversed(later):
        said[one["field"]] = one["was"]
    return _Before(compact(said), later)


def _locked() -> BrandDraft:
    """The draft, locked; begun from the newest edition if there is none."""
    newest = Brand.newest()
    begun = {
        "base": newest.number if newest else 0,
        "said": newest.said if newest else {},
        "by": str(acting())[:200],
    }
    BrandDraft.objects.get_or_create(pk=BrandDraft.ONLY, defaults=begun)
    return BrandDraft.objects.select_for_update().get(pk=BrandDraft.ONLY)


def _write(draft: BrandDraft, changes: Said, hand: str) -> None:
    draft.revision += 1
    draft.by = str(acting())[:200]
    draft.at = timezone.now()
    told = [
        {"rev": draft.revision, "field": name, "was": draft.said.get(name), "by": draft.by,
         "hand": hand}
        for name in changes
    ]  # fmt: skip
    draft.trail = [*draft.trail, *told][-BrandDraft.LONGEST_TRAIL :]
    draft.said = compact({**draft.said, **changes})
    draft.save()
    if picture := changes.get("hero_picture"):
        BrandPicture.objects.get_or_create(picture_id=picture)


def _last_hand(draft: BrandDraft, name: str) -> str:
    return next((one["by"] for one in reversed(draft.trail) if one["field"] == name), draft.by)
