"""Which plan a new shop begins with."""

from kernel.money import exponent
from shared_apps.tenants.models import Plan

BASIS_POINTS = 250
FIXED = 30  # hundredths of a unit of the shop's currency


def first_plan(currency: str) -> Plan:
    """Return the plan of a new shop in this currency: 2.5 % and 0.30 for each paid ticket."""
    fixed = FIXED if exponent(currency) == 2 else FIXED * 10 ** exponent(currency) // 100
    plan, _created = Plan.objects.get_or_create(
        code=f"standard-{currency.lower()}",
        defaults={
            "name": "Standard",
            "currency": currency,
            "ticket_fee_basis_points": BASIS_POINTS,
            "ticket_fee_fixed": fixed,
        },
    )
    return plan
