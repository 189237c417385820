"""Every mail on record, what became of it, who gets none any more, and from whom they come."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 254


class Purpose(models.TextChoices):
    """What a mail is for, which decides who may stop it."""

    TRANSACTIONAL = "transactional", _("belongs to an order or an account")
    FEEDBACK = "feedback", _("asks for an opinion")
    MARKETING = "marketing", _("advertises")


class MailQuerySet(models.QuerySet):
    """Sets of mails."""

    def about(self, **ids: int) -> "MailQuerySet":
        """Those that are about a thing: `about(order_id=7)`."""
        return self.filter(about__contains=ids)

    def search(self, text: str) -> "MailQuerySet":
        """Those to an address that begins so, or about this order. Empty text finds all."""
        text = text.strip()
        if not text:
            return self
        return self.filter(Q(to__startswith=text.lower()) | Q(reference=text.upper()))


class Mail(models.Model):
    """One mail to one person. `key` is the same for the same mail, so that it goes out once.

    The bodies are kept for a while, then dropped; those of a secret kind, with a link in them that
    lets somebody in, only until they are sent. `about` are numbers of what it is about
    ({"order_id": 7}) and `reference` what people call it ("K7P2XQ"); no row points elsewhere.
    """

    class State(models.TextChoices):
        """What became of it."""

        QUEUED = "queued", _("On its way")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Returned")
        COMPLAINED = "complained", _("Marked as spam")
        SUPPRESSED = "suppressed", _("Held back")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    purpose = models.CharField(max_length=13, choices=Purpose, default=Purpose.TRANSACTIONAL)
    to = models.CharField(_("to"), max_length=LONGEST_ADDRESS)
    subject = models.CharField(_("subject"), max_length=400)
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    sender = models.CharField(max_length=400, blank=True, default="")
    message_id = models.CharField(max_length=120, blank=True, default="")
    about = models.JSONField(default=dict, blank=True)
    reference = models.CharField(max_length=60, blank=True, default="")
    again_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repetitions"
    )
    is_test = models.BooleanField(default=False)
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    bodies_dropped_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="mail_once")]
        indexes = [
            models.Index(fields=["to"], name="mail_to", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["state", "-id"], name="mail_by_state"),
            models.Index(fields=["kind", "-id"], name="mail_by_kind"),
            GinIndex(fields=["about"], name="mail_about", opclasses=["jsonb_path_ops"]),
            models.Index(
                fields=["made_at"], condition=Q(bodies_dropped_at=None), name="mail_with_bodies"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def has_bodies(self) -> bool:
        """Whether what was written can still be read."""
        return self.bodies_dropped_at is None


class Enclosed(models.Model):
    """A file that goes with a mail. Its content is dropped once it is sent; the name stays."""

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200)
    mimetype = models.CharField(max_length=100)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="enclosed_size_not_negative")
        ]

    def __str__(self) -> str:
        return self.name


class Trace(models.Model):
    """One thing that became of a mail. Appended, never changed. `detail` is a code, not a name."""

    class What(models.TextChoices):
        """What happened."""

        QUEUED = "queued", _("Written and put on its way")
        SENT = "sent", _("Handed to the mail server")
        DEFERRED = "deferred", _("Not taken yet; it is tried again")
        FAILED = "failed", _("Refused by the mail server for good")
        DELIVERED = "delivered", _("Arrived in the mailbox")
        DELAYED = "delayed", _("The other side did not take it for now")
        BOUNCED = "bounced", _("Returned: it cannot be delivered")
        COMPLAINED = "complained", _("Marked as spam by who received it")
        SUPPRESSED = "suppressed", _("Held back")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed by a link in this mail")
        ASKED_AGAIN = "asked_again", _("Asked for once more from backstage")
        NOTHING_LEFT = "nothing_left", _("Not sent once more: it no longer applies")
        DROPPED = "dropped", _("Text dropped, as its time had come")

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="traces")
    what = models.CharField(max_length=12, choices=What)
    detail = models.CharField(max_length=300, blank=True, default="")
    actor = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.what} {self.mail_id}"


class StopQuerySet(models.QuerySet):
    """Sets of stops."""

    def standing(self) -> "StopQuerySet":
        """Those that were not lifted."""
        return self.filter(lifted_at=None)


class Stop(models.Model):
    """An address that gets no mail any more, or none of one purpose ("" is all of them).

    Lifting one leaves it on record, with who did it and why.
    """

    class Reason(models.TextChoices):
        """Why."""

        BOUNCED = "bounced", _("Mail was returned")
        COMPLAINED = "complained", _("Marked as spam")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        MANUAL = "manual", _("Entered by hand")

    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS)
    purpose = models.CharField(max_length=13, choices=Purpose, blank=True, default="")
    reason = models.CharField(max_length=12, choices=Reason)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=200, blank=True, default="")
    lifted_because = models.CharField(max_length=300, blank=True, default="")

    objects = StopQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "purpose", "reason"],
                condition=Q(lifted_at=None),
                name="stop_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.pk}"


class Sender(models.Model):
    """From whom the mails of this shop come. One row in a schema, made on the first save.

    Without a verified domain they come from the platform's address, in the shop's name. The
    private key is sealed (`kernel.crypto`); `found` is what the last look at DNS found.
    """

    class State(models.TextChoices):
        """May mails come from the shop's own domain?"""

        NONE = "none", _("No domain of your own")
        PENDING = "pending", _("Waiting for DNS")
        VERIFIED = "verified", _("In use")
        LOST = "lost", _("DNS records lost")

    reply_to = models.EmailField(_("answers go to"), blank=True, default="")
    domain = models.CharField(_("domain"), max_length=200, blank=True, default="")
    mailbox = models.CharField(_("before the @"), max_length=64, blank=True, default="tickets")
    selector = models.CharField(max_length=40, blank=True, default="")
    sealed_key = models.TextField(blank=True, default="")
    public_key = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=State, default=State.NONE)
    found: Any = models.JSONField(default=list, blank=True)
    misses = models.IntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(misses__gte=0), name="sender_misses_not_negative"),
            models.CheckConstraint(
                condition=~Q(state="verified") | (~Q(domain="") & ~Q(sealed_key="")),
                name="sender_verified_has_domain",
            ),
        ]

    def __str__(self) -> str:
        return self.domain or settings.PLATFORM_HOST

    @property
    def address(self) -> str:
        """The address on the shop's own domain, used once that is verified."""
        return f"{self.mailbox}@{self.domain}"
