"""A long task and the things it is to do, in the schema where it was begun."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    """Sets of jobs."""

    def unfinished(self) -> "JobQuerySet":
        """Those with something left to do."""
        return self.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))

    def due(self, now: datetime) -> "JobQuerySet":
        """Unfinished ones that no worker has in hand at `now`."""
        return self.unfinished().filter(Q(lease_until=None) | Q(lease_until__lte=now))


class Job(models.Model):
    """A long task: what it is, who began it, and how far it is.

    `kind` names the code that does it (`kernel.jobs.kinds`), `options` are what all its items
    share. `actor` and `language` are those of whoever began it.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("Not begun yet")
        WAITING = "waiting", _("Waiting for its turn")
        RUNNING = "running", _("At work")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Stopped")

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    actor = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    back_url = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    # How often a worker took it in hand since something of it was last done.
    attempts = models.IntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            CheckConstraint(
                condition=Q(done__gte=0, failed__gte=0, total__gte=F("done") + F("failed")),
                name="job_adds_up",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=["waiting", "running"]), name="job_unfinished"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (self.State.DONE, self.State.CANCELLED)

    @property
    def seen_to(self) -> int:
        """How many of its things were looked at, for good or ill."""
        return self.done + self.failed

    @property
    def left(self) -> int:
        """How many of its things were not looked at."""
        return self.total - self.seen_to

    @property
    def percent(self) -> int:
        """How far it is, in whole per cent."""
        return self.seen_to * 100 // self.total if self.total else 100


class Item(models.Model):
    """One thing of a job: `ref` is its number, `asked` what is to be done, `told` what came of it.

    `label` is how people call it; `problem` says why it failed, in their language.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    job = models.ForeignKey(Job, models.CASCADE, related_name="items")
    ref = models.BigIntegerField()
    label = models.CharField(max_length=200, blank=True)
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    problem = models.CharField(max_length=500, blank=True)
    told = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            # A thing stands in a job once, however often it was ticked.
            models.UniqueConstraint(fields=["job", "ref"], name="job_item_once"),
        ]
        indexes = [
            models.Index(fields=["job", "id"], condition=Q(state="waiting"), name="job_item_next"),
            models.Index(fields=["job", "id"], condition=Q(state="failed"), name="job_item_failed"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.ref)
