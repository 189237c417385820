"""The sessions of some tickets as a calendar file (RFC 5545)."""

from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import icalendar
from django.utils import timezone
from django.utils.translation import ngettext

from kernel import tenancy
from tenant_apps.ticketing.events.models import Event, Session
from tenant_apps.ticketing.tickets.models import Ticket
from tenant_apps.ticketing.venues.models import Venue

PRODUCT = "-//Marquee//Tickets//EN"


def ics(tickets: Iterable[Ticket]) -> bytes:
    """One entry per session, in the event's zone; a session called off says so.

    `tickets` come with `session__event__venue` loaded. An entry keeps its UID for ever, so that a
    file opened twice, or after a change, updates what the calendar has.
    """
    places = Counter(one.session for one in tickets)
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for session, number in sorted(places.items(), key=lambda pair: pair[0].starts_at):
        calendar.add_component(_entry(session, number))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(session: Session, number: int) -> icalendar.Event:
    shop = tenancy.current()
    event = session.event
    zone = ZoneInfo(event.timezone)
    entry = icalendar.Event()
    entry.add("uid", f"session-{session.pk}@{shop.host}")
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", session.starts_at.astimezone(zone))
    if session.ends_at:
        entry.add("dtend", session.ends_at.astimezone(zone))
    entry.add("summary", event.words.name)
    entry.add("description", _words(number, shop.name))
    # The public page, not the order's own link: calendars are shared.
    entry.add("url", f"{shop.url}{event.get_absolute_url()}")
    entry.add("status", "CANCELLED" if _is_off(session, event) else "CONFIRMED")
    if venue := session.venue or event.venue:
        _add_place(entry, venue)
    return entry


def _words(number: int, shop_name: str) -> str:
    tickets = ngettext("%(number)s ticket", "%(number)s tickets", number) % {"number": number}
    return f"{tickets}, {shop_name}"


def _is_off(session: Session, event: Event) -> bool:
    off = session.status == Session.Status.CANCELLED
    return off or event.status == Event.Status.CANCELLED


def _add_place(entry: icalendar.Event, venue: Venue) -> None:
    entry.add("location", ", ".join(part for part in (venue.words.name, venue.one_line) if part))
    if venue.latitude is not None and venue.longitude is not None:
        entry.add("geo", (venue.latitude, venue.longitude))
