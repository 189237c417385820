"""Inline icons from Lucide, one set for the whole house."""

import logging
import re
from functools import cache

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

log = logging.getLogger(__name__)

_NAME = re.compile(r"[a-z0-9-]+\Z")
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def _strokes(name: str) -> str:
    """What stands inside the `<svg>` of a Lucide icon; empty when it is not there."""
    path = finders.find(f"vendor/lucide/{name}.svg") if _NAME.match(name) else None
    if not path:
        log.warning("icon missing: %s", name)
        return ""
    with open(str(path), encoding="utf-8") as file:  # noqa: PTH123 - a finder returns a string
        found = _BODY.search(file.read())
    return re.sub(r"\s*\n\s*", "", found.group(1)) if found else ""


def icon_svg(name: str, extra: str = "") -> SafeString:
    """The icon as inline SVG in the colour of the text, hidden from screen readers.

    `extra` are further classes. An icon that is missing is logged and drawn as nothing.
    """
    strokes = _strokes(name)
    if not strokes:
        return mark_safe("")
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false">{}</svg>',
        extra,
        mark_safe(strokes),  # noqa: S308 - a file of our own vendor folder
    )
