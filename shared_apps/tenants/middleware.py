"""From the host to the shop: the first thing that happens to a request, without a query."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import set_urlconf
from django.utils.translation import get_language_from_request, override
from django_tenants.utils import remove_www

from kernel.tenancy import Shop
from kernel.tongues import split
from shared_apps.tenants.directory import directory, platform

# What is still open while a shop is shut: the look of the page that says so, and the way backstage,
# where `team.middleware` lets in nobody but our own staff.
STILL_OPEN = ("/brand.css", "/static/", "/media/", "/backstage/")
# How long a browser may remember that a shop has moved: not for ever, names are given again.
MOVED_SECONDS = 3600


class TenantMiddleware:
    """Chooses the schema by host. Sets `request.tenant`, a `kernel.tenancy.Shop`.

    An unknown host gets a bare 404 that says nothing of who else lives here. From a former address,
    or a second one, one is sent on to the shop's own. A suspended shop answers 503 with a courteous
    page: the address is right, and it may come back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter the shop and answer."""
        try:
            host = remove_www(request.get_host().rpartition("@")[2].split(":")[0].lower())
            shop = directory.by_host(host)
        except DisallowedHost:
            shop = None
        if shop is None:
            _enter(platform())
            return HttpResponseNotFound("Not found", content_type="text/plain")
        if host != shop.host:
            return _moved(request, shop)
        request.tenant = shop  # type: ignore[attr-defined]
        _enter(shop)
        if shop.is_public:
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF  # type: ignore[attr-defined]
            set_urlconf(settings.PUBLIC_SCHEMA_URLCONF)
        elif not shop.is_active and not request.path.startswith(STILL_OPEN):
            return shut(request, shop)
        return self.get_response(request)


def _enter(shop: Shop) -> None:
    """Choose the schema. A connection that is there already is not told a second time."""
    path = connection.search_path_set_schemas  # type: ignore[attr-defined]
    connection.set_tenant(shop)  # type: ignore[attr-defined]
    if path and not connection.in_atomic_block and path == connection._get_cursor_search_paths():  # type: ignore[attr-defined]
        connection.search_path_set_schemas = path  # type: ignore[attr-defined]


def _moved(request: HttpRequest, shop: Shop) -> HttpResponse:
    _enter(platform())
    kept = request.method not in ("GET", "HEAD")  # what was sent is sent again
    there = shop.url + request.get_full_path()
    response = HttpResponsePermanentRedirect(there, preserve_request=kept)
    response["Cache-Control"] = f"public, max-age={MOVED_SECONDS}"
    return response


def shut(request: HttpRequest, shop: Shop) -> HttpResponse:
    """Return the page of a shop that we have shut."""
    language = split(request.path_info)[0] or get_language_from_request(request)
    with override(language):
        response = render(request, "tenants/closed.html", {"shop": shop}, status=503)
    response["Retry-After"] = "86400"
    response["Cache-Control"] = "no-store"
    return response
