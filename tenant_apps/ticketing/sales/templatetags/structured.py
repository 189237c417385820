"""What search engines read: `{% load structured %}`."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# As `json_script` has it: no letter that could end the element it stands in.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def json_ld(told: dict[str, Any] | None) -> SafeString:
    """`{{ structured|json_ld }}`: a block of JSON-LD, which no browser runs; nothing for None."""
    if not told:
        return SafeString("")
    body = json.dumps(told, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{body}</script>')  # noqa: S308 - escaped
