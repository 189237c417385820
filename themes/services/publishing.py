"""Editions of a brand: the draft is published, and an older edition is put back."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kernel.actor import acting
from kernel.facts.bus import announce
from kernel.tenancy import current
from themes.current import forget
from themes.errors import DraftHasMoved, NothingToPublish
from themes.facts import BrandPublished, BrandRolledBack
from themes.models import Brand, BrandDraft
from themes.said import TEXTS, Said
from themes.services import drafting
from themes.services.logos import keep_logo
from themes.tokens import Mending, mendings


@transaction.atomic
def publish(*, seen: str = "", note: str = "") -> Brand:
    """Put the draft into force as a new edition.

    `seen` is what the publisher saw, as the text of a `drafting.Seen`. Raises `DraftHasMoved` if
    that is no longer what the draft says, `NothingToPublish` where it says nothing new.
    """
    draft = BrandDraft.objects.select_for_update().filter(pk=BrandDraft.ONLY).first()
    newest = Brand.newest()
    if draft is None or (newest is not None and draft.said == newest.said):
        raise NothingToPublish
    if seen and seen != str(drafting.seen_now()):
        raise DraftHasMoved
    edition = _put_into_force(draft.said, note=note)
    announce(BrandPublished(number=edition.number))
    draft.delete()
    return edition


@transaction.atomic
def roll_back(*, number: int) -> Brand:
    """Put an older edition back into force, as a copy. A draft stays as it is.

    Raises Brand.DoesNotExist; `NothingToPublish` if it is in force already.
    """
    old = Brand.objects.get(number=number)
    newest = Brand.newest()
    if newest is not None and newest.said == old.said:
        raise NothingToPublish
    edition = _put_into_force(old.said, copy_of=number)
    announce(BrandRolledBack(number=edition.number, copy_of=number))
    return edition


def _put_into_force(said: Said, *, note: str = "", copy_of: int | None = None) -> Brand:
    newest = Brand.objects.select_for_update().order_by("-number").first()
    edition = Brand.objects.create(
        number=newest.number + 1 if newest else 1,
        said=said,
        note=" ".join(note.split())[:200],
        by=str(acting())[:200],
        copy_of=copy_of,
    )
    schema_name = current().schema_name
    forget(schema_name)
    transaction.on_commit(lambda: forget(schema_name))
    return edition


@transaction.atomic
def save_brand(
    *, logo: UploadedFile | None = None, remove_logo: bool = False, **words: Any
) -> tuple[Brand | None, list[Mending]]:
    """Change the brand of the current schema and publish it at once; for what is not a person.

    `words` are fields of `themes.said`, those not given stay; a text may be given without its
    language and is then the shop's own. Returns the edition in force and the colours that had to
    be mended to be readable. Raises ValidationError; nothing is changed then.
    """
    language = current().language
    said = {f"{name}_{language}" if name in TEXTS else name: v for name, v in words.items()}
    if remove_logo:
        said["logo"] = ""
    if logo:
        said["logo"] = keep_logo(logo)
    drafting.change(words=said)
    try:
        publish()
    except NothingToPublish:
        drafting.discard()
    edition = Brand.newest()
    return edition, told(edition.said if edition else {})


def told(said: Said) -> list[Mending]:
    """The chosen colours that had to be mended to be readable."""
    if not (said.get("accent") and said.get("second")):
        return []
    return mendings(said.get("theme", ""), said["accent"], said["second"])
