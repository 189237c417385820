"""`{% load wording %}`: texts in several languages."""

from typing import Any

from django import template

from themes.wording import WordsForm

register = template.Library()


@register.inclusion_tag("ui/words.html")
def words(form: WordsForm) -> dict[str, Any]:
    """`{% words form %}`: the worded fields of a form, each beside its twin in another language.

    The page loads `themes/words.css` in its head and `themes/words.js` among its scripts.
    """
    return {"form": form, "tabs": form.tabs, "rows": list(form.rows())}
