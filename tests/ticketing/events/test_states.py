"""From draft to published and back; called off is for good."""

import pytest

from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.events.errors import EventIsCancelled, NothingToSell
from tenant_apps.ticketing.events.models import Event
from tests import make


def test_an_event_without_anything_to_sell_is_not_published(red):
    event = events.create(event=Event(name="Empty", timezone="UTC", currency="EUR"))
    with pytest.raises(NothingToSell):
        events.publish(event=event)
    event.refresh_from_db()
    assert event.status == Event.Status.DRAFT


@pytest.mark.parametrize("verb", [events.publish, events.unpublish])
def test_a_cancelled_event_stays_cancelled(red, verb):
    event = make.event()
    events.cancel(event=event)
    with pytest.raises(EventIsCancelled):
        verb(event=event)
    event.refresh_from_db()
    assert event.status == Event.Status.CANCELLED


def test_events_of_one_name_get_addresses_of_their_own(red):
    assert [make.event(name="Ópera & Más").slug for _ in range(3)] == [
        "opera-mas",
        "opera-mas-2",
        "opera-mas-3",
    ]
