"""Pictures: what is uploaded, how it is cut, and the sizes it is served in."""

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    """Pictures of events, venues and brands; a table in every schema."""

    name = "themes.pictures"
    default_auto_field = "django.db.models.BigAutoField"
