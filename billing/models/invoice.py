"""Invoices: numbered without a gap, written once, settled by receipts."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.account import Account


class Number(models.Model):
    """The last number given out in a series (a year). Locked by whoever takes the next one."""

    series = models.CharField(max_length=10, unique=True)
    last = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class Invoice(models.Model):
    """What an account owes for a month, in one currency; a credit note, if it is less than nothing.

    All but `state`, the collector's reference and the next attempt is written once. `month` is its
    first day. Sums are signed minor units; `tax_category` is one of EN 16931 (S, AE, O, …),
    `tax_rate` in basis points. `seller` and `buyer` are the parties as they were on that day.
    `counted_at` is the database's clock when usage was counted.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PAID = "paid", _("paid")
        WRITTEN_OFF = "written_off", _("written off")

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    account = models.ForeignKey(Account, models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INVOICE)
    month = models.DateField()
    currency = models.CharField(max_length=3)
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    total = models.BigIntegerField()
    tax_category = models.CharField(max_length=3)
    tax_rate = models.IntegerField(default=0)
    tax_note = models.CharField(max_length=300, blank=True, default="")
    seller = models.JSONField()
    buyer = models.JSONField()
    language = models.CharField(max_length=8)
    issued_at = models.DateTimeField(default=timezone.now)
    issued_on = models.DateField()
    due_on = models.DateField()
    counted_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    collector = models.CharField(max_length=20)
    collector_ref = models.CharField(max_length=80, blank=True, default="")
    next_attempt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "month", "currency"], name="invoice_once_per_month"
            ),
            CheckConstraint(condition=Q(total=models.F("net") + models.F("tax")),
                            name="invoice_adds_up"),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(state="open"), name="invoice_to_collect"
            ),
            models.Index(fields=["month", "id"], name="invoice_by_month"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_credit(self) -> bool:
        """Whether it gives instead of asking."""
        return self.kind == self.Kind.CREDIT_NOTE


class Line(models.Model):
    """One line of an invoice, as it was written.

    `code`, `what`, `meter` and `period` say what it is for; all lines with the same four, taken
    together, are what we have asked for that thing. `period` is "2026-11", or "Y2026-11-12" for a
    year that began then. Days from `first` to `last`, both counted. `amount` is what counts;
    `quantity` × `unit_price` (minor units) makes it, where one sold by the piece.
    """

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    position = models.IntegerField()
    code = models.CharField(max_length=40)
    what = models.CharField(max_length=20)
    meter = models.CharField(max_length=40, blank=True, default="")
    period = models.CharField(max_length=12)
    first = models.DateField()
    last = models.DateField()
    text = models.CharField(max_length=300)
    quantity = models.BigIntegerField(default=1)
    unit_price = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="line_once"),
        ]
        indexes = [models.Index(fields=["code", "what", "period"], name="line_by_thing")]

    def __str__(self) -> str:
        return self.text


class Receipt(models.Model):
    """Something that happened to what an invoice asks for. Written once.

    `amount` counts towards the invoice's total (0 for a failure); `ref` is the collector's word for
    it, once per invoice and kind; `failure` its code, such as "card_declined".
    """

    class Kind(models.TextChoices):
        PAID = "paid", _("paid")
        FAILED = "failed", _("payment failed")
        SET_OFF = "set_off", _("set off against a credit note")
        WRITTEN_OFF = "written_off", _("written off")

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=12, choices=Kind)
    amount = models.BigIntegerField(default=0)
    method = models.CharField(max_length=80, blank=True, default="")
    failure = models.CharField(max_length=40, blank=True, default="")
    ref = models.CharField(max_length=80)
    by = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "kind", "ref"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} of {self.invoice}"


class Document(models.Model):
    """An invoice as it was sent: the PDF, with the EN 16931 XML inside. Made once."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="document")
    pdf = models.FileField(upload_to="billing/invoices/%Y/%m")
    xml = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.invoice} {self.sha256[:12]}"
