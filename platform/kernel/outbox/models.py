"""The work that facts have left to be done, in the schema where they happened."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class DeliveryQuerySet(models.QuerySet):
    """Deliveries by what can be done with them."""

    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Those that may be tried at `now` (UTC): waiting, and not leased to another worker."""
        return self.filter(state=Delivery.State.WAITING, due_at__lte=now).filter(
            Q(lease_until=None) | Q(lease_until__lte=now)
        )

    def parked(self) -> "DeliveryQuerySet":
        """Those that failed too often and wait for a person."""
        return self.filter(state=Delivery.State.PARKED)


class Delivery(models.Model):
    """One fact to be told to one handler. The row goes when the handler has done its work."""

    class State(models.TextChoices):
        """What is to become of it."""

        WAITING = "waiting"
        PARKED = "parked"

    fact_id = models.UUIDField()
    name = models.CharField(max_length=80)
    body = models.JSONField(default=dict)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    handler = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(attempts__gte=0), name="delivery_attempts_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.handler}"
