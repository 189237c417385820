"""Drawing a page, or the part of it that htmx asked for."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.cache import patch_vary_headers

PER_PAGE = 25


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Draw a template. For htmx, draw the partial named like the target (`summary`), if it has one.

    An id such as `order-list` finds the partial `order_list` too. Boosted links get whole pages.
    """
    said = dict(context or {})
    htmx = request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
    part = request.headers.get("HX-Target", "").rpartition("#")[2] if htmx else ""
    response = None
    if part.replace("-", "_").isidentifier():
        response = _partial(request, f"{template}#{part.replace('-', '_')}", said, status)
    if response is None:
        body = loader.render_to_string(template, said, request)
        response = HttpResponse(body, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def paginated(request: HttpRequest, queryset: Any, per_page: int = PER_PAGE) -> Page:
    """Return the page of a list that `?page=` asks for; the nearest one, if there is no such."""
    return Paginator(queryset, per_page).get_page(request.GET.get("page"))


def _partial(
    request: HttpRequest, name: str, context: dict[str, Any], status: int
) -> HttpResponse | None:
    try:
        partial = loader.get_template(name)
    except TemplateDoesNotExist:
        return None
    return HttpResponse(partial.render(context, request), status=status)
