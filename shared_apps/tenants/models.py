"""Organizers and what they have: a schema, hosts, a plan, features. All in `public`."""

from typing import ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin


class Plan(models.Model):  # type: ignore[django-manager-missing]
    """What the platform takes for a sold ticket: the terms on which a shop has its plan.

    `offer` and `version` name the plan of the price list and the version of that list; a plan that
    was made to measure has neither.
    """

    code = models.SlugField(unique=True)
    offer = models.CharField(max_length=20, blank=True, default="")
    version = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    ticket_fee_basis_points = models.IntegerField(default=0)
    ticket_fee_fixed = models.BigIntegerField(default=0)  # minor units of `currency`

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket_fee_basis_points__gte=0, ticket_fee_fixed__gte=0),
                name="plan_fees_not_negative",
            ),
            models.UniqueConstraint(
                fields=["offer", "version", "currency"], condition=~Q(offer=""), name="plan_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tenant(TenantMixin):
    """One organizer, one schema. Entered with `tenant_context()` only."""

    class State(models.TextChoices):
        """May the world come in?"""

        ACTIVE = "active", _("open")
        # By its owner: sells nothing more, and stays for those who hold tickets.
        CLOSING = "closing", _("closed by its owner")
        # By us: shut for everybody.
        SUSPENDED = "suspended", _("closed for now")

    class Gateway(models.TextChoices):
        """How buyers pay; the codes are those of `ticketing.payments.gateways`."""

        SANDBOX = "sandbox", _("test payments")
        STRIPE = "stripe", _("Stripe")

    name = models.CharField(_("organization"), max_length=150)
    subdomain = models.CharField(_("shop name"), max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tenants")
    theme = models.CharField(max_length=40, default="classic")
    currency = models.CharField(_("currency"), max_length=3)
    timezone = models.CharField(_("time zone"), max_length=64)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    country = models.CharField(_("country"), max_length=2, blank=True)
    gateway = models.CharField(max_length=20, choices=Gateway, default=Gateway.SANDBOX)
    stripe_account = models.CharField(max_length=80, blank=True, default="")
    # Who answers for the shop: in its imprint and in its mails.
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True, default="")
    address = models.TextField(_("postal address"), max_length=500, blank=True, default="")
    contact_email = models.EmailField(_("contact e-mail"), blank=True, default="")
    # Has an owner shown that his e-mail address is his? Until then no money is taken.
    is_confirmed = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Tenant"]] = models.Manager()

    auto_create_schema = False
    auto_drop_schema = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_account"],
                condition=~Q(stripe_account=""),
                name="tenant_stripe_account_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> NoReturn:
        """Refuse: django-tenants keeps the way back in a list shared by all threads."""
        raise TypeError("Use tenant_context(tenant): `with tenant:` is not safe among threads.")


class Domain(DomainMixin):
    """A host that leads to a shop. One is its address; from the others one is sent on to it.

    `retired_at`: since when it is an address of former days (`services.addresses`).
    """

    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.domain


class Ownership(models.Model):
    """A user of the platform who may enter a shop's backstage from there."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="ownerships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ownerships"
    )
    role = models.CharField(max_length=20, default="owner")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "user"], name="ownership_once")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.tenant}"


class Feature(models.Model):
    """A right a tenant has. The only truth about what is open to him."""

    class State(models.TextChoices):
        """How open it is; `suspended` starts nothing new and strands nobody."""

        OFF = "off", _("off")
        TRIAL = "trial", _("trial")
        ON = "on", _("on")
        PAST_DUE = "past_due", _("past due")
        SUSPENDED = "suspended", _("suspended")

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="features")
    code = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.OFF)
    limits = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=20, default="staff")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="feature_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"


class Blueprint(models.Model):
    """The SQL that makes a tenant's schema in one go, for one set of migrations."""

    fingerprint = models.CharField(max_length=64, unique=True)
    sql = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Spare(models.Model):
    """A schema that is ready and has no owner yet."""

    schema_name = models.CharField(max_length=63, unique=True)
    fingerprint = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.schema_name
