"""What others told us: one row for each notice, kept."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One event of Stripe's, stored once however often it is sent.

    Ids only: what Stripe's objects hold is personal, belongs to one organizer, and is read there
    when it is needed. `schema_name` is the shop it was announced to, `claimed_schema` the one that
    the object's metadata names. `fact_id` is the id of the announced fact, so that a notice which
    is announced again, after a crash, is announced once.
    """

    class State(models.TextChoices):
        """What became of it."""

        RECEIVED = "received", _("received")
        ANNOUNCED = "announced", _("announced")
        PARKED = "parked", _("no shop is known")
        IGNORED = "ignored", _("not ours")

    event_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=120)
    account = models.CharField(max_length=80, blank=True, default="")
    object_id = models.CharField(max_length=120, blank=True, default="")
    intent_id = models.CharField(max_length=120, blank=True, default="")
    payment_key = models.CharField(max_length=40, blank=True, default="")
    claimed_schema = models.CharField(max_length=63, blank=True, default="")
    schema_name = models.CharField(max_length=63, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    fact_id = models.UUIDField(unique=True, default=uuid.uuid4)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["account"],
                condition=models.Q(state__in=["received", "parked"]),
                name="notice_unannounced",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class MailNotice(models.Model):
    """One report about a mail, stored once however often it is sent.

    Numbers only: no address and none of the words of a mail server. The shop is the one that our
    own stamp in the mail names, whatever else the report says.
    """

    class State(models.TextChoices):
        """What became of it."""

        RECEIVED = "received", _("received")
        ANNOUNCED = "announced", _("announced")
        IGNORED = "ignored", _("not ours")

    source = models.CharField(max_length=20)
    event_id = models.CharField(max_length=120)
    what = models.CharField(max_length=12)
    is_permanent = models.BooleanField(default=False)
    code = models.CharField(max_length=20, blank=True, default="")
    mail_id = models.BigIntegerField(null=True)
    schema_name = models.CharField(max_length=63, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    fact_id = models.UUIDField(unique=True, default=uuid.uuid4)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="mail_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.mail_id}"
