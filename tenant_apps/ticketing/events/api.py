"""Events by the API. Strangers see what is published; staff see drafts too."""

from typing import Annotated, Literal

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema, Status

from kernel import tenancy
from kernel.gate import may
from kernel.rest.askers import permissions_of
from kernel.rest.cursor import Page, Paging, cut
from kernel.rest.filling import fill
from kernel.rest.shapes import Currency, Id, Instant, Shape, Zone, partial, text
from kernel.rest.words import TAKEN, TOLD, Language, Translated
from tenant_apps.ticketing.events import services
from tenant_apps.ticketing.events.models import Event, EventQuerySet, Session, sold_in
from tenant_apps.ticketing.venues.models import Venue
from themes.pictures.schemas import PictureOut, picture_out
from themes.richtext.cleaning import to_html, to_plain
from themes.richtext.schemas import Rich

router = Router(tags=["Events"])
Slug = Annotated[str, Field(pattern="^[-a-zA-Z0-9_]{1,120}$")]


class EventWords(Shape):
    """The texts of an event in another language than its own."""

    name: Annotated[str, text(200)] = ""
    summary: Annotated[str, text(300)] = ""
    description: Rich = ""
    category: Annotated[str, text(60)] = ""


class EventPatchable(Shape):
    """What can be changed of an event."""

    name: Annotated[str, text(200, least=1)]
    slug: Slug
    summary: Annotated[str, text(300)] = ""
    description: Rich = ""
    category: Annotated[str, text(60)] = ""
    venue_id: Id | None = None
    timezone: Zone
    translations: dict[Language, EventWords] = Field({}, description=TAKEN)


class EventIn(Shape):
    """A new event. Time zone and currency are the shop's, the address is made of the name."""

    name: Annotated[str, text(200, least=1)]
    slug: Slug | None = None
    summary: Annotated[str, text(300)] = ""
    description: Rich = ""
    category: Annotated[str, text(60)] = ""
    venue_id: Id | None = None
    timezone: Zone | None = None
    currency: Currency | None = None
    language: Language | None = Field(None, description="Of these texts; else the shop's.")
    translations: dict[Language, EventWords] = Field({}, description=TAKEN)


@partial
class EventPatch(EventPatchable):
    """What changes."""


class VenueBrief(Schema):
    """Where it is."""

    id: int
    name: str
    city: str
    timezone: str


class EventOut(Schema):
    """An event: a concert, a play, a tour."""

    id: int
    slug: str
    name: str
    summary: str
    description: str = Field(description="Its story as plain text.")
    description_html: str = Field(description="The same as it was formatted.")
    category: str
    language: str = Field(description="Of its own texts. Strangers read theirs where written.")
    translations: Translated | None = Field(description=TOLD)
    status: str = Field(description="`draft`, `published`, `postponed` or `cancelled`.")
    venue: VenueBrief | None
    timezone: str = Field(description="IANA zone in which its times are told. Times are UTC.")
    currency: str = Field(description="Its own; `currencies` are all in which it sells.")
    currencies: list[str]
    url: str
    image_url: str | None = Field(description="Its picture as a JPEG or PNG, the largest.")
    picture: PictureOut | None = Field(description="The same in shapes, sizes and formats.")
    next_session_at: Instant | None = Field(description="The next session not yet over.")
    created_at: Instant
    published_at: Instant | None


class EventFilter(Paging):
    """Which events."""

    q: Annotated[str, text(100)] = Field("", description="Words in the name.")
    slug: Annotated[str, text(120)] = ""
    category: Annotated[str, text(60)] = ""
    venue_id: Id | None = None
    status: Literal["draft", "published", "postponed", "cancelled"] | None = None
    upcoming: bool = Field(False, description="Only events with a session that is not over.")
    sessions_from: Instant | None = Field(None, description="With a session from this time on.")
    sessions_until: Instant | None = Field(None, description="With a session before this time.")


@router.get("/events", response=Page[EventOut])
@may("anyone")
def list_events(request: HttpRequest, asked: Query[EventFilter]) -> Page[EventOut]:
    """List events, the newest first."""
    rows, after = cut(_filtered(_seen_by(request), asked), asked, by=("-created_at", "-id"))
    return Page[EventOut](items=[_out(request, one) for one in rows], next=after)


@router.post("/events", response={201: EventOut})
@may("events.edit")
def create_event(request: HttpRequest, body: EventIn) -> Status:
    """Create an event, as a draft. Add sessions and ticket types, then publish it."""
    shop = tenancy.current()
    values = {name: value for name, value in body.given().items() if value is not None}
    values = {"timezone": shop.timezone, "currency": shop.currency, **values}
    event = fill(Event(), values, leave=() if "slug" in values else ("slug",))
    return Status(201, _again(request, services.create(event=event)))


@router.get("/events/{event_id}", response=EventOut)
@may("anyone")
def get_event(request: HttpRequest, event_id: Id) -> EventOut:
    """Return one event."""
    return _out(request, get_object_or_404(_seen_by(request), pk=event_id))


@router.patch("/events/{event_id}", response=EventOut)
@may("events.edit")
@transaction.atomic
def patch_event(request: HttpRequest, event_id: Id, body: EventPatch) -> EventOut:
    """Change some fields of an event. Its currency is changed with its prices, see below."""
    event = fill(_locked(event_id), body.given())
    return _again(request, services.edit(event=event))


@router.post("/events/{event_id}/publish", response=EventOut)
@may("events.edit")
@transaction.atomic
def publish_event(request: HttpRequest, event_id: Id) -> EventOut:
    """Show an event to buyers. It needs a session and a ticket type."""
    return _again(request, services.publish(event=_locked(event_id)))


@router.post("/events/{event_id}/unpublish", response=EventOut)
@may("events.edit")
@transaction.atomic
def unpublish_event(request: HttpRequest, event_id: Id) -> EventOut:
    """Take an event back to draft. Sold tickets stay valid."""
    return _again(request, services.unpublish(event=_locked(event_id)))


@router.post("/events/{event_id}/cancel", response=EventOut)
@may("events.edit")
@transaction.atomic
def cancel_event(request: HttpRequest, event_id: Id) -> EventOut:
    """Call an event off: nothing more is sold. Refunds are made order by order."""
    return _again(request, services.cancel(event=_locked(event_id)))


def _seen_by(request: HttpRequest) -> EventQuerySet:
    return _whole(Event.objects.seen_with(permissions_of(request)))


def _whole(events: EventQuerySet) -> EventQuerySet:
    following = Session.objects.upcoming().filter(event=OuterRef("pk")).values("starts_at")
    whole: EventQuerySet = (
        events.select_related("venue", "picture")
        .annotate(next_session_at=Subquery(following[:1]))
        .prefetch_related("ticket_types__prices")
    )
    return whole


def _filtered(events: EventQuerySet, asked: EventFilter) -> EventQuerySet:
    for word in asked.q.split()[:8]:
        translated = {f"translations__{get_language()}__name__icontains": word}
        events = events.filter(Q(name__icontains=word) | Q(**translated))
    exact = ("slug", "category", "venue_id", "status")
    same = {name: value for name in exact if (value := getattr(asked, name))}
    if asked.upcoming:
        events = events.filter(next_session_at__isnull=False)
    sessions = Session.objects.all()
    if asked.sessions_from:
        sessions = sessions.filter(starts_at__gte=asked.sessions_from)
    if asked.sessions_until:
        sessions = sessions.filter(starts_at__lt=asked.sessions_until)
    if asked.sessions_from or asked.sessions_until:
        events = events.filter(pk__in=sessions.values("event_id"))
    return events.filter(**same)


def _locked(event_id: int) -> Event:
    # So that a change of words does not undo a change of state made at the same moment.
    return get_object_or_404(Event.objects.select_for_update(), pk=event_id)


def _again(request: HttpRequest, event: Event) -> EventOut:
    return _out(request, _whole(Event.objects.all()).get(pk=event.pk))


def _brief(venue: Venue | None, *, is_staff: bool) -> VenueBrief | None:
    if venue is None:
        return None
    name = venue.name if is_staff else venue.words.name
    return VenueBrief(id=venue.pk, name=name, city=venue.city, timezone=venue.timezone)


def _out(request: HttpRequest, event: Event) -> EventOut:
    # Staff read what they would write; everybody else in the language asked for.
    is_staff = "events.view" in permissions_of(request)
    words = event if is_staff else event.words
    venue = _brief(event.venue, is_staff=is_staff)
    picture = picture_out(request, event.picture) if event.picture else None
    return EventOut(
        id=event.pk,
        slug=event.slug,
        name=words.name,
        summary=words.summary,
        description=to_plain(words.description),
        description_html=to_html(words.description),
        category=words.category,
        language=event.own_language,
        translations=event.translations if is_staff else None,
        status=event.status,
        venue=venue,
        timezone=event.timezone,
        currency=event.currency,
        currencies=sold_in(event.ticket_types.all(), event.currency),
        url=request.build_absolute_uri(event.get_absolute_url()),
        image_url=picture.url if picture else None,
        picture=picture,
        next_session_at=event.next_session_at,  # type: ignore[attr-defined]
        created_at=event.created_at,
        published_at=event.published_at,
    )
