"""The kinds of mail a buyer gets about orders, with an example of each and the way to repeat it."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales import mails
from tenant_apps.ticketing.tickets import examples
from themes import letters


def _confirmed() -> letters.Example:
    order, session = examples.order(), examples.session()
    context = {
        "order": order,
        "visits": mails.visits(examples.lines(order, session)),
        "url": examples.link(order),
        "has_pdf": True,
    }
    return letters.Example(mails.subject_of_tickets(session.event.words.name), context)


def _refunded() -> letters.Example:
    order = examples.order()
    context = {
        "order": order,
        "amount": order.total,
        "url": examples.link(order),
        "is_late": False,
    }
    return letters.Example(mails.subject_of_refund(order.reference, is_money=True), context)


def _links() -> letters.Example:
    now, older = examples.order(), examples.order()
    older.reference, older.placed_at = "H4TR9W", timezone.now() - timedelta(days=120)
    older.status = Order.Status.REFUNDED
    rows = [
        {"order": now, "url": examples.link(now), "names": _("A Midsummer Night’s Dream")},
        {"order": older, "url": examples.link(older), "names": _("An Evening of Fado")},
    ]
    return letters.Example(mails.subject_of_links(), {"rows": rows, "more": 0})


def _confirm_again(about: Mapping[str, int], key: str) -> None:
    mails.send_confirmation(order_id=about["order_id"], key=key)


def _refund_again(about: Mapping[str, int], key: str) -> None:
    mails.send_refund(
        order_id=about["order_id"],
        refund_id=about["refund_id"],
        key=key,
        is_late=bool(about.get("is_late")),
    )


def _links_again(about: Mapping[str, int], key: str) -> None:
    mails.send_links(customer_id=about["customer_id"], key=key)


letters.kind(
    "order_confirmed",
    title=gettext_lazy("Tickets"),
    when=gettext_lazy("When an order is paid, or a free one is placed."),
    template="sales/mail/order_confirmed",
    example=_confirmed,
    again=_confirm_again,
    is_owed=True,
)
letters.kind(
    "order_refunded",
    title=gettext_lazy("Refund"),
    when=gettext_lazy("When an order is refunded or called off."),
    template="sales/mail/order_refunded",
    example=_refunded,
    again=_refund_again,
    is_owed=True,
)
letters.kind(
    "order_links",
    title=gettext_lazy("Links to all orders"),
    when=gettext_lazy("To a buyer who has lost a mail and asks for the links to the orders."),
    template="sales/mail/order_links",
    example=_links,
    again=_links_again,
    is_owed=True,
)
