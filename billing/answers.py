"""What billing has to say to the questions of the floors below."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from billing.catalogue import Catalogue, catalogue, fixed_fees
from billing.models import Account
from billing.services.shares import shares_of
from shared_apps.control.hooks import ShopPlace, price_list, shop_places
from shared_apps.tenants.hooks import TicketTerms, shares, ticket_terms
from shared_apps.tenants.models import Tenant


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
