"""What can have happened to a brand."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class BrandPublished(Fact):
    """A new edition of the look is in force."""

    number: int
    sentence = _("Look published, edition {number}")


@dataclass(frozen=True, kw_only=True)
class BrandRolledBack(Fact):
    """An older edition of the look is in force again, as a new one."""

    number: int
    copy_of: int
    sentence = _("Look of edition {copy_of} put back, as edition {number}")


@dataclass(frozen=True, kw_only=True)
class LegalTextPublished(Fact):
    """A new version of a legal text is in force; `kind` is one of `themes.legal`."""

    kind: str
    number: int
    sentence = _("Legal text published: {kind}, version {number}")
