"""What our staff does to a tenant: always with a reason, always on record."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods

from kernel.addons import AddOn, installed
from kernel.errors import Refusal
from kernel.gate import control_page
from kernel.pages import page
from kernel.tenancy import OPEN_STATES
from shared_apps.control import services
from shared_apps.control.forms import FeatureForm, ReasonForm, limits_as_text
from shared_apps.control.pages.console import tenant_named
from shared_apps.control.pages.entrance import FORMS_MAY_LEAD_TO_SHOPS, lead_into, shop_of
from shared_apps.tenants.models import Feature, Tenant
from shared_apps.tenants.services import features, standing


@control_page
@require_http_methods(["GET", "POST"])
def feature_page(request: HttpRequest, subdomain: str, code: str) -> HttpResponse:
    """Open or shut a feature to a tenant."""
    tenant, addon = tenant_named(subdomain), _addon(code)
    had = Feature.objects.filter(tenant=tenant, code=code).first()
    form = FeatureForm(request.POST or None, initial=_as_it_is(had))
    if form.is_valid() and _done(form, lambda: _switch(request, tenant, code, form.cleaned_data)):
        word = dict(Feature.State.choices)[form.cleaned_data["state"]]
        messages.success(
            request,
            _("{feature} is now {state} for {shop}.").format(
                feature=addon.title, state=word, shop=tenant.name
            ),
        )
        return redirect("control:tenant", subdomain)
    context = {
        **_frame(tenant),
        "title": _("{feature} for {shop}").format(feature=addon.title, shop=tenant.name),
        "text": addon.summary,
        "touches": [
            _("On and trial: all its doors are open, from the next click on."),
            _("Suspended: nothing new begins with it; what was sold with it still works."),
            _("Off: all its doors are shut at once. What it has stored stays."),
            *_money_it_moves(),
        ],
        "form": form,
        "action": _("Change the feature"),
        "danger": False,
    }
    return page(request, "control/console/act.html", context, status=422 if form.errors else 200)


@control_page
@require_http_methods(["GET", "POST"])
def suspension_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Close a shop."""
    tenant = tenant_named(subdomain)
    act = {
        "title": _("Close {shop}?").format(shop=tenant.name),
        "text": _("The shop is closed to everybody from the next click on."),
        "touches": [
            _("Visitors see a page that says so: {address}").format(address=shop_of(tenant).url),
            _("Nobody can buy; scanners and the API get no answer."),
            _("Nobody comes backstage but we, from this console and with a reason."),
            _("Nothing is deleted. Opening it again takes one click and a reason."),
        ],
        "action": _("Close the shop"),
        "done": _("{shop} is closed.").format(shop=tenant.name),
    }
    return _act(request, tenant, act, standing.suspend)


@control_page
@require_http_methods(["GET", "POST"])
def resumption_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Open a shop again."""
    tenant = tenant_named(subdomain)
    act = {
        "title": _("Open {shop} again?").format(shop=tenant.name),
        "text": _("Everything is there as it was left."),
        "touches": [_("Visitors can buy again: {address}").format(address=shop_of(tenant).url)],
        "action": _("Open the shop"),
        "done": _("{shop} is open again.").format(shop=tenant.name),
        "danger": False,
    }
    return _act(request, tenant, act, standing.resume)


@control_page
@csp_override(FORMS_MAY_LEAD_TO_SHOPS)
@require_http_methods(["GET", "POST"])
def visit_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Enter a shop's backstage as staff of the platform."""
    tenant = tenant_named(subdomain)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return lead_into(tenant, user=request.user, reason=reason)
    context = {
        **_frame(tenant),
        "title": _("Go backstage at {shop}?").format(shop=tenant.name),
        "text": _("You will see what its owner sees, customers included."),
        "touches": [
            _("Your visit and its reason stand in the shop's history."),
            _("A banner says who you are on every page."),
        ],
        "form": form,
        "action": _("Go backstage"),
        "danger": False,
    }
    return page(request, "control/console/act.html", context, status=422 if form.errors else 200)


def _act(
    request: HttpRequest, tenant: Tenant, act: dict[str, Any], verb: Callable[..., None]
) -> HttpResponse:
    """Show what an act will touch, ask for the reason, and do it."""
    form = ReasonForm(request.POST or None)
    by = services.staff(request.user)  # type: ignore[arg-type]
    if form.is_valid() and _done(
        form, lambda: verb(tenant=tenant, by=by, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, act["done"])
        return redirect("control:tenant", tenant.subdomain)
    context = {**_frame(tenant), "danger": True, **act, "form": form}
    return page(request, "control/console/act.html", context, status=422 if form.errors else 200)


def _switch(request: HttpRequest, tenant: Tenant, code: str, said: dict[str, Any]) -> None:
    common = {
        "tenant": tenant,
        "code": code,
        "by": services.staff(request.user),  # type: ignore[arg-type]
        "reason": said["reason"],
        "state": said["state"],
    }
    if said["state"] in OPEN_STATES:
        features.turn_on(**common, limits=said["limits"])
    else:
        features.turn_off(**common)


def _done(form: ReasonForm, act: Callable[[], None]) -> bool:
    """Do it; what is refused is said in the form."""
    try:
        act()
    except Refusal as refusal:
        form.add_error("reason" if refusal.code == "reason_missing" else None, str(refusal))
        return False
    return True


def _as_it_is(feature: Feature | None) -> dict[str, Any]:
    if feature is None:
        return {"state": Feature.State.ON}
    if feature.state == Feature.State.PAST_DUE:  # it is on, and only its bill is late
        return {"state": Feature.State.ON, "limits": limits_as_text(feature.limits)}
    return {"state": feature.state, "limits": limits_as_text(feature.limits)}


def _money_it_moves() -> list[str]:
    """What the organizer's account makes of a switch in the console."""
    return [
        _("This moves money. What is switched on here is charged from today on, also where it was "
          "free before; to give it free of charge, switch it on the account’s page instead."),
        _("A trial ends by itself after fourteen days: then the feature is off."),
        _("What is suspended or switched off is not charged from today on."),
    ]  # fmt: skip


def _frame(tenant: Tenant) -> dict[str, Any]:
    return {"tenant": tenant, "back_url": reverse("control:tenant", args=[tenant.subdomain])}


def _addon(code: str) -> AddOn:
    found = next((addon for addon in installed() if addon.feature == code), None)
    if found is None:
        raise Http404
    return found
