"""Text with headings, lists and links, as an organizer writes it. No tables."""

from django.apps import AppConfig


class RichTextConfig(AppConfig):
    """Rich text: a form field, a filter, and the sieve that both use."""

    name = "themes.richtext"
