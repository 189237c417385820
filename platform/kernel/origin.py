"""Forms that everybody's page carries alike: the browser's own word instead of a token."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def own_pages_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a request that another site's page made (403).

    Browsers say where a POST comes from (`Sec-Fetch-Site`, Fetch Metadata; `Origin`, RFC 6454). A
    client that says neither is no browser and carries nobody's cookies.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not _is_our_own(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _is_our_own(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
