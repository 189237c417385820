"""Showing rich text: `{% load richtext %}`."""

from django import template
from django.template.defaultfilters import truncatechars
from django.utils.safestring import SafeString, mark_safe

from themes.richtext.cleaning import to_html, to_plain

register = template.Library()


@register.filter
def rich(text: str | None) -> SafeString:
    """`{{ event.words.description|rich }}`: a stored text as HTML, sieved once more.

    Plain text, as the importer and the API bring it, gets paragraphs at its empty lines.
    """
    return mark_safe(to_html(text or ""))  # noqa: S308 - the sieve stands before it


@register.filter
def rich_as_text(text: str | None, length: int = 0) -> str:
    """`{{ text|rich_as_text }}`: without any mark; with `:160`, one line of so many letters."""
    said = to_plain(text or "")
    return truncatechars(" ".join(said.split()), length) if length else said
