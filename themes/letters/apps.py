"""Every mail on record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Every mail on record: what was sent to whom, from which address, and what became of it."""

    name = "themes.letters"
    verbose_name = _("Mails")
