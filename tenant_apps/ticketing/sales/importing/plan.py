"""What an import would change here, found out without changing anything."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.sales.importing.wanted import Date, Fault, Kind, Place, Wanted
from tenant_apps.ticketing.sales.services import currency
from tenant_apps.ticketing.venues.models import Venue


class Action(StrEnum):
    """What is to become of one event of the file."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Step:
    """One event of the file, what is to be done, and in words what changes or why it cannot."""

    wanted: Wanted
    action: Action
    changes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def plan(wanted: list[Wanted], *, publish: bool = False) -> list[Step]:
    """A step for each event, in the order of the file. Reads only."""
    known = _known(wanted)
    return [step_for(one, known.get(one.ref), publish=publish) for one in wanted]


def step_for(wanted: Wanted, event: Event | None, *, publish: bool) -> Step:
    """What one event of the file means for the event that is here, if it is."""
    if wanted.faults:
        return Step(wanted, Action.REFUSED, faults=tuple(wanted.faults))
    if event is None:
        news = (_counted(len(wanted.dates), "session"), _counted(len(wanted.kinds), "ticket type"))
        return Step(wanted, Action.CREATE, changes=news)
    if faults := tuple(_obstacles(wanted, event)):
        return Step(wanted, Action.REFUSED, faults=faults)
    changes = tuple(_changes(wanted, event))
    if publish and event.status == Event.Status.DRAFT:
        changes += ("published",)
    return Step(wanted, Action.UPDATE if changes else Action.UNCHANGED, changes=changes)


def fields_of_event(wanted: Wanted) -> dict[str, Any]:
    """The event's own fields as the file has them; an empty cell changes nothing."""
    return _said(
        name=wanted.name,
        summary=wanted.summary,
        category=wanted.category,
        timezone=wanted.timezone,
        currency=wanted.currency,
    )


def fields_of_session(date: Date) -> dict[str, Any]:
    """A session's own fields as the file has them."""
    return _said(
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        doors_at=date.doors_at,
        capacity=date.capacity,
    )


def fields_of_kind(kind: Kind) -> dict[str, Any]:
    """A ticket type's own fields as the file has them."""
    return {"price": kind.price} | _said(quantity=kind.quantity)


def fields_of_venue(place: Place) -> dict[str, Any]:
    """A venue's own fields as the file has them."""
    names = ("name", "address", "postcode", "city", "country", "latitude", "longitude")
    return _said(**{name: getattr(place, name) for name in names})


def differing(row: Any, fields: dict[str, Any]) -> list[str]:
    """The names of the fields in which a row is not as the file has it."""
    return [name for name, value in fields.items() if getattr(row, name) != value]


def _said(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", None)}


def _known(wanted: list[Wanted]) -> dict[str, Event]:
    found = Event.objects.filter(source_ref__in=[one.ref for one in wanted])
    found = found.select_related("venue").prefetch_related("sessions__venue", "ticket_types")
    return {one.source_ref: one for one in found}


def _obstacles(wanted: Wanted, event: Event) -> Iterator[Fault]:
    """What is sold already and stands in the way."""
    row = wanted.rows[0]
    if event.currency != wanted.currency and currency.is_locked(event):
        yield Fault(row, "currency", f"orders exist in {event.currency}, which stays")
    taken: dict[tuple[str, str], int] = defaultdict(int)
    stocks = Stock.objects.filter(session__event=event).select_related("session", "ticket_type")
    for stock in stocks:
        name = stock.ticket_type.name if stock.ticket_type else ""
        taken[stock.session.source_ref, name] = stock.held + stock.sold
    for (session_ref, name), places in taken.items():
        kind = wanted.kinds.get(name)
        date = wanted.dates.get(session_ref)
        if not name and date and date.capacity < places:
            said = f"is {date.capacity}, but {places} places are sold or held"
            yield Fault(date.row, "capacity", said)
        if kind and kind.quantity is not None and kind.quantity < places:
            said = f"of “{name}” is {kind.quantity}, but {places} are sold or held"
            yield Fault(row, "quantity", said)


def _changes(wanted: Wanted, event: Event) -> Iterator[str]:
    yield from differing(event, fields_of_event(wanted))
    yield from _change_of_venue(wanted.place, event.venue, "venue")
    sessions = {one.source_ref: one for one in event.sessions.all()}
    fresh = [ref for ref in wanted.dates if ref not in sessions]
    if fresh:
        yield f"{_counted(len(fresh), 'new session')}"
    for ref, date in wanted.dates.items():
        if ref in sessions:
            yield from _changes_of_session(date, sessions[ref])
    kinds = {one.name: one for one in event.ticket_types.all()}
    for name, kind in wanted.kinds.items():
        yield from _changes_of_kind(kind, kinds.get(name))


def _changes_of_session(date: Date, session: Session) -> Iterator[str]:
    for name in differing(session, fields_of_session(date)):
        yield f"{name} of row {date.row}"
    if date.place:
        yield from _change_of_venue(date.place, session.venue, f"venue of row {date.row}")


def _changes_of_kind(kind: Kind, known: TicketType | None) -> Iterator[str]:
    if known is None:
        yield f"new ticket type “{kind.name}”"
        return
    for name in differing(known, fields_of_kind(kind)):
        yield f"{name} of “{kind.name}”"


def _change_of_venue(place: Place | None, venue: Venue | None, words: str) -> Iterator[str]:
    if place is not None and not (venue and _is_as_wanted(venue, place)):
        yield words


def _is_as_wanted(venue: Venue, place: Place) -> bool:
    """Whether it is this place; one that was made by hand need only have its name."""
    if not venue.source_ref:
        return venue.name.casefold() == place.name.casefold()
    return venue.source_ref == place.ref and not differing(venue, fields_of_venue(place))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
