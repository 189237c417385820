"""What search engines are told: which pages there are, in which languages, and which to leave."""

from datetime import datetime

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kernel.gate import shop_page
from kernel.tenancy import current
from kernel.tongues import LANGUAGES, spoken
from tenant_apps.ticketing.events.models import Event
from themes.current import look

# Each event has an address in each language; a file holds 50,000 of them (sitemaps.org).
PER_FILE = 1_000
PRIVATE = ("/cart", "/checkout", "/orders/", "/backstage/", "/signin", "/api/")


@shop_page
@require_safe
def robots_file(request: HttpRequest) -> HttpResponse:
    """All may be read but what is one visitor's alone."""
    prefixes = ("", *(f"/{language}" for language in LANGUAGES))
    shut = [f"Disallow: {prefix}{path}" for path in PRIVATE for prefix in prefixes]
    lines = ["User-agent: *", *shut, f"Sitemap: {current().url}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@shop_page
@require_safe
def sitemap_file(request: HttpRequest) -> HttpResponse:
    """The pages of the shop with their languages; where they are many, a list of such files."""
    events = Event.objects.published().order_by("id")
    asked = request.GET.get("page", "")
    files = -(-events.count() // PER_FILE)
    if files > 1 and not asked:
        numbers = range(1, files + 1)
        return _xml(request, "sales/sitemap_index.xml", {"numbers": numbers})
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    if not 1 <= number <= max(files, 1):
        raise Http404
    first = (number - 1) * PER_FILE
    rows = events.values_list("slug", "published_at")[first : first + PER_FILE]
    pages = [_entry(reverse("events:detail", args=[slug]), at) for slug, at in rows]
    if number == 1:
        newest = events.aggregate(at=Max("published_at"))["at"]
        legal = [_entry(reverse("legal", args=[kind]), None) for kind in look().legal]
        pages = [_entry(reverse("events:list"), newest), *legal, *pages]
    return _xml(request, "sales/sitemap.xml", {"pages": pages})


def _entry(path: str, changed: datetime | None) -> dict[str, object]:
    home = current().url
    others = [(code, f"{home}{spoken(path, code)}") for code in look().languages]
    return {"usual": f"{home}{spoken(path, '')}", "others": others, "changed": changed}


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    answer = render(request, template, {**context, "home": current().url})
    answer["Content-Type"] = "application/xml; charset=utf-8"
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
