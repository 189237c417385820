"""What was used, one row for each time."""

from django.db import models

from billing.models.account import Account


class ClockTimestamp(models.Func):
    """The database's clock at this statement, rather than at the transaction's beginning."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()


class Usage(models.Model):
    """So much of a meter was used at an instant. Written once; a reversal is a row of its own.

    `source` names what it was counted for (a scan's id), once per account and meter: what is
    delivered twice is counted once. Of a meter of money, `quantity` is minor units of `currency`,
    and `is_collected` says that our share of it was taken with the charge itself. `arrived_at` is
    the database's clock: what came after an invoice was reckoned is on the next one.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="usage")
    code = models.CharField(max_length=40)
    meter = models.CharField(max_length=40)
    quantity = models.BigIntegerField(default=1)
    currency = models.CharField(max_length=3, blank=True, default="")
    is_collected = models.BooleanField(default=False)
    occurred_at = models.DateTimeField()
    source = models.CharField(max_length=120)
    arrived_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "meter", "source"], name="usage_once")
        ]
        indexes = [
            models.Index(fields=["account", "occurred_at", "meter"], name="usage_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.meter} {self.source}"
