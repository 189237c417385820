"""How a shop takes its money: by test cards, until it has a Stripe account of its own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from kernel.gate import signed_in_page
from kernel.pages import page
from shared_apps.control.pages.entrance import own_shop
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import stripe_account

# The form answers with Stripe's own address, where the organizer fills in who he is.
FORMS_MAY_LEAD_TO_STRIPE: dict[str, Any] = {
    **settings.SECURE_CSP,
    "form-action": [CSP.SELF, "https://connect.stripe.com"],
}


@signed_in_page
@csp_override(FORMS_MAY_LEAD_TO_STRIPE)
@require_GET
def payments_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """What the shop uses now, and what is to be done."""
    tenant = own_shop(request, subdomain)
    ready = _is_ready(tenant) if "back" in request.GET else tenant.gateway == "stripe"
    context = {
        "tenant": tenant,
        "ready": ready,
        "available": bool(settings.STRIPE_SECRET_KEY),
        "may_sell_by_test_cards": settings.SANDBOX_PAYMENTS,
    }
    return page(request, "control/payments.html", context)


@signed_in_page
@require_POST
def connect(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Make the account, if there is none, and go on to Stripe to fill it in."""
    tenant = own_shop(request, subdomain)
    stripe_account.create(tenant=tenant, email=request.user.email)  # type: ignore[union-attr]
    here = request.build_absolute_uri(reverse("control:payments", args=[subdomain]))
    address = stripe_account.link(
        tenant=tenant, return_url=f"{here}?back=1", refresh_url=f"{here}?again=1"
    )
    return redirect(address)


def _is_ready(tenant: Tenant) -> bool:
    return bool(tenant.stripe_account) and stripe_account.refresh(account=tenant.stripe_account)
