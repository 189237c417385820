"""What billing has to say to the questions of the floors below."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from billing.catalogue import Catalogue, catalogue, fixed_fees
from billing.models import Account
from billing.services.rights import UNPAID_TOO_LONG
from billing.services.shares import shares_of
from kernel.addons import AddOn
from kernel.facts.models import Record
from kernel.hooks import Panel
from kernel.tenancy import current
from shared_apps.control.hooks import (
    ShopPlace,
    console_places,
    price_list,
    shop_places,
    tenant_panels,
)
from shared_apps.tenants.directory import platform
from shared_apps.tenants.facts import FeatureTurnedOff
from shared_apps.tenants.hooks import TicketTerms, shares, ticket_terms
from shared_apps.tenants.models import Tenant
from tenant_apps.office.team.hooks import (
    OwnersPlace,
    addon_page,
    dashboard_cards,
    owners_places,
)
from tenant_apps.office.team.offers import offered
from themes.hooks import offer_panels

# Under which place of the menu a page of our staff stands, where it has not its own.
PLACE_OF = {
    "taxes": "revenue",
    "invoice": "invoices",
    "collect": "invoices",
    "write_off": "invoices",
    "run": "invoices",
    "coupon_new": "coupons",
    "coupon_end": "coupons",
    "settle": "discrepancies",
}


@price_list.answer
def today() -> Catalogue:
    """The catalogue."""
    return catalogue()


@ticket_terms.answer
def of_plan(*, code: str, version: str) -> TicketTerms:
    """The catalogue's terms, of that version; the plan's name as it is written there."""
    with override(None):  # it is kept in a row, and is nobody's own language there
        listed = catalogue(version)
    plan = listed.plan(code) if code else listed.plans[0]
    return TicketTerms(
        code=plan.code,
        version=listed.version,
        name=plan.name,
        basis_points=plan.ticket_fee_basis_points,
        fees=fixed_fees(version),
    )


@shares.answer
def by_switch(*, tenant: Tenant) -> Mapping[str, int]:
    """The catalogue's shares, at the version of each switch."""
    return shares_of(tenant)


@shop_places.answer
def plan_and_invoices(*, tenants: Sequence[Any]) -> Mapping[int, ShopPlace]:
    """The owner's pages of billing, and whether an account is not paid up. One query."""
    states = dict(Account.objects.filter(tenant__in=tenants).values_list("tenant_id", "state"))
    return {
        one.pk: ShopPlace(
            code="billing",
            title=_("Plan and invoices"),
            url=reverse("control_billing:overview", args=[one.subdomain]),
            state="" if states.get(one.pk, "good") == Account.State.GOOD else states[one.pk],
        )
        for one in tenants
    }


@console_places.answer
def our_books(*, request: Any) -> Panel:
    """The pages of billing in the staff's menu, the one of the request marked."""
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match and match.namespace == "staff_billing" else ""
    return Panel("billing/staff/places.html", {"here": PLACE_OF.get(here, here)})


@tenant_panels.answer
def account_of_tenant(*, tenant: Tenant) -> Panel:
    """How a tenant stands with us, and the way to its account."""
    account = Account.objects.filter(tenant=tenant).first()
    return Panel("billing/staff/panel.html", {"account": account})


@addon_page.answer
def switched_on_the_platform(*, code: str) -> str | None:
    """The add-on's page on the platform."""
    return _on_the_platform("addon", code)


@owners_places.answer
def owed_on_the_platform() -> OwnersPlace:
    """The shop's plan and invoices."""
    return OwnersPlace(
        "money",
        _("Plan and invoices"),
        _("Your plan, what add-ons cost, and our invoices to you."),
        _on_the_platform("overview"),
        "receipt-text",
    )


@offer_panels.answer
def price_and_switch(*, addon: AddOn) -> Panel | None:
    """On the page of an add-on that is off: its price, and the owner's way to the switch."""
    found = next((one for one in offered() if one.addon.feature == addon.feature), None)
    return Panel("backstage/billing/offer.html", {"offered": found}) if found else None


@dashboard_cards.answer
def owing_card() -> Panel | None:
    """On the home page of backstage: that a payment is open, as the shop's features tell.

    What stands still may merely be paused: then the shop's own history says so.
    """
    states = {code: right.state for code, right in current().features.items()}
    still = [code for code, state in states.items() if state == "suspended"]
    if "past_due" in states.values():
        owing = "past_due"
    elif still and _stands_still_unpaid(still):
        owing = "suspended"
    else:
        return None
    url = _on_the_platform("overview")
    return Panel("backstage/billing/owing.html", {"owing": owing, "owing_url": url})


def _stands_still_unpaid(codes: list[str]) -> bool:
    """Was one of these shut for an unpaid invoice, when it was shut the last time?"""
    shut = Record.objects.filter(name=FeatureTurnedOff.__name__, body__code__in=codes)
    last: dict[str, str] = {}
    for body in shut.order_by("-id").values_list("body", flat=True)[: 4 * len(codes)]:
        last.setdefault(body["code"], body["reason"])
    return UNPAID_TOO_LONG in last.values()


def _on_the_platform(name: str, *args: str) -> str:
    where = [current().subdomain, *args]
    path = reverse(f"control_billing:{name}", settings.PUBLIC_SCHEMA_URLCONF, where)
    return f"{platform().url}{path}"
