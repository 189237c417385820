"""`{% load wording %}`: texts in several languages."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.translation import get_language

from kernel.tenancy import current
from kernel.tongues import LANGUAGES, split, spoken
from themes.current import look
from themes.tongues import tongue, tongues
from themes.wording import WordsForm

register = template.Library()


@register.inclusion_tag("ui/words.html")
def words(form: WordsForm) -> dict[str, Any]:
    """`{% words form %}`: the worded fields of a form, each beside its twin in another language.

    The page loads `themes/words.css` in its head and `themes/words.js` among its scripts.
    """
    return {"form": form, "tabs": form.tabs, "rows": list(form.rows())}


@register.inclusion_tag("ui/alternates.html", takes_context=True)
def alternates(context: Context, always: bool = False) -> dict[str, Any]:
    """`{% alternates %}`, in a head: the page's canonical address and its other languages.

    Nothing on pages that are no search engine's business: those not `kernel.tongues.listed`,
    unless the template knows better (`always`).
    """
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    words = getattr(match.func, "listed_by", None) if match else None
    if always:
        words = words or ()
    if request is None or words is None:
        return {}
    asked = {word: request.GET[word] for word in words if request.GET.get(word)}
    query = f"?{urlencode(asked)}" if asked else ""

    def address(language: str) -> str:
        return f"{current().url}{spoken(request.path, language)}{query}"

    return {
        "canonical": address(get_language() or ""),
        "others": [(one.code, address(one.code)) for one in tongues(_offered())],
        "usual": address(""),
    }


@register.inclusion_tag("ui/languages.html", takes_context=True)
def language_menu(context: Context) -> dict[str, Any]:
    """`{% language_menu %}`: the languages on offer, each by its own name; keeps the page."""
    request = context.get("request")
    offered = LANGUAGES if split(_path(request))[1].startswith("/backstage") else _offered()
    return {
        "languages": tongues(offered),
        "here": tongue(get_language() or "en"),
        "page": request.get_full_path() if request and request.method == "GET" else "",
    }


def _offered() -> tuple[str, ...]:
    return LANGUAGES if current().is_public else look().languages


def _path(request: Any) -> str:
    return request.path if request else ""
