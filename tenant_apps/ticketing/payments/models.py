"""Money that moves: payments, refunds, and the ledger of entries. Knows no orders."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Payment(models.Model):
    """One attempt to take an amount of money through one gateway.

    `purpose` is what the caller pays for (an order's reference); payments do not look inside.
    """

    class State(models.TextChoices):
        STARTED = "started", _("Started")
        CHALLENGE = "challenge", _("Waiting for the bank's check")
        PENDING = "pending", _("Pending")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    # A failed payment may be tried again with another card, so it is still open.
    OPEN_STATES = (State.STARTED, State.CHALLENGE, State.PENDING, State.FAILED)

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    purpose = models.CharField(max_length=40, db_index=True)
    gateway = models.CharField(max_length=20)
    gateway_ref = models.CharField(max_length=120, blank=True, default="")
    gateway_account = models.CharField(max_length=80, blank=True, default="")
    client_secret = models.CharField(max_length=200, blank=True, default="")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, choices=State.choices, default=State.STARTED)
    failure = models.CharField(max_length=300, blank=True, default="")
    # When to ask the gateway about it; nothing to do with when the money is paid out.
    settles_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    succeeded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            CheckConstraint(condition=Q(amount__gte=0), name="payment_amount_not_negative"),
            models.UniqueConstraint(
                fields=["gateway", "gateway_ref"],
                condition=~Q(gateway_ref=""),
                name="payment_once_per_gateway_ref",
            ),
        ]
        indexes = [
            models.Index(
                fields=["settles_at"],
                condition=Q(state__in=["started", "challenge", "pending"]),
                name="payment_unsettled",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether the money may still arrive."""
        return self.state in self.OPEN_STATES


class Refund(models.Model):
    """Money given back from one payment."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Failed")

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    gateway_ref = models.CharField(max_length=120, blank=True, default="")
    failure = models.CharField(max_length=300, blank=True, default="")
    requested_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive")]

    def __str__(self) -> str:
        return f"-{self.amount} {self.payment.currency} {self.state}"


class Entry(models.Model):
    """One line of the ledger. Written once, never edited: a correction is a new entry.

    `amount` is signed, in minor units, as the organizer sees it: a sale is positive, a refund or a
    fee negative; so the net of any set of entries is their sum.
    """

    class Kind(models.TextChoices):
        SALE = "sale", _("Sale")
        REFUND = "refund", _("Refund")
        PLATFORM_FEE = "platform_fee", _("Platform fee")
        PLATFORM_FEE_REFUND = "platform_fee_refund", _("Platform fee returned")
        PROCESSING_FEE = "processing_fee", _("Card fee")
        REVERSAL = "reversal", _("Refund that failed")

    booked_at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    quantity = models.IntegerField(default=0)
    purpose = models.CharField(max_length=40, db_index=True)
    event_id = models.BigIntegerField(null=True, db_index=True)
    session_id = models.BigIntegerField(null=True)
    ticket_type_id = models.BigIntegerField(null=True)
    payment_id = models.BigIntegerField(null=True)
    refund_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["booked_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency}"
