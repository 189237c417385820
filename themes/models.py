"""The brand: how an organizer's shop looks and what it says about itself, in editions."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Max, Q, UniqueConstraint
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.codes import secret
from themes.fonts import FACES, TEXT_FACES
from themes.houses import offered


def theme_choices() -> list[tuple[str, str]]:
    """The themes an organizer may choose, for a form."""
    return [(one.code, one.title) for one in offered()]


def font_choices() -> list[tuple[str, str | Promise]]:
    """The display faces an organizer may choose, for a form."""
    return [(one.package, one.label) for one in FACES.values()]


def text_font_choices() -> list[tuple[str, str | Promise]]:
    """The faces for running text that an organizer may choose, for a form."""
    return [(one.package, one.label) for one in TEXT_FACES.values()]


class Scheme(models.TextChoices):
    """Light or dark."""

    THEME = "", _("As the theme has it")
    READER = "auto", _("As the reader's device has it")
    LIGHT = "light", _("Always light")
    DARK = "dark", _("Always dark")


class Brand(models.Model):
    """One edition of the look, as it was published; never changed. The newest is in force.

    `said` are the fields of `themes.said`; what is not in it is as the theme has it. No row at all
    means the theme's own taste. `copy_of` is the number of the edition that was gone back to.
    """

    number = models.IntegerField(unique=True)
    said = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=200)
    copy_of = models.IntegerField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [CheckConstraint(condition=Q(number__gt=0), name="brand_number_positive")]

    def __str__(self) -> str:
        return f"Brand {self.number}"

    @classmethod
    def newest(cls) -> "Brand | None":
        """The edition in force; None for a shop that has not published any."""
        return cls.objects.order_by("-number").first()


class BrandDraft(models.Model):
    """What is being changed and not published yet: at most one row, which has the id 1.

    It began with the edition `base` (0: none). `revision` counts its changes; `trail` tells them,
    as `{"rev", "field", "was", "by", "hand"}`, so that somebody who opened the page earlier is told
    what became of a field meanwhile; a hand is one opened page. Who has `key` in a signed link may
    look at it.
    """

    ONLY = 1
    LONGEST_TRAIL = 400

    base = models.IntegerField(default=0)
    said = models.JSONField(default=dict)
    revision = models.IntegerField(default=0)
    trail = models.JSONField(default=list)
    key = models.CharField(max_length=64, default=secret)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(id=1), name="brand_draft_only_one"),
            CheckConstraint(condition=Q(revision__gte=0), name="brand_draft_revision"),
        ]

    def __str__(self) -> str:
        return f"Draft of the brand, revision {self.revision}"

    @classmethod
    def there(cls) -> "BrandDraft | None":
        """The draft, if something has been changed since the last edition."""
        return cls.objects.filter(pk=cls.ONLY).first()

    def since(self, revision: int) -> list[dict[str, Any]]:
        """The changes after a revision. Raises LookupError if they are partly forgotten."""
        later = [one for one in self.trail if one["rev"] > revision]
        if revision < self.revision and (not later or later[0]["rev"] != revision + 1):
            raise LookupError(revision)
        return later


class BrandPicture(models.Model):
    """A picture that a draft or an edition shows, so that it is not swept away as unused.

    An edition names it by its number, and may be put back in years, so a row is never removed.
    """

    picture = models.OneToOneField("pictures.Picture", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Picture {self.picture_id} of the brand"


class LegalText(models.Model):
    """A legal text in all its languages: versions as they were published, and one draft of each.

    A version has a `number` and is never changed; the draft has none. `bodies` is HTML (cleaned) by
    language.
    """

    class Kind(models.TextChoices):
        IMPRINT = "imprint", _("Imprint")
        TERMS = "terms", _("Terms of sale")
        PRIVACY = "privacy", _("Privacy")
        REFUNDS = "refunds", _("Refunds")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.IntegerField(null=True)
    bodies = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=200)
    revision = models.IntegerField(default=0)

    class Meta:
        ordering = ["kind", F("number").desc(nulls_first=True)]
        constraints = [
            UniqueConstraint(
                fields=["kind", "number"], nulls_distinct=False, name="legal_text_number"
            ),
            CheckConstraint(condition=Q(number__gt=0), name="legal_text_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or 'draft'}"

    @classmethod
    def in_force(cls) -> dict[str, int]:
        """The number of the newest version of each kind that was ever published."""
        published = cls.objects.filter(number__isnull=False).order_by()
        return dict(published.values_list("kind").annotate(newest=Max("number")))
