"""Pages that are the same for every stranger, kept for a moment, so that a rush draws them once.

Only answers to requests without cookies are kept, in this process, for this shop, host and
language; nothing that knows a visitor is ever shown to another.
"""

import functools
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.utils.translation import get_language

from kernel.tenancy import current
from kernel.tongues import listed

MOST = 512
_kept: dict[tuple[Any, ...], tuple[float, bytes, dict[str, str]]] = {}


def kept_for_strangers(
    *, seconds: float, by: tuple[str, ...], cookies: tuple[str, ...] = ()
) -> Callable[..., Any]:
    """Keep a page's answer for so many seconds, one for each value of the query's `by` words and
    of these `cookies`.

    A request with any other word in its query, another cookie (but the language's), or for a part
    of the page is answered afresh, and so is everything inside a transaction. Search engines may
    list such pages (`kernel.tongues.listed`).
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _is_from_a_stranger(request, by, cookies):
                return view(request, *args, **kwargs)
            words = (
                *(request.GET.get(word, "") for word in by),
                *(request.COOKIES.get(name, "") for name in cookies),
            )
            shop, language = current(), f"{get_script_prefix()}{get_language()}"
            key = (
                view.__qualname__, shop.schema_name, request.get_host(), shop.theme, language,
                words, *args, *sorted(kwargs.items()),
            )  # fmt: skip
            kept = _kept.get(key)
            if kept is not None and time.monotonic() < kept[0]:
                return HttpResponse(kept[1], headers=kept[2])
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.cookies:
                if len(_kept) >= MOST:
                    _kept.clear()
                until = time.monotonic() + seconds
                _kept[key] = (until, response.content, dict(response.headers))
            return response

        return listed(*by)(keeping)

    return decorate


def _is_from_a_stranger(
    request: HttpRequest, by: tuple[str, ...], cookies: tuple[str, ...]
) -> bool:
    known_cookies = {settings.LANGUAGE_COOKIE_NAME, *cookies}
    return (
        request.method == "GET"
        and set(request.COOKIES) <= known_cookies
        and set(request.GET) <= set(by)
        and "HX-Request" not in request.headers
        and not connection.in_atomic_block
    )
