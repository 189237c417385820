"""Many orders: send them again, refund them, make a table of them."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kernel.jobs.kinds import job_kind
from kernel.jobs.models import Item
from kernel.money import Money
from kernel.tenancy import current
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.services import look_up, refunds


@job_kind("send_orders", may="orders.edit")
def send(items: list[Item], options: Mapping[str, Any]) -> None:
    """Send the tickets of an order once more."""
    for order in Order.objects.filter(pk__in=[one.ref for one in items]):
        look_up.send_again(order=order)


@job_kind("refund_orders", may="orders.refund")
def refund(items: list[Item], options: Mapping[str, Any]) -> None:
    """Give an order back in full."""
    for order in Order.objects.filter(pk__in=[one.ref for one in items]):
        refunds.refund(order=order, reason=options["reason"])


@job_kind(
    "export_orders",
    may="orders.view",
    batch=200,
    columns=(
        _("Order"), _("Placed"), _("State"), _("Name"), _("E-mail"), _("Language"), _("Tickets"),
        _("Total"), _("Currency"), _("Events"),
    ),
)  # fmt: skip
def export(items: list[Item], options: Mapping[str, Any]) -> None:
    """Write down an order's row. The clock is the shop's."""
    zone = ZoneInfo(current().timezone)
    orders = Order.objects.with_ticket_count().prefetch_related("lines__session__event")
    known = orders.in_bulk([one.ref for one in items])
    for item in items:
        if (order := known.get(item.ref)) is not None:
            item.told = _row(order, zone)


def _row(order: Order, zone: ZoneInfo) -> list[Any]:
    names = dict.fromkeys(line.session.event.name for line in order.lines.all())
    return [
        order.reference,
        f"{order.placed_at.astimezone(zone):%Y-%m-%d %H:%M}",
        str(order.get_status_display()),
        order.name,
        order.email,
        order.language,
        order.ticket_count or 0,  # type: ignore[attr-defined]
        str(Money(order.total, order.currency).decimal),
        order.currency,
        ", ".join(names),
    ]
