"""The right to come in. One row per ticket; what happens to it is another row, never an edit."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.orders.models import Order, OrderLine


class SigningKey(models.Model):
    """The ed25519 key that signs the tickets of one event; its id stands in each code."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    sealed_seed = models.TextField()
    public_key = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.public_key


class TicketQuerySet(models.QuerySet):
    """Sets of tickets."""

    def valid(self) -> "TicketQuerySet":
        """Tickets that were not voided."""
        return self.filter(void=None)

    def numbered(self, typed: str) -> "TicketQuerySet":
        """The ticket whose printed number this is (see `Ticket.number`), however it was typed."""
        reference, _dash, number = typed.replace(" ", "").upper().partition("-")
        if not (reference.isascii() and number.isascii() and number.isdecimal()):
            return self.none()
        return self.filter(order__reference=reference, pk=min(int(number[:19]), 2**63 - 1))

    def to_print(self) -> "TicketQuerySet":
        """Tickets with all that stands on them, in one query."""
        return self.select_related(
            "order", "line", "ticket_type", "session__venue", "session__event__venue"
        )


class Ticket(models.Model):
    """A ticket: the code that was printed, for whom, and which places it takes."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="tickets")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="tickets")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    ticket_type = models.ForeignKey(TicketType, models.PROTECT, related_name="+")
    code = models.CharField(max_length=140, unique=True)
    holder_name = models.CharField(_("name on the ticket"), max_length=300, blank=True)
    issued_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    room_id = models.BigIntegerField()
    quota_id = models.BigIntegerField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def number(self) -> str:
        """What is printed beside the code, for a hand to type at the door: `K7P2XQ-12`."""
        return f"{self.order.reference}-{self.pk}"

    @property
    def is_void(self) -> bool:
        """Whether the ticket was voided (by refund, cancellation or reissue)."""
        return hasattr(self, "void")

    @property
    def is_admitted(self) -> bool:
        """Whether somebody came in with it."""
        return hasattr(self, "admission")

    @property
    def status(self) -> str:
        """`valid`, `admitted` or `void`."""
        if self.is_void:
            return "void"
        return "admitted" if self.is_admitted else "valid"


class Void(models.Model):
    """A ticket was taken back."""

    class Reason(models.TextChoices):
        REFUNDED = "refunded", _("Refunded")
        CANCELLED = "cancelled", _("Cancelled")
        REISSUED = "reissued", _("Replaced by a new one")

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="void")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.reason}"


class Admission(models.Model):
    """Somebody was let in with a ticket: when, where, by whom."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="admission")
    at = models.DateTimeField(default=timezone.now)
    gate = models.CharField(_("gate"), max_length=80, blank=True)
    actor = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.at}"
