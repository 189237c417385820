"""Tells facts to handlers: inside exactly once, outside at least once."""

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from kernel.actor import Actor, act_as
from kernel.facts.bus import Fact, Listener, by_path
from kernel.outbox.models import Delivery

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
FIRST_PAUSE = 10.0  # seconds; doubled with each failure, an hour at most


def deliver(delivery_id: int) -> bool:
    """Tell one fact to one handler, in the current tenant. Returns whether it was done now.

    False also when somebody else is at it, it is not due yet, or it was done before. A failure is
    counted in its own transaction, retried with back-off, and parked after MOST_ATTEMPTS.
    """
    due = Delivery.objects.due(_now()).filter(pk=delivery_id).first()
    if due is None:
        return False
    listener = by_path.get(due.handler)
    try:
        if listener is None or due.name not in Fact.kinds:
            raise LookupError(f"nobody knows {due.handler} or {due.name} any more")
        return _outside(due.pk, listener) if listener.outside else _inside(due.pk, listener)
    except Exception as error:  # whatever a handler raises is counted, never passed on
        log.exception("%s failed", due)
        _count_failure(due.pk, error)
        return False


def _inside(delivery_id: int, listener: Listener) -> bool:
    with transaction.atomic():
        delivery = _take(delivery_id)
        if delivery is None:
            return False
        _tell(delivery, listener)
        delivery.delete()  # the tick, in one transaction with the effect
    return True


def _outside(delivery_id: int, listener: Listener) -> bool:
    with transaction.atomic():
        delivery = _take(delivery_id)
        if delivery is None:
            return False
        delivery.lease_until = _now() + LEASE
        delivery.save(update_fields=["lease_until"])
    _tell(delivery, listener)
    delivery.delete()
    return True


def _take(delivery_id: int) -> Delivery | None:
    due = Delivery.objects.due(_now()).filter(pk=delivery_id)
    return due.select_for_update(skip_locked=True).first()


def _tell(delivery: Delivery, listener: Listener) -> None:
    if not listener.is_open:  # switched off since the fact was announced
        return
    fact = Fact.read(delivery.name, delivery.body, id=delivery.fact_id, at=delivery.at)
    with act_as(Actor.parse(delivery.actor)):
        listener.handler(fact)


def _count_failure(delivery_id: int, error: Exception) -> None:
    delivery = Delivery.objects.filter(pk=delivery_id).first()
    if delivery is None:
        return
    attempts = delivery.attempts + 1
    pause = min(FIRST_PAUSE * 2**delivery.attempts, 3600.0)
    parked = attempts >= MOST_ATTEMPTS
    Delivery.objects.filter(pk=delivery_id).update(
        attempts=F("attempts") + 1,
        due_at=_now() + timedelta(seconds=pause),
        lease_until=None,
        error=f"{type(error).__name__}: {error}"[:2000],
        state=Delivery.State.PARKED if parked else Delivery.State.WAITING,
    )


def _now() -> datetime:
    return datetime.now(UTC)
