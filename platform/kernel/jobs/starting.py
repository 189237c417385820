"""Begin a job, and stop one."""

import logging
from collections.abc import Iterable

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kernel.actor import acting
from kernel.errors import Refusal
from kernel.jobs.kinds import kind_named
from kernel.jobs.models import Item, Job

log = logging.getLogger(__name__)
TASK = "kernel.jobs.tasks.go_on"
MOST_ITEMS = 50_000


class TooMany(Refusal):
    """More things than one job takes."""

    code = "too_many"
    sentence = _("That is more than {most} at once. Narrow the list down and do it in parts.")


@transaction.atomic
def start(
    *,
    kind: str,
    title: str,
    items: Iterable[Item],
    options: dict[str, object] | None = None,
    back_url: str = "",
    is_prepared: bool = False,
) -> Job:
    """Write a job down with all its things; a worker begins after the commit.

    One that is only prepared waits for `begin`, so that somebody can look at it first.

    `items` have at least a `ref`; one that comes twice counts once. Raises `TooMany` beyond
    MOST_ITEMS, LookupError if nobody knows the kind.
    """
    if kind_named(kind) is None:
        raise LookupError(f"nobody knows jobs of the kind {kind}")
    wanted = list({one.ref: one for one in items}.values())
    if len(wanted) > MOST_ITEMS:
        raise TooMany(most=MOST_ITEMS)
    job = Job.objects.create(
        kind=kind,
        state=Job.State.PREPARED if is_prepared else Job.State.WAITING,
        title=title[:300],
        options=options or {},
        total=len(wanted),
        actor=str(acting())[:200],
        language=get_language() or "en",
        back_url=back_url[:500],
    )
    for one in wanted:
        one.job = job
        one.label = one.label[:200]
    Item.objects.bulk_create(wanted, batch_size=2000)
    if not is_prepared:
        transaction.on_commit(lambda: hand_over(job.pk))
    return job


@transaction.atomic
def begin(*, job_id: int) -> Job:
    """Let a prepared job begin. One that has begun already is left alone."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state == Job.State.PREPARED:
        job.state = Job.State.WAITING
        job.actor = str(acting())[:200]
        job.started_at = timezone.now()
        job.save(update_fields=["state", "actor", "started_at"])
        transaction.on_commit(lambda: hand_over(job.pk))
    return job


@transaction.atomic
def cancel(*, job_id: int) -> Job:
    """Stop a job: what it did stays, the rest is left. Waits for the thing it is just at."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if not job.is_finished:
        job.state = Job.State.CANCELLED
        job.finished_at = timezone.now()
        job.save(update_fields=["state", "finished_at"])
    return job


def hand_over(job_id: int) -> None:
    """Ask a worker to go on with it; if nobody takes the message, the sweep will."""
    try:
        current_app.tasks[TASK].apply_async(args=[job_id], retry=False)
    except Exception:  # the rows are safe, and the sweep finds them
        log.warning("the broker took no message for job %s; the sweep will", job_id, exc_info=True)
