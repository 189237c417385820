"""Which plan a shop has. A row for each plan of the price list, its version, and currency.

Whoever has a row keeps its terms: a new version of the price list makes new rows.
"""

from django.db import transaction
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import PlanChanged
from shared_apps.tenants.models import Plan, Tenant
from shared_apps.tenants.services import ticket_fees
from shared_apps.tenants.services.features import reason_of


def first_plan(currency: str) -> Plan:
    """Return the plan of a new shop in this currency, as the price list has it today.

    Raises KeyError for a currency without a fee.
    """
    return plan_of(currency=currency)


def plan_of(*, currency: str, code: str = "", version: str = "") -> Plan:
    """Return the row of a plan of the price list; without names, that of a new shop of today.

    Raises KeyError if the list knows no such plan or version, or no fee in this currency.
    """
    terms = ticket_fees.terms(code=code, version=version)
    fixed = terms.fees[currency]
    plan, _created = Plan.objects.get_or_create(
        offer=terms.code,
        version=terms.version,
        currency=currency,
        defaults={
            "code": f"{terms.code}-{currency.lower()}-{terms.version}",
            "name": terms.name,
            "ticket_fee_basis_points": terms.basis_points,
            "ticket_fee_fixed": fixed,
        },
    )
    return plan


def in_currency(plan: Plan, currency: str) -> Plan:
    """Return the same plan, at the same terms, in another currency; one made to measure stays.

    Where its version had no fee in that currency yet, today's terms hold. Raises KeyError where
    today's list has none either.
    """
    if not plan.offer:
        return plan
    known = ticket_fees.terms(code=plan.offer, version=plan.version).fees
    version = plan.version if currency in known else ""
    return plan_of(currency=currency, code=plan.offer, version=version)


def change(*, tenant: Tenant, code: str, version: str, by: Actor, reason: str) -> Tenant:
    """Give a shop the plan `code` of a version of the price list, at once, for orders to come.

    Orders that were placed keep the fees that stand on their lines. If it has that plan already,
    nothing happens. Raises KeyError as `plan_of` does, ReasonMissing.
    """
    with transaction.atomic(), schema_context(PUBLIC):
        shop = Tenant.objects.select_for_update(of=["self"]).get(pk=tenant.pk)
        before = shop.plan
        plan = plan_of(currency=shop.currency, code=code, version=version)
        if plan == before:
            return shop
        fact = PlanChanged(
            before=before.offer or before.code,
            plan=plan.offer,
            version=plan.version,
            reason=reason_of(reason),
        )
        shop.plan = plan
        shop.save(update_fields=["plan"])
        directory.changed()
        with in_tenant(shop.schema_name), act_as(by):
            announce(fact)
    return shop
