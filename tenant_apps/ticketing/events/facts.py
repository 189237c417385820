"""What can have happened to an event."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class EventCreated(Fact):
    """An event was written down, not yet visible to buyers."""

    event_id: int
    webhook = "event.created"
    sentence = _("Event created")


@dataclass(frozen=True, kw_only=True)
class EventChanged(Fact):
    """Words, place or offer of an event changed."""

    event_id: int
    webhook = "event.changed"
    sentence = _("Event changed")


@dataclass(frozen=True, kw_only=True)
class EventPublished(Fact):
    """An event is visible and, within the sale windows, on sale."""

    event_id: int
    webhook = "event.published"
    sentence = _("Event published")


@dataclass(frozen=True, kw_only=True)
class EventUnpublished(Fact):
    """An event went back to draft before anything was sold."""

    event_id: int
    sentence = _("Event taken off the shop")


@dataclass(frozen=True, kw_only=True)
class EventCancelled(Fact):
    """An event will not take place."""

    event_id: int
    webhook = "event.cancelled"
    sentence = _("Event cancelled")


@dataclass(frozen=True, kw_only=True)
class EventRescheduled(Fact):
    """A session moved to another time, or was called off."""

    event_id: int
    session_id: int
    webhook = "event.rescheduled"
    sentence = _("Session moved or called off")
