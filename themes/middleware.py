"""Which language a page is in.

1. The address says it: `/fr/e/faust`. Every link on that page then says it too, since Django's
   script prefix is `/fr/`. A language that the shop does not offer leads to the address without.
2. Else the reader has chosen one: a cookie, or for those who work backstage, their own setting.
3. Else his browser prefers one that the shop offers (RFC 9110, Accept-Language).
4. Else it is the shop's own.
"""

from collections.abc import Callable, Collection

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from kernel.tenancy import current
from kernel.tongues import LANGUAGES, UNSPOKEN, split, spoken
from themes.current import look

DESKS = ("/backstage", "/control")
# The answers that have words in them.
SPEAKING = ("text/html", "application/json", "application/problem+json", "text/calendar")


class SamePlace(HttpResponseRedirect):
    """Ask again at another address, with the same method and the same body."""

    status_code = 307


class LanguageMiddleware:
    """Activates the language of a page, and takes it off the path before the page is looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the right language."""
        language, rest = split(request.path_info)
        offered = _offered(request)
        if language and (language not in offered or rest.startswith(UNSPOKEN)):
            return SamePlace(_without(request, rest))
        before, prefix = translation.get_language(), get_script_prefix()
        if language:
            request.path_info = rest
            set_script_prefix(f"/{language}/")
        translation.activate(language or preferred(request, offered))
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            return _labelled(response, is_chosen=bool(language))
        finally:
            if language:
                set_script_prefix(prefix)
            translation.activate(before or settings.LANGUAGE_CODE)


def _offered(request: HttpRequest) -> Collection[str]:
    """What can be read here. Programs and desks speak all our languages, a shop those it chose."""
    is_unspoken = request.path_info.startswith((*UNSPOKEN, *DESKS))
    return LANGUAGES if is_unspoken or current().is_public else look().languages


def _without(request: HttpRequest, rest: str) -> str:
    asked = request.META.get("QUERY_STRING", "")
    # Two slashes in front would be another host.
    return "/" + rest.lstrip("/\\") + (f"?{asked}" if asked else "")


def preferred(request: HttpRequest, offered: Collection[str]) -> str:
    """The language in which a reader is answered at an address that names none."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in offered:
        return chosen
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (language := code.partition("-")[0]) in offered:
            return language
    shop = current().language
    return shop if shop in offered else next(iter(offered), settings.LANGUAGE_CODE)


def _labelled(response: HttpResponse, *, is_chosen: bool) -> HttpResponse:
    kind = response.headers.get("Content-Type", "")
    if kind.startswith(SPEAKING):
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        if not is_chosen:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


class DeskLanguageMiddleware:
    """Those who work backstage, or at the platform's desk, do so in the language of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's own language, whatever the shop's is."""
        if request.path_info.startswith(DESKS) and request.session.session_key:
            language = getattr(request.user, "language", "")
            if language in LANGUAGES:
                translation.activate(language)
                request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        return self.get_response(request)


def to_page(path: str, language: str) -> str:
    """Where a page is read in another language: its address changes only if it named one."""
    return spoken(path, language if split(path)[0] else "")
