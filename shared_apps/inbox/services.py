"""Store what Stripe says, find the shop it speaks of, and announce it there."""

from datetime import UTC, datetime

import stripe
from django.db import IntegrityError, transaction
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.codes import uuid7
from kernel.facts.bus import announce
from kernel.facts.models import Record
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.inbox.facts import StripeSaid
from shared_apps.inbox.models import Notice
from shared_apps.tenants.models import Tenant

OURS_ALONE = "payment_intent."  # an organizer's account may serve other shops than ours
STARTED = (Notice.State.RECEIVED, Notice.State.PARKED)


def receive(*, event: stripe.Event) -> Notice:
    """Keep an event whose signature was checked, and announce it to its shop.

    The same event received again changes nothing; one that was stored but not announced (a crash
    came between) is announced now. Writes `public`, then the shop's schema, each in its own
    transaction.
    """
    with schema_context(PUBLIC):
        notice, _new = Notice.objects.get_or_create(
            event_id=event.id,
            defaults={
                "kind": event.type,
                "account": getattr(event, "account", None) or "",
                "said_at": datetime.fromtimestamp(event.created, UTC),
                "received_at": datetime.now(UTC),
                "fact_id": uuid7(),
                **_ids(event),
            },
        )
    if notice.state == Notice.State.RECEIVED:
        _pass_on(notice)
    return notice


def release(*, account: str) -> int:
    """Announce what was parked for an account whose shop is known by now; how many there were."""
    with schema_context(PUBLIC):
        waiting = list(Notice.objects.filter(account=account, state__in=STARTED).order_by("id"))
    for notice in waiting:
        _pass_on(notice)
    return len(waiting)


def _ids(event: stripe.Event) -> dict[str, str]:
    thing = event.data.object.to_dict()
    metadata = thing.get("metadata") or {}
    intent = thing if thing.get("object") == "payment_intent" else thing.get("payment_intent")
    return {
        "object_id": thing.get("id") or "",
        "intent_id": (intent.get("id") if isinstance(intent, dict) else intent) or "",
        "payment_key": str(metadata.get("payment", ""))[:40],
        "claimed_schema": str(metadata.get("schema", ""))[:63],
    }


def _pass_on(notice: Notice) -> None:
    schema_name, state = _destination(notice)
    if state == Notice.State.ANNOUNCED:
        _announce(notice, schema_name)
    with schema_context(PUBLIC):
        notice.schema_name, notice.state = schema_name, state
        notice.save(update_fields=["schema_name", "state"])


def _destination(notice: Notice) -> tuple[str, Notice.State]:
    """The shop a notice is for.

    The connected account decides. Metadata may be edited by the owner of an account, so it is
    believed only of the platform's own objects; elsewhere it can but say "not ours".
    """
    with schema_context(PUBLIC):
        if notice.account:
            found = Tenant.objects.filter(stripe_account=notice.account)
        elif notice.claimed_schema:
            found = Tenant.objects.filter(schema_name=notice.claimed_schema)
        else:
            return "", Notice.State.IGNORED
        schema_name = found.values_list("schema_name", flat=True).first()
    if schema_name is None:
        return "", Notice.State.PARKED
    claims_another = notice.claimed_schema not in ("", schema_name)
    unclaimed = notice.kind.startswith(OURS_ALONE) and not notice.claimed_schema
    if claims_another or unclaimed:
        return schema_name, Notice.State.IGNORED
    return schema_name, Notice.State.ANNOUNCED


def _announce(notice: Notice, schema_name: str) -> None:
    fact = StripeSaid(
        id=notice.fact_id,
        kind=notice.kind,
        object_id=notice.object_id,
        account=notice.account,
        intent_id=notice.intent_id,
        payment_key=notice.payment_key,
    )
    with in_tenant(schema_name), act_as(Actor("stripe", notice.event_id)):
        if Record.objects.filter(fact_id=fact.id).exists():
            return
        try:
            with transaction.atomic():
                announce(fact)
        except IntegrityError:
            # The same event came twice at once, and the other one was faster.
            if not Record.objects.filter(fact_id=fact.id).exists():
                raise
