"""What venues answer when others ask."""

from django.db.models import Q
from django.urls import reverse

from kernel.search import Found, search
from tenant_apps.ticketing.venues.models import Venue


@search.answer
def venues_found(*, q, permissions, limit):
    """Venues by their name or town. There are never many."""
    if not q or "events.edit" not in permissions:
        return []
    found = Venue.objects.filter(Q(name__icontains=q) | Q(city__icontains=q))[:limit]
    return [
        Found("venues", one.name, reverse("backstage:venue_edit", args=[one.pk]), one.city,
              "map-pin")
        for one in found
    ]  # fmt: skip
