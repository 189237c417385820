"""Sessions and ticket types by the API, with the places that are left."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Status

from kernel.gate import may
from kernel.rest.askers import permissions_of
from kernel.rest.cursor import Page, Paging, cut
from kernel.rest.filling import fill
from kernel.rest.shapes import Id, PriceIn
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.schemas import (
    SessionFilter,
    SessionIn,
    SessionOut,
    SessionPatch,
    TicketTypeIn,
    TicketTypeOut,
    TicketTypePatch,
)
from tenant_apps.ticketing.inventory.services import prices, programme
from tenant_apps.ticketing.inventory.services.pools import places_left

router = Router(tags=["Programme"])


class TypeFilter(Paging):
    """Which ticket types, and what brings hidden ones to light."""

    session_id: Id | None = Field(None, description="Whose places are counted; else the next.")
    access: Annotated[str, Field(max_length=40)] = Field("", description="An access code.")


@router.get("/events/{event_id}/sessions", response=Page[SessionOut])
@may("anyone")
def list_sessions(
    request: HttpRequest, event_id: Id, asked: Query[SessionFilter]
) -> Page[SessionOut]:
    """List the sessions of an event, the earliest first, with the places left in the room."""
    event = _seen(request, event_id)
    found = event.sessions.upcoming() if asked.upcoming else event.sessions.all()
    rows, after = cut(found, asked, by=("starts_at", "id"))
    left = places_left(session_ids=[one.pk for one in rows])
    items = [SessionOut.of(one, event, left[one.pk]) for one in rows]
    return Page[SessionOut](items=items, next=after)


@router.post("/events/{event_id}/sessions", response={201: SessionOut})
@may("events.edit")
def create_session(request: HttpRequest, event_id: Id, body: SessionIn) -> Status:
    """Put a session on the programme; its places can be sold at once."""
    event = get_object_or_404(Event, pk=event_id)
    session = fill(Session(event=event), body.given())
    return Status(201, _session_out(event, programme.schedule(event=event, session=session)))


@router.patch("/events/{event_id}/sessions/{session_id}", response=SessionOut)
@may("events.edit")
@transaction.atomic
def patch_session(
    request: HttpRequest,
    event_id: Id,
    session_id: Id,
    body: SessionPatch,
) -> SessionOut:
    """Change a session. It cannot have fewer places than are held and sold."""
    event = get_object_or_404(Event, pk=event_id)
    session = get_object_or_404(event.sessions.select_for_update(), pk=session_id)
    session = fill(session, body.given())
    return _session_out(event, programme.schedule(event=event, session=session))


@router.post("/events/{event_id}/sessions/{session_id}/cancel", response=SessionOut)
@may("events.edit")
def cancel_session(request: HttpRequest, event_id: Id, session_id: Id) -> SessionOut:
    """Call one session off: nothing more is sold for it."""
    event = get_object_or_404(Event, pk=event_id)
    session = get_object_or_404(event.sessions, pk=session_id)
    return _session_out(event, programme.call_off(session=session))


@router.get("/events/{event_id}/ticket-types", response=Page[TicketTypeOut])
@may("anyone")
def list_ticket_types(
    request: HttpRequest, event_id: Id, asked: Query[TypeFilter]
) -> Page[TicketTypeOut]:
    """List the ticket types of an event with their list price and what is left for a session.

    Strangers see what is on offer and not hidden, or opened by `access`.
    """
    event = _seen(request, event_id)
    types = _types(request, event, asked.access).prefetch_related("prices")
    rows, after = cut(types, asked, by=("position", "id"))
    session = _counted_session(event, asked.session_id)
    left = places_left(session_ids=[session.pk])[session.pk] if session else {}
    staff = "events.view" in permissions_of(request)
    items = [TicketTypeOut.of(one, event, session, left, with_code=staff) for one in rows]
    return Page[TicketTypeOut](items=items, next=after)


@router.post("/events/{event_id}/ticket-types", response={201: TicketTypeOut})
@may("events.edit")
@transaction.atomic
def create_ticket_type(request: HttpRequest, event_id: Id, body: TicketTypeIn) -> Status:
    """Offer a kind of ticket for all sessions of an event."""
    event = get_object_or_404(Event, pk=event_id)
    given = body.given()
    others = given.pop("prices", [])
    ticket_type = fill(TicketType(event=event), _type_values(event, given))
    programme.offer(event=event, ticket_type=ticket_type)
    _list(event, ticket_type, others)
    return Status(201, _type_out(event, ticket_type))


@router.patch("/events/{event_id}/ticket-types/{type_id}", response=TicketTypeOut)
@may("events.edit")
@transaction.atomic
def patch_ticket_type(
    request: HttpRequest,
    event_id: Id,
    type_id: Id,
    body: TicketTypePatch,
) -> TicketTypeOut:
    """Change a kind of ticket. Carts and orders keep the price they were made at."""
    event = get_object_or_404(Event, pk=event_id)
    ticket_type = get_object_or_404(event.ticket_types.select_for_update(), pk=type_id)
    given = body.given()
    others = given.pop("prices", None)
    fill(ticket_type, _type_values(event, given))
    programme.offer(event=event, ticket_type=ticket_type)
    if others is not None:
        _list(event, ticket_type, others)
    return _type_out(event, ticket_type)


def _seen(request: HttpRequest, event_id: int) -> Event:
    permissions = permissions_of(request)
    return get_object_or_404(Event.objects.seen_with(permissions), pk=event_id)


def _types(request: HttpRequest, event: Event, access: str) -> QuerySet[TicketType]:
    types = event.ticket_types.all()
    if "events.view" in permissions_of(request):
        return types
    shown = types.filter(active=True)
    opened = shown.filter(access_code=access) if access else shown.none()
    return shown.filter(hidden=False) | opened


def _counted_session(event: Event, session_id: int | None) -> Session | None:
    if session_id is not None:
        return get_object_or_404(event.sessions, pk=session_id)
    return event.sessions.upcoming().first()


def _session_out(event: Event, session: Session) -> SessionOut:
    left = places_left(session_ids=[session.pk])[session.pk]
    return SessionOut.of(session, event, left)


def _type_out(event: Event, ticket_type: TicketType) -> TicketTypeOut:
    session = _counted_session(event, None)
    left = places_left(session_ids=[session.pk])[session.pk] if session else {}
    return TicketTypeOut.of(ticket_type, event, session, left, with_code=True)


def _list(event: Event, ticket_type: TicketType, given: list[PriceIn]) -> None:
    """Let these, and only these, be its prices in other currencies."""
    wanted: dict[str, int | None] = {one.currency: one.amount for one in given}
    known = ticket_type.prices.values_list("currency", flat=True)
    for currency in sorted({*wanted, *known}):
        amounts = {ticket_type.pk: wanted.get(currency)}
        prices.write(event=event, currency=currency, amounts=amounts)


def _type_values(event: Event, values: dict) -> dict:
    """The row's values of what was sent: a price is an amount in the event's currency."""
    if "price" in values:
        price = values.pop("price")
        if price.currency != event.currency:
            raise ValidationError({"price": _("The event is sold in another currency.")})
        values["price"] = prices.payable(price.amount, price.currency)
    return values
