"""What a collector was told of our truth, and where the two do not agree."""

from django.db import models
from django.utils import timezone

from billing.models.account import Account


class MeterCopy(models.Model):
    """So much of a meter on one day was told to the collector. Never edited: a difference is told.

    It is the `nth` of its meter and day, from 0. `identifier` is what makes telling it twice
    harmless, for a day from `tried_at` on, when it was first tried.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="meter_copies")
    code = models.CharField(max_length=40)
    meter = models.CharField(max_length=40)
    day = models.DateField()
    quantity = models.BigIntegerField()
    nth = models.IntegerField(default=0)
    identifier = models.CharField(max_length=100, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["account", "meter", "day"], name="meter_copy_of_day"),
            models.Index(
                fields=["id"], condition=models.Q(sent_at=None), name="meter_copy_to_send"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.meter} on {self.day}"


class Discrepancy(models.Model):
    """Where the collector's books differ from ours, until somebody settles it."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="discrepancies")
    kind = models.CharField(max_length=30)
    ref = models.CharField(max_length=100)
    ours = models.CharField(max_length=200)
    theirs = models.CharField(max_length=200)
    found_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "ref"],
                condition=models.Q(settled_at=None),
                name="discrepancy_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}: {self.ours} / {self.theirs}"
