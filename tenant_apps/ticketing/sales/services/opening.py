"""The first event of a new shop: three words, and it is on sale."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.money import exponent
from kernel.tenancy import current
from kernel.words import LANGUAGES
from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.services import programme

PLACES = 100
LONG = timedelta(hours=2)


@transaction.atomic
def first_event(*, name: str, starts_at: datetime, price: int, places: int = PLACES) -> Event:
    """Put an event with one session and one kind of ticket on sale, at once.

    `price` is in minor units of the shop's currency, `starts_at` a moment. All of it can be
    changed like any other event. Raises what the events' own services raise.
    """
    shop = current()
    event = events.create(event=Event(name=name, timezone=shop.timezone, currency=shop.currency))
    session = Session(starts_at=starts_at, ends_at=starts_at + LONG, capacity=places)
    programme.schedule(event=event, session=session)
    programme.offer(event=event, ticket_type=_full_price(event, price))
    return events.publish(event=event)


def _full_price(event: Event, price: int) -> TicketType:
    """The one kind of ticket; its name is ours, so buyers read it in each of our languages."""
    names = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = _("Full price")
    own = event.own_language
    made = TicketType(event=event, name=names.pop(own, "") or _("Full price"), price=price)
    for language, name in names.items():
        made.translate(language, {"name": name})
    return made


def example_event() -> Event:
    """Put an invented evening on sale, in a month's time at half past seven."""
    zone = ZoneInfo(current().timezone)
    day = timezone.now().astimezone(zone) + timedelta(days=30)
    return first_event(
        name=_("An evening to try things out"),
        starts_at=day.replace(hour=19, minute=30, second=0, microsecond=0),
        price=18 * 10 ** max(exponent(current().currency), 2),
    )
