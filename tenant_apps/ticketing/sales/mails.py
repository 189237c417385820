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
            kind="order_confirmed",
            to=order.email,
            subject=subject_of_tickets(tickets[0].session.event.words.name),
            context={
                "order": order,
                "visits": visits(list(lines)),
                "url": _link(order),
                "has_pdf": len(files) > 1,
            },
            key=key,
            enclosures=files,
            about={"order_id": order.pk},
            reference=order.reference,
        )


def send_refund(*, order_id: int, refund_id: int, key: object, is_late: bool = False) -> None:
    """Tell a buyer that money goes back; `is_late`: it had come when the places were gone."""
    order = Order.objects.get(pk=order_id)
    refund = Refund.objects.filter(pk=refund_id).first()
    with override(order.language):
        letters.send(
            kind="order_refunded",
            to=order.email,
            subject=subject_of_refund(order.reference, is_money=refund is not None),
            context={
                "order": order,
                "amount": refund.amount if refund else 0,
                "url": _link(order),
                "is_late": is_late,
            },
            key=key,
            about={"order_id": order.pk, "refund_id": refund_id, "is_late": int(is_late)},
            reference=order.reference,
        )


def send_links(*, customer_id: int, key: object) -> None:
    """Send a buyer the links to the orders made with this address, the newest first."""
    customer = Customer.objects.get(pk=customer_id)
    orders = customer.orders.exclude(status__in=[Order.Status.EXPIRED, Order.Status.CANCELLED])
    found = list(orders.prefetch_related("lines__session__event").order_by("-pk"))
    if not found:
        return
    with override(customer.language):
        letters.send(
            kind="order_links",
            to=customer.email,
            subject=subject_of_links(),
            context={
                "rows": [_row(one) for one in found[:MOST_LINKS]],
                "more": max(0, len(found) - MOST_LINKS),
            },
            key=key,
            about={"customer_id": customer.pk},
        )


def subject_of_tickets(event: str) -> str:
    """The subject line of the letter with the tickets."""
    return _("Your tickets: %(event)s") % {"event": event}


def subject_of_refund(reference: str, *, is_money: bool) -> str:
    """The subject line of the letter about a refund, or about a free order that is called off."""
    words = (
        _("Refund of order %(reference)s") if is_money else _("Order %(reference)s is called off")
    )
    return words % {"reference": reference}


def subject_of_links() -> str:
    """The subject line of the letter with the links to all orders."""
    return _("Your orders at %(shop)s") % {"shop": current().name}


def visits(lines: list[OrderLine]) -> list[dict[str, Any]]:
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
