"""Make an event like another one."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.events.models import Event, Price, TicketType
from tenant_apps.ticketing.inventory.services import programme

OWN = {"id", "slug", "source_ref", "status", "created_at", "published_at"}


@transaction.atomic
def copy(*, event: Event) -> Event:
    """A draft with the words, the picture, ticket types and prices of an event; no sessions."""
    twin = Event(**_values(event, but=OWN))
    twin.name = _("%(name)s (copy)") % {"name": event.name[:180]}
    events.create(event=twin)
    for kind in event.ticket_types.prefetch_related("prices").order_by("position", "pk"):
        like_it = TicketType(**_values(kind, but={"id", "event_id"}))
        programme.offer(event=twin, ticket_type=like_it)
        Price.objects.bulk_create(
            Price(ticket_type=like_it, currency=one.currency, amount=one.amount)
            for one in kind.prices.all()
        )
    return twin


def _values(row: models.Model, *, but: set[str]) -> dict[str, Any]:
    columns = (field.attname for field in row._meta.concrete_fields)
    return {name: getattr(row, name) for name in columns if name not in but}
