"""Where a collector's books differ from ours: each is on record once, until it is settled."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tenants.utils import schema_context

from billing.collectors import Difference
from billing.models import Account, Discrepancy
from kernel.actor import SYSTEM, Actor
from kernel.tenancy import PUBLIC

REF, WORDS = 100, 200  # what the columns hold


def note(
    *, account: Account, difference: Difference, now: datetime | None = None
) -> Discrepancy | None:
    """Put a difference on record; None where it is known, or where somebody let it stand.

    What has been settled is opened again only when the books say something new.
    """
    ref, ours, theirs = difference.ref[:REF], difference.ours[:WORDS], difference.theirs[:WORDS]
    with transaction.atomic(), schema_context(PUBLIC):
        Account.objects.select_for_update().get(pk=account.pk)
        known = Discrepancy.objects.filter(account=account, kind=difference.kind, ref=ref)
        last = known.order_by("-pk").first()
        if last is not None and last.settled_at is None:
            if (last.ours, last.theirs) != (ours, theirs):
                last.ours, last.theirs = ours, theirs
                last.save(update_fields=["ours", "theirs"])
            return None
        said = (last.ours, last.theirs) if last is not None else None
        if last is not None and last.settled_by != str(SYSTEM) and said == (ours, theirs):
            return None
        return Discrepancy.objects.create(
            account=account, kind=difference.kind, ref=ref, ours=ours, theirs=theirs,
            found_at=now or timezone.now(),
        )  # fmt: skip


def settle(
    *, discrepancy: Discrepancy, by: Actor, note: str, now: datetime | None = None
) -> Discrepancy:
    """Let a difference stand, or say what was done about it. Settled once: later words are lost."""
    with transaction.atomic(), schema_context(PUBLIC):
        Discrepancy.objects.filter(pk=discrepancy.pk, settled_at=None).update(
            settled_at=now or timezone.now(), settled_by=str(by)[:200], note=note[:500]
        )
        discrepancy.refresh_from_db()
    return discrepancy


def settle_gone(*, account: Account, month: str, still: Iterable[Difference], now: datetime) -> int:
    """Settle those of a month ("2026-11") that are not found any more; returns how many."""
    there = {(one.kind, one.ref[:REF]) for one in still}
    with transaction.atomic(), schema_context(PUBLIC):
        gone = [
            one.pk
            for one in open_of(account).filter(ref__startswith=f"{month} ")
            if (one.kind, one.ref) not in there
        ]
        return Discrepancy.objects.filter(pk__in=gone, settled_at=None).update(
            settled_at=now, settled_by=str(SYSTEM)
        )


def open_of(account: Account) -> QuerySet[Discrepancy]:
    """What is not settled."""
    return Discrepancy.objects.filter(account=account, settled_at=None)


def is_open(*, account: Account, kind: str, ref: str) -> bool:
    """Is just this one not settled?"""
    return open_of(account).filter(kind=kind, ref=ref).exists()
