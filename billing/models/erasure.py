"""What an add-on has stored, after it was switched off for long."""

from django.db import models

from billing.models.account import Account, Switch


class Erasure(models.Model):
    """After this switch, what the add-on has stored is erased on a day that the owner was told.

    One that was switched on again in time is never done: the next switch that turns it off begins
    anew, with a letter of its own.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="erasures")
    switch = models.OneToOneField(Switch, models.CASCADE, related_name="erasure")
    day = models.DateField()
    told_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    rows = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.switch.code} on {self.day}"
