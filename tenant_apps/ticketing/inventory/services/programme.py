"""Put sessions and ticket types on the programme: the rows and their pools in one transaction."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kernel.facts.bus import announce
from tenant_apps.ticketing.events.facts import EventRescheduled
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.services.pools import open_pools


@transaction.atomic
def schedule(*, event: Event, session: Session) -> Session:
    """Save a new or changed session of an event and its pool of places.

    Raises `CapacityTooSmall` when its capacity falls below what is held and sold.
    """
    moved = session.pk and Session.objects.get(pk=session.pk).starts_at != session.starts_at
    session.event = event
    session.save()
    open_pools(event=event)
    if moved:
        announce(EventRescheduled(event_id=event.pk, session_id=session.pk))
    return session


@transaction.atomic
def offer(*, event: Event, ticket_type: TicketType) -> TicketType:
    """Save a new or changed ticket type of an event and its quota in every session.

    Raises `CapacityTooSmall` when its quantity falls below what is held and sold.
    """
    ticket_type.event = event
    ticket_type.save()
    open_pools(event=event)
    return ticket_type


@transaction.atomic
def put_on(
    *, event: Event, sessions: Sequence[Session] = (), ticket_types: Sequence[TicketType] = ()
) -> None:
    """Save many new or changed sessions and ticket types of an event, then make its pools once.

    Raises `CapacityTooSmall` when a pool falls below what is held and sold; nothing is saved then.
    """
    known = [one.pk for one in sessions if one.pk]
    before = dict(Session.objects.filter(pk__in=known).values_list("pk", "starts_at"))
    rows: list[Session | TicketType] = [*sessions, *ticket_types]
    for row in rows:
        row.event = event
    changed = [one for one in rows if one.pk]
    Session.objects.bulk_create(one for one in sessions if not one.pk)
    TicketType.objects.bulk_create(one for one in ticket_types if not one.pk)
    for row in changed:
        row.save()
    open_pools(event=event)
    for session in sessions:
        if before.get(session.pk, session.starts_at) != session.starts_at:
            announce(EventRescheduled(event_id=event.pk, session_id=session.pk))


@transaction.atomic
def call_off(*, session: Session) -> Session:
    """Cancel one session: nothing more is sold for it."""
    session.status = Session.Status.CANCELLED
    session.save(update_fields=["status"])
    announce(EventRescheduled(event_id=session.event_id, session_id=session.pk, at=timezone.now()))
    return session
