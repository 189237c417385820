"""Refusals: errors of the trade, with a code and a sentence a buyer may read."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEM = "application/problem+json"


class Refusal(Exception):
    """Something cannot be done, for a reason one may tell.

    Subclasses set `code` (stable, for programs), `sentence` (translated) and `status` (HTTP).
    Keyword arguments fill the sentence's `{places}` and are shown to programs as they are.
    """

    code: str = "refused"
    sentence: str | Promise = _("This cannot be done.")
    status: int = 409

    def __init__(self, sentence: str | Promise | None = None, **details: Any) -> None:
        if sentence is not None:
            self.sentence = sentence
        self.details = details
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.sentence).format(**self.details)


class FeatureNotEnabled(Refusal):
    """The tenant's plan does not have this."""

    code = "feature_not_enabled"
    sentence = _("This is not in your plan.")
    status = 403


class NotAuthenticated(Refusal):
    """Nobody we know."""

    code = "not_authenticated"
    sentence = _("Say who you are.")
    status = 401


class NotAllowed(Refusal):
    """Known, but not permitted."""

    code = "not_allowed"
    sentence = _("Your role does not allow this.")
    status = 403


class TooManyRequests(Refusal):
    """Asked too often."""

    code = "too_many_requests"
    sentence = _("That was a little fast. Wait a moment and try again.")
    status = 429


def problem(
    *, status: int, code: str, title: str, request: HttpRequest | None = None, **details: Any
) -> JsonResponse:
    """Return an error as RFC 9457 has it, with our stable `code`."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **details}
    if request is not None:
        body["instance"] = request.path
    return JsonResponse(body, status=status, content_type=PROBLEM)


class RefusalMiddleware:
    """Pages: a refusal of a form becomes a message on the page it came from; else a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; refusals come by `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a Refusal; anything else is none of our business."""
        if not isinstance(error, Refusal):
            return None
        if request.path.startswith("/api/"):
            return refusal_as_problem(request, error)
        if request.method == "POST":
            messages.error(request, str(error))
        return render(request, "kernel/refusal.html", {"refusal": error}, status=error.status)


def refusal_as_problem(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Return a refusal for a program to read."""
    return problem(
        status=error.status, code=error.code, title=str(error), request=request, **error.details
    )
