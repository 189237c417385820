"""What makes an invoice smaller, or larger, by hand."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.account import Account


class Adjustment(models.Model):
    """A sum that staff puts on an account's next invoice, with a reason. Negative is a credit."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="adjustments")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    text = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}: {self.text}"


class Coupon(models.Model):
    """A discount on fixed fees, for some months; never on usage.

    `codes` are the add-ons (or "plan") for which it is good, [] for all.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    percent = models.IntegerField(_("percent off"))
    months = models.IntegerField(_("for how many months"))
    codes = models.JSONField(default=list, blank=True)
    good_until = models.DateField(_("can be used until"), null=True, blank=True)
    most = models.IntegerField(_("how often, in all"), null=True, blank=True)
    by = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="coupon_percent"),
            CheckConstraint(condition=Q(months__gte=1, months__lte=36), name="coupon_months"),
        ]

    def __str__(self) -> str:
        return self.code


class Redemption(models.Model):
    """A coupon used by an account: from `first`, the first day of a month, for its months."""

    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="redemptions")
    account = models.ForeignKey(Account, models.PROTECT, related_name="redemptions")
    first = models.DateField()
    by = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["coupon", "account"], name="coupon_once_per_account")
        ]

    def __str__(self) -> str:
        return f"{self.coupon} for {self.account}"
