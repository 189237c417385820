"""Which plan a new shop begins with, and in which currencies shops sell."""

from collections.abc import Mapping

from shared_apps.tenants import hooks
from shared_apps.tenants.models import Plan

BASIS_POINTS = 250


def ticket_fees() -> Mapping[str, int]:
    """Return what the platform takes for each paid ticket, minor units by currency.

    A currency without a fee is one in which nothing is sold: nobody converts fees.
    """
    return next(iter(hooks.ticket_fees.ask()), {})


def first_plan(currency: str) -> Plan:
    """Return the plan of a new shop in this currency: 2.5 % and so much for each paid ticket.

    Raises KeyError for a currency without a fee.
    """
    plan, _created = Plan.objects.get_or_create(
        code=f"standard-{currency.lower()}",
        defaults={
            "name": "Standard",
            "currency": currency,
            "ticket_fee_basis_points": BASIS_POINTS,
            "ticket_fee_fixed": ticket_fees()[currency],
        },
    )
    return plan
