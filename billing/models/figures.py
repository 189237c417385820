"""How a run is getting on, and what shops take: figures for our own eyes."""

from django.db import models
from django.utils import timezone

from billing.models.account import Account


class Run(models.Model):
    """The invoices of one month: how many accounts were looked at, and what came of it."""

    month = models.DateField(unique=True)
    total = models.IntegerField(default=0)
    seen = models.IntegerField(default=0)
    issued = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.seen}/{self.total}"


class Takings(models.Model):
    """What a shop took on one of its days, in one currency: signed minor units of its ledger.

    `shares` is the part of `platform_fees` that is our share of what add-ons earned. All is read
    from the shop's own ledger, and written over as often as it is read: a figure, no truth.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="takings")
    day = models.DateField()
    currency = models.CharField(max_length=3)
    gross = models.BigIntegerField(default=0)
    refunds = models.BigIntegerField(default=0)
    platform_fees = models.BigIntegerField(default=0)
    shares = models.BigIntegerField(default=0)
    tickets = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "day", "currency"], name="takings_once")
        ]
        indexes = [models.Index(fields=["day"], name="takings_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.gross} {self.currency}"
