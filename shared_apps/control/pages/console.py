"""What our staff sees: the tenants, one of them, and what got stuck."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from kernel.addons import installed
from kernel.facts import history
from kernel.facts.models import Record
from kernel.gate import control_page
from kernel.outbox.models import Delivery
from kernel.pages import page, paginated
from kernel.tenancy import in_tenant
from shared_apps.control import choices, services
from shared_apps.control.forms import TenantSearch
from shared_apps.control.pages.entrance import shop_of
from shared_apps.tenants.models import Feature, Tenant
from shared_apps.tenants.services import addresses

# What was done to a tenant, by staff or by its owner on the platform, as its records have it.
OUR_DOING = (
    "ShopOpened", "ShopSuspended", "ShopResumed", "FeatureTurnedOn", "FeatureTurnedOff",
    "PlatformStaffEntered", "ShopClosed", "ShopReopened", "ShopMoved", "ShopDetailsChanged",
    "ShopConfirmed", "PlanChanged", "AddOnDataErased",
)  # fmt: skip
# `?sort=`: what a list of tenants may be sorted by.
SORTS = {"name": "name", "address": "subdomain", "state": "state", "plan": "plan__code",
         "since": "pk"}  # fmt: skip


@control_page
@require_GET
def tenants_page(request: HttpRequest) -> HttpResponse:
    """All tenants: by name, state, plan, feature."""
    form = TenantSearch(request.GET)
    form.is_valid()  # what does not fit is not searched for
    found = _search(form.cleaned_data).order_by(*_order(request.GET.get("sort", "")))
    listing = paginated(request, found)
    context = {
        "page": listing,
        "rows": [{"tenant": tenant, "open": _had(tenant)} for tenant in listing],
        "form": form,
        "q": form.cleaned_data.get("q", ""),
        "plans": choices.plans()[1:],
        "addons": installed(),
        "states": Tenant.State.choices,
    }
    return page(request, "control/console/tenants.html", context)


@control_page
@require_GET
def tenant_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """One tenant: what it has, what was done to it, what got stuck."""
    tenant = tenant_named(subdomain)
    with in_tenant(tenant.schema_name):
        records = Record.objects.filter(name__in=OUR_DOING)
        listing = paginated(request, records)
        lines = _with_names(list(listing))
        parked = Delivery.objects.parked().count()
    context = {
        "tenant": tenant,
        "shop": shop_of(tenant),
        "addons": _switches(tenant),
        "former": addresses.former(tenant),
        "owners": tenant.ownerships.select_related("user").order_by("pk")[:20],
        "page": listing,
        "lines": lines,
        "parked": parked,
    }
    return page(request, "control/console/tenant.html", context)


@control_page
@require_GET
def deliveries_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """What handlers failed to do, and why."""
    tenant = tenant_named(subdomain)
    with in_tenant(tenant.schema_name):
        listing = paginated(request, Delivery.objects.parked().order_by("-pk"))
        rows = list(listing)
    context = {"tenant": tenant, "shop": shop_of(tenant), "page": listing, "rows": rows}
    return page(request, "control/console/deliveries.html", context)


@control_page
@require_POST
def delivery_retry(
    request: HttpRequest, subdomain: str, delivery_id: int | None = None
) -> HttpResponse:
    """Try it again; all of them, if none is named."""
    services.retry(tenant=tenant_named(subdomain), delivery_id=delivery_id)
    return redirect("control:deliveries", subdomain)


def tenant_named(subdomain: str) -> Tenant:
    """Return the tenant. Raises Http404."""
    return get_object_or_404(Tenant.objects.select_related("plan"), subdomain=subdomain)


def _search(said: dict[str, Any]) -> QuerySet[Tenant]:
    found = Tenant.objects.select_related("plan").prefetch_related("features")
    if q := said.get("q", "").replace("\x00", "").strip():
        found = found.filter(
            Q(name__icontains=q)
            | Q(subdomain__icontains=q)
            | Q(pk__in=Tenant.objects.filter(ownerships__user__email__icontains=q))
        )
    if state := said.get("state"):
        found = found.filter(state=state)
    if plan := said.get("plan"):
        found = found.filter(Q(plan__offer=plan) | Q(plan__offer="", plan__code=plan))
    if code := said.get("feature"):
        opened = Feature.objects.filter(code=code).exclude(state=Feature.State.OFF)
        found = found.filter(pk__in=opened.values("tenant"))
    return found


def _order(asked: str) -> tuple[str, ...]:
    column = SORTS.get(asked.removeprefix("-"))
    if column is None:
        return ("-pk",)
    return (f"-{column}" if asked.startswith("-") else column, "-pk")


def _had(tenant: Tenant) -> list[Feature]:
    return [one for one in tenant.features.all() if one.state != Feature.State.OFF]


def _switches(tenant: Tenant) -> list[dict[str, Any]]:
    """Each installed add-on, and what the tenant has of it."""
    had = {feature.code: feature for feature in tenant.features.all()}
    return [{"addon": addon, "feature": had.get(addon.feature)} for addon in installed()]


def _with_names(records: list[Record]) -> list[dict[str, Any]]:
    """Records in words, and the full name of the actor: staff may know which colleague it was."""
    told = history.lines(records)
    return [
        {"line": line, "actor": record.actor, "reason": record.body.get("reason", "")}
        for record, line in zip(records, told, strict=True)
    ]
