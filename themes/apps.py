"""How a shop looks."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """Themes (ours) and the brand (the organizer's)."""

    name = "themes"
    default_auto_field = "django.db.models.BigAutoField"
