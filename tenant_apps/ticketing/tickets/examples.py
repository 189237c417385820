"""A night out as it might be: what mails are previewed with. Nothing here is ever saved."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.orders.models import Order, OrderLine
from tenant_apps.ticketing.venues.models import Venue

STALLS, BALCONY = 3800, 2450  # minor units


def order() -> Order:
    """A paid order of three tickets."""
    return Order(
        pk=0,
        reference="K7P2XQ",
        key="example",
        email="maria@example.org",
        name="María López Ferreira",
        total=2 * STALLS + BALCONY,
        currency=current().currency,
        status=Order.Status.PAID,
        placed_at=timezone.now() - timedelta(days=3),
    )


def session() -> Session:
    """The one evening it is for."""
    shop = current()
    venue = Venue(name=_("The Old Exchange"), address=_("12 Harbour Street"), city=_("Port Alder"))
    event = Event(
        name=_("A Midsummer Night’s Dream"),
        slug="example",
        timezone=shop.timezone,
        currency=shop.currency,
        venue=venue,
    )
    starts = timezone.now().replace(hour=19, minute=30, second=0) + timedelta(days=24)
    doors = starts - timedelta(minutes=45)
    return Session(pk=0, event=event, venue=venue, starts_at=starts, doors_at=doors, capacity=400)


def lines(of: Order, at: Session) -> list[OrderLine]:
    """Two in the stalls, one on the balcony."""
    stalls = TicketType(event=at.event, name=_("Stalls"), price=STALLS)
    balcony = TicketType(event=at.event, name=_("Balcony, under 26"), price=BALCONY)
    return [
        OrderLine(order=of, session=at, ticket_type=stalls, quantity=2, unit_price=STALLS),
        OrderLine(order=of, session=at, ticket_type=balcony, quantity=1, unit_price=BALCONY),
    ]


def link(of: Order) -> str:
    """Where the buyer would find it."""
    return f"{current().url}/orders/{of.reference}/example"
