"""Trying a shop before one has any: as a buyer, and in the demo behind the counter as a guest."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from kernel.gate import platform_page
from kernel.pages import page
from kernel.rate import rate
from shared_apps.control.pages.entrance import FORMS_MAY_LEAD_TO_SHOPS, lead_in_by, shop_of
from shared_apps.control.pages.front import demo_shops
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import handshake


@platform_page
@csp_override(FORMS_MAY_LEAD_TO_SHOPS)
@require_GET
def try_page(request: HttpRequest) -> HttpResponse:
    """Shops to walk into."""
    context = {
        "demo_shops": demo_shops(),
        "demo_shop_url": settings.DEMO_SHOP_URL,
        "may_look_backstage": settings.DEMO,
    }
    return page(request, "control/try.html", context)


@platform_page
@rate("30/hour")
@require_POST
def look_backstage(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Let a stranger look behind the counter of a demo shop. He sees, and changes nothing."""
    if not settings.DEMO or subdomain not in settings.DEMO_SHOPS:
        raise Http404
    tenant = get_object_or_404(Tenant, subdomain=subdomain, state=Tenant.State.ACTIVE)
    return lead_in_by(handshake.issue_to_guest(tenant=tenant), shop_of(tenant))
