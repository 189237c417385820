"""The organizer's own shops."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from kernel.gate import signed_in_page
from kernel.pages import page, paginated
from kernel.rate import rate
from shared_apps.accounts import services as accounts
from shared_apps.control.hooks import shop_places
from shared_apps.control.pages.entrance import FORMS_MAY_LEAD_TO_SHOPS, lead_into, shop_of
from shared_apps.tenants.models import Tenant


@signed_in_page
@csp_override(FORMS_MAY_LEAD_TO_SHOPS)
@require_GET
def shops_page(request: HttpRequest) -> HttpResponse:
    """My shops, the newest first."""
    mine = Tenant.objects.filter(ownerships__user=request.user).order_by("-pk")
    listing = paginated(request, mine.select_related("plan"))
    told = shop_places.ask(tenants=list(listing))
    shops = [
        {"tenant": one, "shop": shop_of(one), "places": [of[one.pk] for of in told]}
        for one in listing
    ]
    context = {
        "page": listing,
        "shops": shops,
        "is_confirmed": accounts.is_confirmed(request.user),  # type: ignore[arg-type]
    }
    return page(request, "control/shops.html", context)


@signed_in_page
@rate("6/hour")
@require_POST
def confirmation(request: HttpRequest) -> HttpResponse:
    """Send the letter that confirms an owner's address once more."""
    accounts.ask_to_confirm(request, request.user)  # type: ignore[arg-type]
    return redirect("control:shops")


@signed_in_page
@require_POST
def entry(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Enter the backstage of one of my shops."""
    mine = Tenant.objects.filter(ownerships__user=request.user)
    return lead_into(get_object_or_404(mine, subdomain=subdomain), user=request.user)
