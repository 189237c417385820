"""Test data, built with the real services, never with raw rows."""

from datetime import timedelta

from django.utils import timezone

from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.services import programme
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import sandbox
from tenant_apps.ticketing.payments.models import Payment
from tenant_apps.ticketing.sales.services import cart, checkout, settlement


def event(
    *,
    name="Summer Night",
    capacity=100,
    price=2500,
    quantity=None,
    currency="EUR",
    published=True,
    starts_in=timedelta(days=30),
    **type_fields,
) -> Event:
    """A published event with one session and one ticket type: see `session_of` and `type_of`."""
    made = events.create(
        event=Event(name=name, timezone="Europe/Madrid", currency=currency, summary="A concert.")
    )
    session(made, capacity=capacity, starts_in=starts_in)
    ticket_type(made, price=price, quantity=quantity, **type_fields)
    return events.publish(event=made) if published else made


def session(of: Event, *, capacity=100, starts_in=timedelta(days=30)) -> Session:
    """One more session of an event."""
    starts_at = timezone.now() + starts_in
    ends_at = starts_at + timedelta(hours=2)
    return programme.schedule(
        event=of, session=Session(starts_at=starts_at, ends_at=ends_at, capacity=capacity)
    )


def ticket_type(of: Event, *, name="Stalls", price=2500, quantity=None, **fields) -> TicketType:
    """One more ticket type of an event."""
    return programme.offer(
        event=of, ticket_type=TicketType(name=name, price=price, quantity=quantity, **fields)
    )


def session_of(of: Event) -> Session:
    """The first session of an event."""
    return of.sessions.order_by("pk")[0]


def type_of(of: Event) -> TicketType:
    """The first ticket type of an event."""
    return of.ticket_types.order_by("pk")[0]


def cart_with(of: Event, number=2):
    """The id of a cart that holds tickets of the first type for the first session."""
    return cart.put(cart_id=None, session_id=session_of(of).pk, quantities={type_of(of).pk: number})


def placed_order(
    of: Event, number=2, *, email="ana@example.org", name="Ana"
) -> tuple[Order, Payment | None]:
    """An order that waits for its payment, and that payment."""
    buyer = checkout.Buyer(email=email, name=name, language="en")
    return checkout.place(cart_id=cart_with(of, number), buyer=buyer)


def pay(payment: Payment, card=sandbox.SUCCEEDS) -> Order:
    """Present a sandbox card for an open payment."""
    reading = sandbox.present_card(payment=payment, number=card)
    return settlement.settle(payment=payment, reading=reading)


def paid_order(of: Event | None = None, number=2, **buyer) -> Order:
    """A paid order with its tickets."""
    order, payment = placed_order(of or event(), number, **buyer)
    return order if payment is None else pay(payment)
