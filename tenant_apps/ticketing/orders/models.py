"""What was bought: an order and its lines."""

import re

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.codes import order_reference, secret
from kernel.money import Money
from tenant_apps.ticketing.customers.models import Customer
from tenant_apps.ticketing.events.models import Session, TicketType


class OrderQuerySet(models.QuerySet):
    """Sets of orders."""

    def search(self, text: str) -> "OrderQuerySet":
        """Orders whose reference is this, whose e-mail begins so, or whose name has these words.

        Words may be unfinished: `mar ló` finds María López. Empty text finds all.
        """
        text = text.strip()
        if not text:
            return self
        found = Q(reference=text.upper()) | Q(email__startswith=text.lower())
        words = re.findall(r"\w+", text)[:8]
        if words and "@" not in text:
            name = SearchQuery(
                " & ".join(f"{word}:*" for word in words), search_type="raw", config="simple"
            )
            found |= Q(words=name)
        return self.alias(words=SearchVector("name", config="simple")).filter(found)

    def with_ticket_count(self) -> "OrderQuerySet":
        """Each order with `ticket_count`, the number of tickets bought."""
        lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
        return self.annotate(
            ticket_count=Subquery(lines.annotate(number=Sum("quantity")).values("number"))
        )

    def for_event(self, event_id: int) -> "OrderQuerySet":
        """Orders with a ticket to this event."""
        lines = OrderLine.objects.filter(order=OuterRef("pk"), session__event_id=event_id)
        return self.filter(Exists(lines))


class Order(models.Model):
    """A buyer's promise to pay, and after that the proof of it."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for payment")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", _("Expired")
        CANCELLED = "cancelled", _("Cancelled")
        REFUNDED = "refunded", _("Refunded")

    reference = models.CharField(max_length=12, unique=True, default=order_reference)
    key = models.CharField(max_length=64, default=secret)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="orders")
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=300)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    total = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=5, default="en")
    # Which version of the terms of sale was accepted; none where none was published, or said.
    terms_version = models.IntegerField(null=True, blank=True)
    # Whether shares of add-ons were kept with it: spares most orders the look for them.
    has_commissions = models.BooleanField(default=False)
    cart = models.UUIDField(unique=True)
    placed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative")]
        indexes = [
            models.Index(fields=["status", "expires_at"], name="order_status_expiry"),
            # Both serve the search of backstage: how an address begins, and words of a name.
            models.Index(fields=["email"], name="order_email", opclasses=["varchar_pattern_ops"]),
            GinIndex(SearchVector("name", config="simple"), name="order_name_words"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The buyer's own page of this order; the key in it is the right to see it."""
        return reverse("sales:order", args=[self.reference, self.key])

    @property
    def money(self) -> Money:
        """What the whole order costs, all included."""
        return Money(self.total, self.currency)

    @property
    def is_refundable(self) -> bool:
        """Whether there is something left that could be given back."""
        return self.status == self.Status.PAID


class OrderLine(models.Model):
    """So many tickets of one type for one session, at the price agreed."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    ticket_type = models.ForeignKey(TicketType, models.PROTECT, related_name="+")
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    # What the platform takes for this line: fixed when the order is placed, minor units.
    platform_fee = models.BigIntegerField(default=0)
    room_id = models.BigIntegerField()
    quota_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            CheckConstraint(condition=Q(quantity__gt=0), name="order_line_quantity_positive"),
            CheckConstraint(condition=Q(unit_price__gte=0), name="order_line_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.ticket_type_id}"

    @property
    def total(self) -> int:
        """Minor units for the whole line."""
        return self.quantity * self.unit_price


class OrderCommission(models.Model):
    """The platform's share of what an add-on (`code`) brought with an order. Written once.

    `basis_points` and `amount` (minor units of the order's currency) were fixed when the order was
    placed. `is_collected`: the amount is taken with the charge. Otherwise it is nothing, and the
    share of `base` is invoiced. `source` names what the add-on earned it with.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="commissions")
    code = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    basis_points = models.IntegerField()
    base = models.BigIntegerField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_collected = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "code", "source"], name="commission_once"),
            CheckConstraint(condition=Q(basis_points__gt=0), name="commission_share_positive"),
            CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=models.F("base")),
                name="commission_within_base",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount} {self.currency}"
