"""The verbs of an event: create, edit, publish, take back, cancel.

Sessions and ticket types are put on the programme in `inventory/services/programme.py`, since
they make places.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kernel.facts.bus import announce
from tenant_apps.ticketing.events.errors import EventIsCancelled, NothingToSell
from tenant_apps.ticketing.events.facts import (
    EventCancelled,
    EventChanged,
    EventCreated,
    EventPublished,
    EventUnpublished,
)
from tenant_apps.ticketing.events.models import Event


@transaction.atomic
def create(*, event: Event) -> Event:
    """Save a new event as a draft, with an address of its own made from its name."""
    event.slug = event.slug or free_slug(event.name)
    event.save()
    announce(EventCreated(event_id=event.pk))
    return event


@transaction.atomic
def edit(*, event: Event) -> Event:
    """Save changed words or place of an event."""
    event.save()
    announce(EventChanged(event_id=event.pk))
    return event


@transaction.atomic
def publish(*, event: Event) -> Event:
    """Show an event to buyers. Raises `NothingToSell` when it has no session or ticket type.

    Raises `EventIsCancelled` as `unpublish` does.
    """
    _not_cancelled(event)
    if not (event.sessions.exists() and event.ticket_types.filter(active=True).exists()):
        raise NothingToSell
    event.status = Event.Status.PUBLISHED
    event.published_at = event.published_at or timezone.now()
    event.save(update_fields=["status", "published_at"])
    announce(EventPublished(event_id=event.pk))
    return event


@transaction.atomic
def unpublish(*, event: Event) -> Event:
    """Take an event back to draft: buyers no longer see it; sold tickets stay valid."""
    _not_cancelled(event)
    event.status = Event.Status.DRAFT
    event.save(update_fields=["status"])
    announce(EventUnpublished(event_id=event.pk))
    return event


@transaction.atomic
def cancel(*, event: Event) -> Event:
    """Call an event off: its page says so and nothing more is sold. Refunds are made per order."""
    event.status = Event.Status.CANCELLED
    event.save(update_fields=["status"])
    announce(EventCancelled(event_id=event.pk))
    return event


def _not_cancelled(event: Event) -> None:
    if event.status == Event.Status.CANCELLED:
        raise EventIsCancelled


def free_slug(name: str) -> str:
    """An address for this name that no event has yet."""
    base = slugify(name)[:100] or "event"
    taken = set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
