"""A shop's own settings, for its owner: they are rows of the platform, so they are changed here."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST

from kernel.errors import Refusal
from kernel.gate import signed_in_page
from kernel.pages import page
from kernel.tenancy import in_tenant
from shared_apps.control import services
from shared_apps.control.forms import AddressForm, ClosingForm, DetailsForm
from shared_apps.control.pages.entrance import FORMS_MAY_LEAD_TO_SHOPS, frame_of, own_shop, shop_of
from shared_apps.tenants.hooks import still_owed
from shared_apps.tenants.services import addresses, details, standing

FIELDS = (*details.WORDS, *details.CHOICES)


@signed_in_page
@csp_override(FORMS_MAY_LEAD_TO_SHOPS)
@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """What the shop is called, who answers for it, and what its events begin with."""
    tenant = own_shop(request, subdomain)
    form = DetailsForm(request.POST or None, initial={f: getattr(tenant, f) for f in FIELDS})
    if form.is_valid():
        try:
            details.change(tenant=tenant, by=_owner(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. The shop shows it from the next click on."))
            return redirect("control:shop", subdomain)
    context = {**frame_of(tenant, "details"), "form": form}
    return page(request, "control/shop/details.html", context, status=_status(form))


@signed_in_page
@require_http_methods(["GET", "POST"])
def address_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Move to another address, and see those of former days."""
    tenant = own_shop(request, subdomain)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            addresses.rename(tenant=tenant, by=_owner(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("subdomain", str(refusal))
        else:
            said = _("The shop is at {host} from now on; from the old address one is sent on.")
            messages.success(request, said.format(host=shop_of(tenant).host))
            return redirect("control:shop", tenant.subdomain)
    context = {
        **frame_of(tenant, "address"),
        "form": form,
        "former": addresses.former(tenant),
        "shop_suffix": settings.SHOP_SUFFIX,
        "days": addresses.SENT_ON_FOR.days,
    }
    return page(request, "control/shop/address.html", context, status=_status(form))


@signed_in_page
@require_http_methods(["GET", "POST"])
def closing_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Close the shop, after a look at what that means for those who hold tickets."""
    tenant = own_shop(request, subdomain)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        try:
            standing.close(tenant=tenant, by=_owner(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The shop sells nothing any more. Tickets stay valid."))
            return redirect("control:shop", subdomain)
    with in_tenant(tenant.schema_name):
        owed = [sentence for some in still_owed.ask() for sentence in some]
    context = {
        **frame_of(tenant, "closing"),
        "form": form,
        "owed": owed,
        "days": standing.TIME_TO_THINK.days,
    }
    return page(request, "control/shop/closing.html", context, status=_status(form))


@signed_in_page
@require_POST
def reopening(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Open it again."""
    standing.reopen(tenant=own_shop(request, subdomain), by=_owner(request))
    messages.success(request, _("The shop is open again."))
    return redirect("control:shop", subdomain)


def _owner(request: HttpRequest) -> Any:
    return services.owner(request.user)  # type: ignore[arg-type]


def _status(form: Any) -> int:
    return 422 if form.errors else 200
