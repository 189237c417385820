"""Send buyers their tickets, or the links to their orders, again."""

from django.db import transaction

from kernel.facts.bus import announce
from tenant_apps.ticketing.customers import services as customers
from tenant_apps.ticketing.customers.models import Customer
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.errors import NothingToSend
from tenant_apps.ticketing.sales.facts import OrderLinksRequested, TicketsSentAgain


@transaction.atomic
def request_links(*, email: str) -> None:
    """Ask for a mail with the links to all orders of this address; nothing for a stranger."""
    customer = Customer.objects.filter(email=customers.normalise(email)).first()
    if customer is not None:
        announce(OrderLinksRequested(customer_id=customer.pk))


@transaction.atomic
def send_again(*, order: Order) -> None:
    """Ask for the mail with an order's tickets once more. Raises `NothingToSend`."""
    if not order.tickets.valid().exists():
        raise NothingToSend
    announce(TicketsSentAgain(order_id=order.pk))
