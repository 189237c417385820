"""The verbs of a venue: add, change."""

from django.db import transaction

from tenant_apps.ticketing.venues.models import Venue


@transaction.atomic
def add(*, venue: Venue) -> Venue:
    """Save a new venue."""
    venue.save()
    return venue


@transaction.atomic
def change(*, venue: Venue) -> Venue:
    """Save a changed venue. Sessions that were planned keep their places."""
    venue.save()
    return venue
