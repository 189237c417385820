"""Does what jobs ask for: in slices, each thing exactly once, whoever dies in between.

A thing's work and its tick are one transaction, under a lock on the job's row. So two workers at
one job wait for each other, a killed one loses only what it had not finished, and a cancelled job
stops at the next thing.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.actor import Actor, act_as
from kernel.errors import Refusal
from kernel.jobs.kinds import Kind, kind_named
from kernel.jobs.models import Item, Job
from kernel.jobs.starting import hand_over

log = logging.getLogger(__name__)
SLICE = 8.0  # seconds of work before others get their turn
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 4
KEPT = timedelta(days=30)


def run(job_id: int, *, seconds: float = SLICE) -> bool:
    """Go on with a job for about so many seconds. Returns whether it is finished.

    Nothing, if another worker has it in hand. What is left is handed over again.
    """
    job = _take(job_id)
    if job is None:
        return False
    until = time.monotonic() + seconds
    with act_as(Actor.parse(job.actor)), override(job.language):
        while _do_next(job.pk):
            if time.monotonic() >= until:
                Job.objects.filter(pk=job.pk).update(lease_until=None)
                hand_over(job.pk)
                return False
    return True


def resume_due() -> None:
    """Go on with the jobs of the current tenant that no worker has in hand."""
    for pk in Job.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True)[:10]:
        hand_over(pk)


def forget_old(now: datetime | None = None) -> int:
    """Forget jobs that ended a month ago, or were never begun. Returns how many."""
    long_ago = (now or timezone.now()) - KEPT
    ended = Q(finished_at__lt=long_ago)
    never_begun = Q(state=Job.State.PREPARED, started_at__lt=long_ago)
    old = Job.objects.filter(ended | never_begun).values_list("pk", flat=True)[:100]
    return Job.objects.filter(pk__in=list(old)).delete()[1].get("jobs.Job", 0)


def _take(job_id: int) -> Job | None:
    now = timezone.now()
    free = Job.objects.due(now).filter(pk=job_id)
    taken = free.update(
        state=Job.State.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    if job.attempts > MOST_ATTEMPTS:
        _give_up_next(job)
    return job


def _do_next(job_id: int) -> bool:
    """Do the next few things. Returns whether there may be more."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.is_finished:
            return False
        kind = kind_named(job.kind)
        waiting = job.items.filter(state=Item.State.WAITING).order_by("pk")
        items = list(waiting[: kind.batch if kind else 1000])
        if not items:
            _finish(job)
            return False
        _do(kind, items, job)
        Item.objects.bulk_update(items, ["state", "problem", "label", "told"])
        good = sum(one.state == Item.State.DONE for one in items)
        job.done += good
        job.failed += len(items) - good
        job.attempts = 0
        job.lease_until = timezone.now() + LEASE
        job.save(update_fields=["done", "failed", "attempts", "lease_until"])
    return True


def _do(kind: Kind | None, items: list[Item], job: Job) -> None:
    """Work on these; alone each, where they cannot be done together."""
    problem = _work(kind, items, job)
    if problem and len(items) > 1:
        for one in items:
            _do(kind, [one], job)
        return
    for one in items:
        one.state = Item.State.FAILED if problem else Item.State.DONE
        one.problem = problem[:500]


def _work(kind: Kind | None, items: list[Item], job: Job) -> str:
    """Returns what went wrong, "" where nothing did; then all is as before."""
    if kind is None:
        return _("This is not available any more.")
    try:
        with transaction.atomic():
            kind.work(items, job.options)
    except Refusal as refusal:
        return str(refusal)
    except (OperationalError, InterfaceError):  # the database is away: that is nobody's fault
        raise
    except Exception:
        log.exception("%s failed at %s", job, [one.ref for one in items])
        return _("Something went wrong on our side. Nothing was changed here; try it alone.")
    return ""


def _give_up_next(job: Job) -> None:
    """What workers died of again and again is left out, so that the rest gets its turn."""
    with transaction.atomic(), override(job.language):
        locked = Job.objects.select_for_update().get(pk=job.pk)
        waiting = locked.items.filter(state=Item.State.WAITING).order_by("pk").first()
        if waiting is not None:
            waiting.state = Item.State.FAILED
            waiting.problem = _("This was tried several times and never came to an end.")
            waiting.save(update_fields=["state", "problem"])
            Job.objects.filter(pk=job.pk).update(failed=F("failed") + 1, attempts=0)


def _finish(job: Job) -> None:
    job.state = Job.State.DONE
    job.finished_at = timezone.now()
    job.lease_until = None
    job.save(update_fields=["state", "finished_at", "lease_until"])
