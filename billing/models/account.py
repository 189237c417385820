"""Who owes us, and what he has switched on."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.tenants.models import Tenant


class Account(models.Model):
    """A tenant as one who owes us: in which currency, by whose name, and how he stands.

    Months and days are counted on the clock of `zone`. What stands in `method` is how he pays, as
    people may see it: {"kind": "card", "label": "Visa •••• 4242", "expires": "2030-12"}.
    """

    class State(models.TextChoices):
        """`past_due`: everything works, we write. `suspended`: add-ons start nothing new."""

        GOOD = "good", _("paid up")
        PAST_DUE = "past_due", _("past due")
        SUSPENDED = "suspended", _("suspended")

    class Vat(models.TextChoices):
        """What is known of the VAT number: `pending`, while the register does not answer."""

        NONE = "none", _("none")
        PENDING = "pending", _("to be checked")
        VALID = "valid", _("valid")
        INVALID = "invalid", _("not valid")

    tenant = models.OneToOneField(Tenant, models.PROTECT, related_name="account")
    currency = models.CharField(_("currency"), max_length=3)
    zone = models.CharField(_("time zone"), max_length=64)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True, default="")
    address = models.TextField(_("postal address"), max_length=500, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    email = models.EmailField(_("e-mail address for invoices"), blank=True, default="")
    vat_id = models.CharField(_("VAT number"), max_length=20, blank=True, default="")
    vat_state = models.CharField(max_length=10, choices=Vat, default=Vat.NONE)
    state = models.CharField(max_length=10, choices=State, default=State.GOOD)
    unpaid_since = models.DateTimeField(null=True, blank=True)
    collector = models.CharField(max_length=20, default="sandbox")
    collector_ref = models.CharField(max_length=80, blank=True, default="")
    method = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    # The last month whose invoice was reckoned, also where nothing was to be asked for.
    reckoned_for = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unpaid_since"],
                condition=~models.Q(state="good"),
                name="account_owing",
            )
        ]

    def __str__(self) -> str:
        return self.legal_name or self.tenant.name


class Switch(models.Model):
    """From `day` on, the account has this of one thing. Written once, never edited.

    `code` is "plan" or an add-on's code; `offer` the plan's code, "" for add-ons. A row supersedes
    the earlier rows of its code whose day is not before its own: so a stop can be taken back, and
    a trial names the day on which it turns into something to pay for. `version` is that of the
    catalogue whose prices hold.
    """

    class State(models.TextChoices):
        """Only `active` costs a fixed fee; usage counts while it is active or on trial."""

        TRIAL = "trial", _("trial")
        ACTIVE = "active", _("active")
        FREE = "free", _("free of charge")
        PAUSED = "paused", _("paused")
        OFF = "off", _("off")

    class Cycle(models.TextChoices):
        """How often the fixed fee is due."""

        MONTH = "month", _("monthly")
        YEAR = "year", _("yearly")

    account = models.ForeignKey(Account, models.PROTECT, related_name="switches")
    code = models.CharField(max_length=40)
    offer = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=10, choices=State)
    cycle = models.CharField(max_length=5, choices=Cycle, default=Cycle.MONTH)
    version = models.CharField(max_length=20)
    day = models.DateField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True, default="")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["account", "code", "id"], name="switch_of_account")]

    def __str__(self) -> str:
        return f"{self.code} {self.state} from {self.day}"


class VatCheck(models.Model):
    """What a register said of a VAT number, with its receipt. Written once."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="vat_checks")
    vat_id = models.CharField(max_length=20)
    result = models.CharField(max_length=10, choices=Account.Vat)
    name = models.CharField(max_length=300, blank=True, default="")
    consultation = models.CharField(max_length=80, blank=True, default="")
    register = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.vat_id}: {self.result}"
