"""What search engines read of an event: schema.org's Event, for its page."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from kernel.money import Money
from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event, Session
from tenant_apps.ticketing.sales.showcase import Offer
from tenant_apps.ticketing.venues.models import Venue
from themes.richtext.cleaning import to_plain

STATUS = {
    "published": "EventScheduled",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}
AVAILABILITY = {
    "on_sale": "InStock",
    "few_left": "LimitedAvailability",
    "sold_out": "SoldOut",
    "soon": "PreOrder",
}
LONGEST = 5000  # characters of a description


def structured_event(
    request: HttpRequest, event: Event, session: Session, offers: Iterable[Offer]
) -> dict[str, Any]:
    """One session of an event with what may be bought for it, in the reader's language."""
    zone = ZoneInfo(event.timezone)
    cancelled = session.status == Session.Status.CANCELLED
    status = "EventCancelled" if cancelled else STATUS.get(event.status, "EventScheduled")
    address = request.build_absolute_uri(event.get_absolute_url())
    venue = session.venue or event.venue
    told = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.words.name,
        "description": event.words.summary or to_plain(event.words.description)[:LONGEST],
        "url": address,
        "startDate": session.starts_at.astimezone(zone).isoformat(),
        "endDate": session.ends_at.astimezone(zone).isoformat() if session.ends_at else None,
        "doorTime": session.doors_at.astimezone(zone).isoformat() if session.doors_at else None,
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _place(venue) if venue else None,
        "image": _images(request, event),
        "organizer": {"@type": "Organization", "name": current().name},
        "offers": [_offer(one, address) for one in offers],
    }
    return {name: value for name, value in told.items() if value}


def _place(venue: Venue) -> dict[str, Any]:
    address = {
        "streetAddress": venue.address,
        "postalCode": venue.postcode,
        "addressLocality": venue.city,
        "addressCountry": venue.country,
    }
    known = {name: value for name, value in address.items() if value}
    return {
        "@type": "Place",
        "name": venue.words.name,
        "address": {"@type": "PostalAddress", **known},
    }


def _images(request: HttpRequest, event: Event) -> list[str]:
    """The picture in the three shapes that search engines ask for, once they are made."""
    picture = event.picture
    if picture is None:
        return []
    shapes = [shape for shape in ("wide", "share", "poster") if picture.has(shape)] or ["share"]
    return [request.build_absolute_uri(picture.url_of(shape)) for shape in shapes]


def _offer(offer: Offer, address: str) -> dict[str, Any]:
    found = AVAILABILITY.get(offer.state_word, "Discontinued")
    begins = offer.ticket_type.on_sale_from
    return {
        "@type": "Offer",
        "name": offer.ticket_type.words.name,
        "price": str(Money(offer.price, offer.currency).decimal),
        "priceCurrency": offer.currency,
        "availability": f"https://schema.org/{found}",
        "url": address,
        **({"validFrom": begins.isoformat()} if begins else {}),
    }
