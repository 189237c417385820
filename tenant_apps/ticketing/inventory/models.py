"""Stock of places and the holds upon it. README.md here is the page about scarcity."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from tenant_apps.ticketing.events.models import Session, TicketType


class Stock(models.Model):
    """A pool of places of one session: the room, or the share of one ticket type in it.

    The counters are the truth and change only by conditional `UPDATE`; the constraint makes an
    oversale impossible even for a bug.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="stocks")
    ticket_type = models.ForeignKey(
        TicketType, models.CASCADE, null=True, blank=True, related_name="stocks"
    )
    capacity = models.IntegerField()
    held = models.IntegerField(default=0)
    sold = models.IntegerField(default=0)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(held__gte=0, sold__gte=0, capacity__gte=F("held") + F("sold")),
                name="stock_never_oversold",
            ),
            models.UniqueConstraint(
                fields=["session", "ticket_type"],
                name="stock_once_per_pool",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sold}+{self.held}/{self.capacity}"

    @property
    def left(self) -> int:
        """Places that could be held now."""
        return self.capacity - self.held - self.sold


class HoldQuerySet(models.QuerySet):
    """Sets of holds."""

    def expired(self, now: datetime | None = None) -> "HoldQuerySet":
        """Holds whose time is up; their places are still counted until they are released."""
        return self.filter(expires_at__lte=now or timezone.now())

    def live(self, now: datetime | None = None) -> "HoldQuerySet":
        """Holds that still keep places."""
        return self.filter(expires_at__gt=now or timezone.now())


class Hold(models.Model):
    """Places kept for one cart for a while, at the price they had when they were taken.

    `room_id` and `quota_id` name the pools that count it. They are plain ids: a foreign key to a
    hot counter costs 2–3× at 32 buyers, and the stocktake guards them instead.
    """

    cart = models.UUIDField(default=uuid.uuid4)
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", db_constraint=False)
    ticket_type = models.ForeignKey(
        TicketType, models.CASCADE, related_name="+", db_constraint=False
    )
    room_id = models.BigIntegerField()
    quota_id = models.BigIntegerField(null=True)
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    held_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["expires_at"], name="hold_expiry"),
            models.Index(fields=["room_id"], name="hold_room"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cart", "session", "ticket_type"], name="hold_once_per_cart_line"
            ),
            CheckConstraint(condition=Q(quantity__gt=0), name="hold_quantity_positive"),
            CheckConstraint(condition=Q(unit_price__gte=0), name="hold_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.ticket_type_id}"

    @property
    def total(self) -> int:
        """Minor units for all of it."""
        return self.quantity * self.unit_price
