"""The front page: what Marquee is."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kernel.gate import platform_page
from kernel.pages import page
from shared_apps.control.pages import site
from shared_apps.control.pages.entrance import shop_of
from shared_apps.tenants.models import Tenant


@platform_page
@require_GET
def landing_page(request: HttpRequest) -> HttpResponse:
    """What Marquee is, and what it costs."""
    context = {
        **site.board(request),
        "demo_shops": demo_shops(),
        "shop_suffix": settings.SHOP_SUFFIX,
        "facts": _facts_for_programs(request),
    }
    return page(request, "control/landing.html", context)


def demo_shops() -> list[Any]:
    """The shops of a demo, the oldest first; none where real shops live."""
    if not settings.DEMO:
        return []
    ours = Tenant.objects.filter(state=Tenant.State.ACTIVE, subdomain__in=settings.DEMO_SHOPS)
    return [shop_of(tenant) for tenant in ours.order_by("pk")]


def _facts_for_programs(request: HttpRequest) -> SafeString:
    """The page once more, for search engines: schema.org as JSON-LD."""
    home = f"{request.tenant.url}/"  # type: ignore[attr-defined]
    organization = {"@type": "Organization", "@id": f"{home}#us", "name": "Marquee", "url": home}
    if legal_name := settings.OPERATOR["name"]:
        organization["legalName"] = legal_name
    software = {
        "@type": "SoftwareApplication",
        "name": "Marquee",
        "url": home,
        "applicationCategory": "BusinessApplication",
        "operatingSystem": "Web",
        "description": _("A ticket office that carries your name."),
        "publisher": {"@id": f"{home}#us"},
        "offers": [
            {"@type": "Offer", "name": one.name, "price": f"{one.monthly.decimal.normalize():f}",
             "priceCurrency": one.monthly.currency}
            for one in site.board(request)["plans"]
        ],
    }  # fmt: skip
    said = {"@context": "https://schema.org", "@graph": [organization, software]}
    # No "<" can close the element early: JSON may write it as an escape.
    text = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
