"""The way from the platform into a shop's backstage."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.csp import CSP

from kernel.tenancy import Shop
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import handshake

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


def lead_into(tenant: Tenant, *, user: Any, reason: str = "") -> HttpResponseRedirect:
    """Send a user of the platform into a shop's backstage. Raises HandshakeRefused."""
    token = handshake.issue(user=user, tenant=tenant, reason=reason)
    address = f"{shop_of(tenant).url}/backstage/enter?{urlencode({'token': token})}"
    response = HttpResponseRedirect(address)
    response.status_code = SEE_OTHER
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
