"""Legal texts: drafted in each language, published as versions that never change."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override

from kernel.actor import acting
from kernel.facts.bus import announce
from kernel.tenancy import current
from themes.current import forget
from themes.errors import NothingToPublish
from themes.facts import LegalTextPublished
from themes.models import LegalText
from themes.richtext.cleaning import clean_html
from themes.said import LANGUAGES

Kind = LegalText.Kind
Bodies = dict[str, str]


@dataclass(frozen=True)
class Reading:
    """A legal text as a reader gets it; `version` is None while the organizer has not said his."""

    kind: Kind
    html: str
    language: str
    version: LegalText | None = None


@dataclass
class Kept:
    """What became of a change: the draft, and what somebody else has written meanwhile."""

    draft: LegalText
    conflicts: Bodies = field(default_factory=dict)


def skeleton(kind: str, language: str) -> str:
    """A first text for an organizer to complete: what we know filled in, the rest in brackets."""
    with override(language):
        said = {"shop": current(), "kind": kind}
        return clean_html(render_to_string(f"themes/legal/{kind}.html", said))


def in_force(kind: str) -> LegalText | None:
    """The newest version; None while nothing was published."""
    published = LegalText.objects.filter(kind=kind, number__isnull=False)
    return published.order_by("-number").first()


def read(kind: str) -> Reading:
    """The text for whoever reads now: in his language, else in the shop's, else in any."""
    version = in_force(kind)
    reader = (get_language() or "en").partition("-")[0]
    if version is None:
        return Reading(Kind(kind), skeleton(kind, reader), reader)
    own = current().language
    language = next((one for one in (reader, own, *version.bodies) if version.bodies.get(one)), own)
    return Reading(Kind(kind), version.bodies.get(language, ""), language, version)


def bodies_now(kind: str) -> tuple[Bodies, int]:
    """What would be published now in each language, and the draft's revision (0: no draft)."""
    draft = LegalText.objects.filter(kind=kind, number=None).first()
    if draft is not None:
        return dict(draft.bodies), draft.revision
    version = in_force(kind)
    if version is not None:
        return dict(version.bodies), 0
    return {language: skeleton(kind, language) for language in LANGUAGES}, 0


@transaction.atomic
def keep(*, kind: str, bodies: Mapping[str, str], seen: int, anyway: bool = False) -> Kept:
    """Change the draft of a text. `seen` is the revision that the writer began with.

    Where somebody else has changed the same language meanwhile, his words stay and are given back
    as a conflict, unless the writer has decided to keep his own `anyway`.
    """
    now, _revision = bodies_now(kind)
    begun = {"bodies": now, "by": str(acting())[:200]}
    LegalText.objects.get_or_create(kind=kind, number=None, defaults=begun)
    draft = LegalText.objects.select_for_update().get(kind=kind, number=None)
    mine = {code: clean_html(text) for code, text in bodies.items() if code in LANGUAGES}
    changed = {code: text for code, text in mine.items() if text != draft.bodies.get(code, "")}
    if changed and draft.revision != seen and not anyway:
        return Kept(draft, {code: draft.bodies.get(code, "") for code in changed})
    if changed:
        draft.bodies = {**draft.bodies, **changed}
        draft.revision += 1
        draft.by, draft.at = str(acting())[:200], timezone.now()
        draft.save()
    return Kept(draft)


@transaction.atomic
def publish(*, kind: str, note: str = "") -> LegalText:
    """Put the draft into force as a new version. Raises `NothingToPublish`.

    A shop that is content with our first text publishes it as it is.
    """
    bodies, _revision = bodies_now(kind)
    bodies = {code: text for code, text in bodies.items() if text}
    newest = LegalText.objects.select_for_update().filter(
        kind=kind, number__isnull=False
    ).order_by("-number").first()  # fmt: skip
    if not bodies or (newest is not None and newest.bodies == bodies):
        raise NothingToPublish
    version = LegalText.objects.create(
        kind=kind,
        number=newest.number + 1 if newest and newest.number else 1,
        bodies=bodies,
        note=" ".join(note.split())[:200],
        by=str(acting())[:200],
    )
    LegalText.objects.filter(kind=kind, number=None).delete()
    announce(LegalTextPublished(kind=kind, number=version.number or 0))
    schema_name = current().schema_name
    forget(schema_name)
    transaction.on_commit(lambda: forget(schema_name))
    return version
