"""The way from the platform into a shop's backstage."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.csp import CSP

from kernel.tenancy import Shop, in_tenant
from shared_apps.control.hooks import shop_places
from shared_apps.tenants.directory import directory
from shared_apps.tenants.hooks import owns_still
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import handshake, standing

SEE_OTHER = 303

# Browsers hold a form to `form-action` through the redirect that answers it, so pages whose forms
# end in a shop must name the shops' hosts.
_port = "" if settings.SITE_PORT in (80, 443) else f":{settings.SITE_PORT}"
FORMS_MAY_LEAD_TO_SHOPS: dict[str, Any] = {
    **settings.SECURE_CSP,
    "form-action": [CSP.SELF, f"{settings.SITE_SCHEME}://*.{settings.SHOP_SUFFIX}{_port}"],
}


def shop_of(tenant: Tenant) -> Shop:
    """Return a tenant as the rest of the house knows it, with its address."""
    shop = directory.by_schema(tenant.schema_name)
    if shop is None:
        raise LookupError(f"no shop in schema {tenant.schema_name}")
    return shop


def own_shop(request: HttpRequest, subdomain: str) -> Tenant:
    """The shop, for its owners only: whoever decides where the money goes. Raises Http404.

    The shop's own team has the last word, since a founder may have been removed from it.
    """
    user: Any = request.user
    owned = Tenant.objects.filter(ownerships__user=user, ownerships__role="owner")
    tenant = get_object_or_404(owned.select_related("plan"), subdomain=subdomain)
    with in_tenant(tenant.schema_name):
        if not all(owns_still.ask(email=user.email)):
            raise Http404
    return tenant


def frame_of(tenant: Tenant, here: str) -> dict[str, Any]:
    """Return what `control/shop/frame.html` shows around a page of one shop, called `here`."""
    return {
        "tenant": tenant,
        "shop": shop_of(tenant),
        "here": here,
        "places": [of[tenant.pk] for of in shop_places.ask(tenants=[tenant])],
        "reopen_until": standing.may_reopen_until(tenant),
    }


def lead_into(
    tenant: Tenant, *, user: Any, reason: str = "", then: str = ""
) -> HttpResponseRedirect:
    """Send a user of the platform into a shop's backstage, to the page `then` (a path).

    Raises HandshakeRefused.
    """
    token = handshake.issue(user=user, tenant=tenant, reason=reason, then=then)
    return lead_in_by(token, shop_of(tenant))


def lead_in_by(token: str, shop: Shop) -> HttpResponseRedirect:
    """Send somebody into a shop's backstage by a token that is good once."""
    address = f"{shop.url}/backstage/enter?{urlencode({'token': token})}"
    response = HttpResponseRedirect(address)
    response.status_code = SEE_OTHER
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
