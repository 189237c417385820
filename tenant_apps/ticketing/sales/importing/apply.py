"""Carry out an import, event by event, each in a transaction of its own."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from kernel.errors import Refusal
from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.services import programme
from tenant_apps.ticketing.sales.importing.plan import (
    Action,
    Step,
    differing,
    fields_of_event,
    fields_of_kind,
    fields_of_session,
    fields_of_venue,
)
from tenant_apps.ticketing.sales.importing.wanted import Fault, Place, Wanted
from tenant_apps.ticketing.sales.services import currency
from tenant_apps.ticketing.venues import services as venues
from tenant_apps.ticketing.venues.models import Venue


def apply(step: Step, *, publish: bool = False) -> Step:
    """Carry out one step of a plan; returns it as it turned out.

    What was sold since the plan was made may still refuse it; then nothing of it has changed.
    Doing the same again changes nothing.
    """
    if step.action in (Action.REFUSED, Action.UNCHANGED):
        return step
    try:
        with transaction.atomic():
            event = _event(step.wanted)
            if publish and event.status == Event.Status.DRAFT:
                events.publish(event=event)
    except Refusal as refusal:
        fault = Fault(step.wanted.rows[0], "event", str(refusal))
        return replace(step, action=Action.REFUSED, changes=(), faults=(fault,))
    return step


def _event(wanted: Wanted) -> Event:
    venue = _venue(wanted.place, wanted.timezone)
    known = Event.objects.select_for_update().filter(source_ref=wanted.ref).first()
    event = known or Event(source_ref=wanted.ref)
    fields = fields_of_event(wanted) | ({"venue": venue} if venue else {})
    if known is not None and known.currency != wanted.currency:
        event = _in_currency(known, wanted)
    changed = _set(event, fields)
    if known is None:
        events.create(event=event)
    elif changed:
        events.edit(event=event)
    sessions = _sessions(wanted, event)
    kinds = _kinds(wanted, event)
    if sessions or kinds:
        programme.put_on(event=event, sessions=sessions, ticket_types=kinds)
    return event


def _in_currency(event: Event, wanted: Wanted) -> Event:
    """The event, sold in the file's currency; types that it does not name keep their figures."""
    types = list(event.ticket_types.all())
    amounts = currency.same_numbers(types, old=event.currency, new=wanted.currency)
    named = {one.pk: wanted.kinds[one.name].price for one in types if one.name in wanted.kinds}
    return currency.change(event=event, currency=wanted.currency, amounts=amounts | named)


def _sessions(wanted: Wanted, event: Event) -> list[Session]:
    """The sessions that are new or differ, not saved yet."""
    known = {one.source_ref: one for one in event.sessions.all()}
    found = []
    for ref, date in wanted.dates.items():
        session = known.get(ref) or Session(source_ref=ref)
        fields = fields_of_session(date)
        if date.place:
            fields["venue"] = _venue(date.place, wanted.timezone)
        if _set(session, fields) or ref not in known:
            found.append(session)
    return found


def _kinds(wanted: Wanted, event: Event) -> list[TicketType]:
    """The ticket types that are new or differ, not saved yet."""
    known = {one.name: one for one in event.ticket_types.all()}
    found = []
    for position, (name, kind) in enumerate(wanted.kinds.items()):
        ticket_type = known.get(name) or TicketType(name=name, position=position)
        if _set(ticket_type, fields_of_kind(kind)) or name not in known:
            found.append(ticket_type)
    return found


def _venue(place: Place | None, timezone: str) -> Venue | None:
    """The venue of a place. One of the same name that was made by hand is taken as it is."""
    if place is None:
        return None
    known = Venue.objects.filter(source_ref=place.ref).first()
    if known is None:
        by_hand = Venue.objects.filter(source_ref="", name__iexact=place.name).first()
        if by_hand:
            return by_hand
        return venues.add(
            venue=Venue(source_ref=place.ref, timezone=timezone, **fields_of_venue(place))
        )
    if _set(known, fields_of_venue(place)):
        venues.change(venue=known)
    return known


def _set(row: Any, fields: dict[str, Any]) -> bool:
    """Give the row these values; returns whether one of them was another before."""
    changed = differing(row, fields)
    for name in changed:
        setattr(row, name, fields[name])
    return bool(changed)
