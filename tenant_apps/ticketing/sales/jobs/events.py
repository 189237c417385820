"""Many events: publish them, take them back, copy them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from kernel.jobs.kinds import job_kind
from kernel.jobs.models import Item
from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.inventory.services import copying


@job_kind("publish_events", may="events.edit")
def publish(items: list[Item], options: Mapping[str, Any]) -> None:
    """Show an event to buyers; one that is shown already stays as it is."""
    for event in _events(items).exclude(status=Event.Status.PUBLISHED):
        events.publish(event=event)


@job_kind("withdraw_events", may="events.edit")
def withdraw(items: list[Item], options: Mapping[str, Any]) -> None:
    """Take an event off the shop; a draft stays as it is."""
    for event in _events(items).exclude(status=Event.Status.DRAFT):
        events.unpublish(event=event)


@job_kind("copy_events", may="events.edit")
def copy(items: list[Item], options: Mapping[str, Any]) -> None:
    """Make a draft like an event."""
    for event in _events(items):
        copying.copy(event=event)


def _events(items: list[Item]) -> QuerySet[Event]:
    return Event.objects.select_for_update().filter(pk__in=[one.ref for one in items])
