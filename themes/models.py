"""The brand: how an organizer's shop looks and what it says about itself."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes.fonts import FACES
from themes.houses import offered

_colour = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a colour as # and six digits, like #8c1d2f."))


def theme_choices() -> list[tuple[str, str]]:
    """The themes an organizer may choose, for a form."""
    return [(one.code, one.title) for one in offered()]


def font_choices() -> list[tuple[str, str | Promise]]:
    """The display faces an organizer may choose, for a form."""
    return [(one.package, one.label) for one in FACES.values()]


class Brand(models.Model):
    """One row per schema, made on the first save; an absent row means the theme's own taste.

    Empty `theme`, `display_font` and `scheme` mean "as the theme has it".
    """

    class Scheme(models.TextChoices):
        THEME = "", _("As the theme has it")
        READER = "auto", _("As the reader's device has it")
        LIGHT = "light", _("Always light")
        DARK = "dark", _("Always dark")

    theme = models.CharField(_("theme"), max_length=30, blank=True, choices=theme_choices)
    accent = models.CharField(_("first colour"), max_length=7, blank=True, validators=[_colour])
    second = models.CharField(_("second colour"), max_length=7, blank=True, validators=[_colour])
    display_font = models.CharField(
        _("headline typeface"), max_length=40, blank=True, choices=font_choices
    )
    scheme = models.CharField(_("light or dark"), max_length=5, blank=True, choices=Scheme)
    logo = models.FileField(_("logo"), upload_to="brand/", blank=True)
    tagline = models.CharField(_("one line under the name"), max_length=120, blank=True)
    footer = models.CharField(_("text at the foot"), max_length=400, blank=True)
    version = models.CharField(max_length=16, editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return f"Brand {self.version}"
