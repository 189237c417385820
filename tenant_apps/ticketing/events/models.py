"""What is on: events, their sessions, and the ticket types sold for them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils import timezone as clock
from django.utils.translation import gettext_lazy as _

from kernel.money import Money
from kernel.words import Worded, shop_language
from tenant_apps.ticketing.venues.models import Venue
from themes.pictures.models import Picture


class EventQuerySet(models.QuerySet):
    """Sets of events."""

    def published(self) -> "EventQuerySet":
        """Events that buyers may see, also those called off, which say so."""
        return self.exclude(status=Event.Status.DRAFT)

    def seen_with(self, permissions: Collection[str]) -> "EventQuerySet":
        """Events that somebody with these permissions may see: staff see drafts too."""
        return self if "events.view" in permissions else self.published()

    def upcoming(self, now: datetime | None = None) -> "EventQuerySet":
        """Published events with a session that has not ended, the soonest first."""
        now = now or clock.now()
        ahead = Q(sessions__ends_at__gt=now) | Q(
            sessions__ends_at=None, sessions__starts_at__gt=now
        )
        return (
            self.published()
            .filter(ahead)
            .annotate(next_starts_at=models.Min("sessions__starts_at", filter=ahead))
            .annotate(session_count=models.Count("sessions", filter=ahead, distinct=True))
            .order_by("next_starts_at", "id")
        )


class Event(Worded):
    """Something people come to: a concert, a play, a tour. It takes place in sessions."""

    worded = ("name", "summary", "category", "description")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, blank=True, default=shop_language
    )
    slug = models.SlugField(_("address in the shop"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = models.CharField(_("one sentence"), max_length=300, blank=True)
    description = models.TextField(_("story"), blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, verbose_name=_("venue"))
    timezone = models.CharField(_("time zone"), max_length=64)
    currency = models.CharField(_("currency"), max_length=3)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    source_ref = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["status"], name="event_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_ref"], condition=~Q(source_ref=""), name="event_source_ref_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The event's page in the shop."""
        return reverse("events:detail", args=[self.slug])

    @property
    def own_language(self) -> str:
        """The language in which the event was written down."""
        return self.language or shop_language()

    @property
    def currencies(self) -> list[str]:
        """All currencies in which it sells, its own first. Two queries."""
        return sold_in(self.ticket_types.prefetch_related("prices"), self.currency)

    @property
    def is_on_sale(self) -> bool:
        """Whether buyers may buy at all: published, and not called off or put off."""
        return self.status == self.Status.PUBLISHED


class SessionQuerySet(models.QuerySet):
    """Sets of sessions."""

    def upcoming(self, now: datetime | None = None) -> "SessionQuerySet":
        """Sessions that have not ended, the soonest first."""
        now = now or clock.now()
        ahead = Q(ends_at__gt=now) | Q(ends_at=None, starts_at__gt=now)
        return self.filter(ahead).order_by("starts_at", "id")


class Session(models.Model):
    """One time at which an event takes place. Instants are UTC; the event has the zone."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    doors_at = models.DateTimeField(_("doors"), null=True, blank=True)
    capacity = models.IntegerField(_("places"))
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SCHEDULED)
    source_ref = models.CharField(max_length=120, blank=True, default="")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["event", "starts_at"], name="session_event_start")]
        constraints = [
            CheckConstraint(condition=Q(capacity__gte=0), name="session_capacity_not_negative"),
            CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="session_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["source_ref"], condition=~Q(source_ref=""), name="session_source_ref_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts_at:%Y-%m-%d %H:%M}Z"

    @property
    def sales_end_at(self) -> datetime:
        """When buying stops: at the end where there is one, else at the start."""
        return self.ends_at or self.starts_at

    @property
    def has_ended(self) -> bool:
        """Whether the session is over."""
        return self.sales_end_at <= clock.now()


class TicketType(Worded):
    """A kind of ticket sold for every session of an event, at a price in minor units."""

    worded = ("name", "description")

    event = models.ForeignKey(Event, models.CASCADE, related_name="ticket_types")
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("what it includes"), max_length=300, blank=True)
    price = models.BigIntegerField(_("price"))
    quantity = models.IntegerField(
        _("places of this type per session"),
        null=True,
        blank=True,
        help_text=_("Empty: as many as the session has."),
    )
    per_order_min = models.IntegerField(_("at least, per order"), default=1)
    per_order_max = models.IntegerField(_("at most, per order"), default=10)
    hidden = models.BooleanField(_("hidden"), default=False)
    access_code = models.CharField(_("access code"), max_length=40, blank=True)
    on_sale_from = models.DateTimeField(_("on sale from"), null=True, blank=True)
    on_sale_until = models.DateTimeField(_("on sale until"), null=True, blank=True)
    position = models.IntegerField(_("position"), default=0)
    active = models.BooleanField(_("on offer"), default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            CheckConstraint(condition=Q(price__gte=0), name="ticket_type_price_not_negative"),
            CheckConstraint(condition=Q(quantity__gte=0), name="ticket_type_quantity_not_negative"),
            CheckConstraint(
                condition=Q(per_order_min__gte=1, per_order_max__gte=F("per_order_min")),
                name="ticket_type_limits_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def own_language(self) -> str:
        """The event's language."""
        return self.event.own_language

    @property
    def money(self) -> Money:
        """The list price, in the event's currency."""
        return Money(self.price, self.event.currency)

    def price_in(self, currency: str, *, main: str) -> int | None:
        """What one costs in a currency, minor units; None where nobody has set a price.

        `main` is the event's own currency. What is free is free in every currency.
        """
        if currency == main or self.price == 0:
            return self.price
        # `.all()`, so that what came along with a list is used.
        return next((one.amount for one in self.prices.all() if one.currency == currency), None)

    def is_in_sale_window(self, now: datetime | None = None) -> bool:
        """Whether `now` lies in the sale window; an open end is open."""
        now = now or clock.now()
        if self.on_sale_from and now < self.on_sale_from:
            return False
        return not (self.on_sale_until and now >= self.on_sale_until)


class Price(models.Model):
    """What a ticket type costs in a currency beside the event's own, as people have set it.

    Together these make the event's price list in that currency. Nothing is ever converted.
    """

    ticket_type = models.ForeignKey(TicketType, models.CASCADE, related_name="prices")
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("price"))

    class Meta:
        ordering = ["currency", "id"]
        constraints = [
            CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
            models.UniqueConstraint(fields=["ticket_type", "currency"], name="price_once"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def listed_in(types: Iterable[TicketType]) -> list[str]:
    """The currencies beside its own in which somebody has begun a price list, in their order."""
    return sorted({one.currency for ticket_type in types for one in ticket_type.prices.all()})


def sold_in(types: Iterable[TicketType], main: str) -> list[str]:
    """The currencies in which an event with these ticket types sells, its own (`main`) first.

    In another one it sells where every type on offer has a price.
    """
    offered = [one for one in types if one.active]
    others = [one for one in listed_in(offered) if one != main]
    return [
        main,
        *(
            currency
            for currency in others
            if all(one.price_in(currency, main=main) is not None for one in offered)
        ),
    ]
