"""The dates of an order in a calendar."""

import icalendar

from tenant_apps.ticketing.inventory.services import programme
from tenant_apps.ticketing.tickets import calendar
from tenant_apps.ticketing.tickets.models import Ticket
from tenant_apps.ticketing.venues.models import Venue
from tests import make


def entries(order):
    made = icalendar.Calendar.from_ical(calendar.ics(Ticket.objects.to_print().filter(order=order)))
    return made, made.events


def test_three_tickets_for_one_session_are_one_entry_in_the_place_s_own_time(red):
    event = make.event(name="Evening, with; commas")
    event.venue = Venue.objects.create(
        name="Meridian Theatre", address="12 Harbour Street", city="London",
        latitude=51.5, longitude=-0.08,
    )  # fmt: skip
    event.save()
    session = make.session_of(event)
    order = make.paid_order(event, 3)

    made, (entry,) = entries(order)

    assert entry["summary"] == "Evening, with; commas"
    assert entry["uid"] == f"session-{session.pk}@red.localhost"
    assert entry["dtstart"].dt == session.starts_at.replace(microsecond=0)
    assert entry["dtstart"].params["TZID"] == "Europe/Madrid"
    assert entry["dtend"].dt == session.ends_at.replace(microsecond=0)
    assert entry["location"] == "Meridian Theatre, 12 Harbour Street, London"
    assert entry["geo"].latitude == 51.5
    assert entry["status"] == "CONFIRMED"
    assert entry["description"] == "3 tickets, Red Theatre"
    assert order.key not in entry.to_ical().decode()
    assert [one["tzid"] for one in made.timezones] == ["Europe/Madrid"]


def test_a_session_called_off_says_so_under_the_same_name(red):
    event = make.event()
    order = make.paid_order(event)
    _, (before,) = entries(order)

    programme.call_off(session=make.session_of(event))
    _, (after,) = entries(order)

    assert after["uid"] == before["uid"]
    assert after["status"] == "CANCELLED"
