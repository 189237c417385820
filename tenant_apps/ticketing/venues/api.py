"""Venues by the API."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator

from kernel.gate import may
from kernel.rest.cursor import Page, Paging, cut
from kernel.rest.filling import fill
from kernel.rest.shapes import Country, Id, People, Shape, Zone, partial, text
from kernel.rest.words import TAKEN, Language, Translated
from tenant_apps.ticketing.venues import services
from tenant_apps.ticketing.venues.models import Venue
from themes.richtext.cleaning import clean_text, to_html, to_plain

router = Router(tags=["Venues"])


class VenueWords(Shape):
    """The texts of a venue in another language than the shop's."""

    name: Annotated[str, text(200)] = ""
    accessibility: Annotated[str, text(5000), AfterValidator(clean_text), text(5000)] = ""


class VenueIn(Shape):
    """A place where events happen."""

    name: Annotated[str, text(200, least=1)]
    address: Annotated[str, text(300)] = ""
    postcode: Annotated[str, text(20)] = ""
    city: Annotated[str, text(100)] = ""
    country: Country = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    timezone: Zone = "UTC"
    capacity: People | None = None
    accessibility: Annotated[str, text(5000), AfterValidator(clean_text), text(5000)] = ""
    translations: dict[Language, VenueWords] = Field({}, description=TAKEN)


@partial
class VenuePatch(VenueIn):
    """What changes."""


class VenueOut(Schema):
    """A place where events happen."""

    id: int
    name: str
    address: str
    postcode: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    timezone: str
    capacity: int | None
    translations: Translated
    accessibility: str = Field(description="What visitors with a disability ask, as plain text.")
    accessibility_html: str = Field(description="The same as it was formatted.")

    @staticmethod
    def resolve_accessibility(venue: Venue) -> str:
        """Without any mark."""
        return to_plain(venue.accessibility)

    @staticmethod
    def resolve_accessibility_html(venue: Venue) -> str:
        """Sieved."""
        return to_html(venue.accessibility)


class VenueFilter(Paging):
    """Which venues."""

    q: Annotated[str, text(100)] = ""
    city: Annotated[str, text(100)] = ""


@router.get("/venues", response=Page[VenueOut])
@may("events.view")
def list_venues(request: HttpRequest, asked: Query[VenueFilter]) -> Page[VenueOut]:
    """List venues by name."""
    found = Venue.objects.all()
    if asked.q:
        found = found.filter(name__icontains=asked.q)
    if asked.city:
        found = found.filter(city__iexact=asked.city)
    rows, after = cut(found, asked, by=("name", "id"))
    return Page[VenueOut](items=[_out(one) for one in rows], next=after)


@router.post("/venues", response={201: VenueOut})
@may("events.edit")
def create_venue(request: HttpRequest, body: VenueIn) -> Status:
    """Add a venue."""
    return Status(201, _out(services.add(venue=fill(Venue(), body.given()))))


@router.get("/venues/{venue_id}", response=VenueOut)
@may("events.view")
def get_venue(request: HttpRequest, venue_id: Id) -> VenueOut:
    """Return one venue."""
    return _out(get_object_or_404(Venue, pk=venue_id))


@router.patch("/venues/{venue_id}", response=VenueOut)
@may("events.edit")
def patch_venue(request: HttpRequest, venue_id: Id, body: VenuePatch) -> VenueOut:
    """Change some fields of a venue."""
    venue = get_object_or_404(Venue, pk=venue_id)
    return _out(services.change(venue=fill(venue, body.given())))


def _out(venue: Venue) -> VenueOut:
    return VenueOut.from_orm(venue)
