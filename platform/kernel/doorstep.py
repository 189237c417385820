"""What no page can do anything with is sent away before anybody looks at it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kernel.errors import problem

TEXT = "text/plain; charset=utf-8"


class DoorstepMiddleware:
    """Refuses requests with a NUL in address or cookies (400), or a body beyond all use (413).

    PostgreSQL keeps no NUL, so each would be an error of ours somewhere further in; forms and the
    API look after what is in a body. A body is refused by its announced length, before it is read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what makes sense."""
        if _has_nul(request):
            return _sent_away(request, 400, "bad_request", "There is a NUL in this request.")
        if _length(request) > settings.LARGEST_REQUEST:
            return _sent_away(request, 413, "too_large", "This is too much at once.")
        return self.get_response(request)


def _has_nul(request: HttpRequest) -> bool:
    said = request.META
    # Quoted cookies may hold any byte as an octal escape.
    return (
        "\x00" in request.path
        or "%00" in said.get("QUERY_STRING", "")
        or "\\000" in said.get("HTTP_COOKIE", "")
    )


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else 0


def _sent_away(request: HttpRequest, status: int, code: str, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(status=status, code=code, title=title)
    return HttpResponse(f"{title}\n", status=status, content_type=TEXT)
