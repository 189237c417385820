"""Many customers: a table of them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from kernel.jobs.kinds import job_kind
from kernel.jobs.models import Item
from tenant_apps.ticketing.customers.models import Customer


@job_kind(
    "export_customers",
    may="customers.view",
    batch=500,
    columns=(_("Name"), _("E-mail"), _("Language"), _("First seen"), _("Wants news since"),
             _("Orders")),
)  # fmt: skip
def export(items: list[Item], options: Mapping[str, Any]) -> None:
    """Write down a customer's row. Days are those of UTC."""
    customers = Customer.objects.annotate(order_count=Count("orders"))
    known = customers.in_bulk([one.ref for one in items])
    for item in items:
        if (one := known.get(item.ref)) is None:
            continue
        agreed = one.marketing_consent_at
        item.told = [
            one.name,
            one.email,
            one.language,
            f"{one.created_at:%Y-%m-%d}",
            f"{agreed:%Y-%m-%d}" if agreed else "",
            one.order_count,
        ]
