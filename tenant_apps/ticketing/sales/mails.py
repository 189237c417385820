"""What a buyer gets by mail about orders. In no transaction; all of it may be repeated."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.tenancy import current
from tenant_apps.ticketing.customers.models import Customer
from tenant_apps.ticketing.events.models import Session
from tenant_apps.ticketing.orders.models import Order, OrderLine
from tenant_apps.ticketing.payments.models import Refund
from tenant_apps.ticketing.tickets.mails import enclosures
from themes import letters

MOST_LINKS = 50


def send_confirmation(*, order_id: int, key: object) -> None:
    """Send the tickets of a paid order, as PDF and calendar entry, in the order's language.

    Nothing, when the tickets were taken back meanwhile.
    """
    order = Order.objects.get(pk=order_id)
    tickets = list(order.tickets.valid().to_print())
    if not tickets:
        return
    lines = order.lines.select_related("session__venue", "session__event__venue", "ticket_type")
    with override(order.language):
        files = enclosures(tickets, reference=order.reference)
        letters.send(
            to=order.email,
            subject=_("Your tickets: %(event)s") % {"event": tickets[0].session.event.words.name},
            template="sales/mail/order_confirmed",
            context={
                "order": order,
                "visits": _visits(list(lines)),
                "url": _link(order),
                "has_pdf": len(files) > 1,
            },
            key=key,
            enclosures=files,
        )


def send_refund(*, order_id: int, refund_id: int, key: object, is_late: bool = False) -> None:
    """Tell a buyer that money goes back; `is_late`: it had come when the places were gone."""
    order = Order.objects.get(pk=order_id)
    refund = Refund.objects.filter(pk=refund_id).first()
    with override(order.language):
        letters.send(
            to=order.email,
            subject=_subject_of_refund(order, refund),
            template="sales/mail/order_refunded",
            context={
                "order": order,
                "amount": refund.amount if refund else 0,
                "url": _link(order),
                "is_late": is_late,
            },
            key=key,
        )


def send_links(*, customer_id: int, key: object) -> None:
    """Send a buyer the links to the orders made with this address, the newest first."""
    customer = Customer.objects.get(pk=customer_id)
    orders = customer.orders.exclude(status__in=[Order.Status.EXPIRED, Order.Status.CANCELLED])
    found = list(orders.prefetch_related("lines__session__event").order_by("-pk"))
    if not found:
        return
    shop = current()
    with override(customer.language):
        letters.send(
            to=customer.email,
            subject=_("Your orders at %(shop)s") % {"shop": shop.name},
            template="sales/mail/order_links",
            context={
                "rows": [_row(one) for one in found[:MOST_LINKS]],
                "more": max(0, len(found) - MOST_LINKS),
            },
            key=key,
        )


def _subject_of_refund(order: Order, refund: Refund | None) -> str:
    words = _("Refund of order %(reference)s") if refund else _("Order %(reference)s is called off")
    return words % {"reference": order.reference}


def _visits(lines: list[OrderLine]) -> list[dict[str, Any]]:
    """The lines by session, the soonest first."""
    by_session: dict[Session, list[OrderLine]] = defaultdict(list)
    for line in lines:
        by_session[line.session].append(line)
    return [
        {
            "session": session,
            "event": session.event,
            "venue": session.venue or session.event.venue,
            "lines": of_session,
        }
        for session, of_session in sorted(by_session.items(), key=lambda pair: pair[0].starts_at)
    ]


def _row(order: Order) -> dict[str, Any]:
    names = dict.fromkeys(line.session.event.words.name for line in order.lines.all())
    return {"order": order, "url": _link(order), "names": ", ".join(names)}


def _link(order: Order) -> str:
    return current().url + order.get_absolute_url()
