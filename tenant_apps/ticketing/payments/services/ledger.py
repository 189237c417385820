"""Book what happened to money. Entries are only ever added."""

from collections.abc import Iterable

from tenant_apps.ticketing.payments.models import Entry


def book(*, entries: Iterable[Entry]) -> None:
    """Add entries. `source` is unique, so that booking the same happening twice adds nothing."""
    Entry.objects.bulk_create(entries, ignore_conflicts=True)
