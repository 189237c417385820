"""What our staff types on the pages of billing."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.catalogue import catalogue
from billing.models import Account, Invoice, Switch
from billing.reckoning import PLAN
from kernel.currencies import CURRENCIES
from kernel.money import Money

DAY = {"type": "date"}
EARLIEST, LATEST = date(2020, 1, 1), date(2199, 12, 31)


class PeriodForm(forms.Form):
    """Days from the first to the last, both counted."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """A period has its end after its beginning."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and not EARLIEST <= first <= last <= LATEST:
            self.add_error("last", _("Choose a day that is not before the first one."))
        return said


class InvoiceSearch(forms.Form):
    """Which invoices to list; what does not fit is not searched for."""

    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(
        required=False, choices=[("", ""), ("failed", ""), *Invoice.State.choices]
    )
    month = forms.DateField(required=False, input_formats=["%Y-%m"])
    currency = forms.CharField(required=False, max_length=3)


class ReasonForm(forms.Form):
    """Something that is done for good, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It stays on record beside your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WriteOffForm(forms.Form):
    """Why we give up a sum: short, since it stands on the receipt."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=50,
        help_text=_("A few words: they stand on the receipt beside your name."),
    )


class SwitchForm(ReasonForm):
    """What an account has of an add-on from today on."""

    state = forms.ChoiceField(
        label=_("From today on"),
        choices=[
            ("active", _("On, at the monthly price")),
            ("free", _("On, free of charge")),
            ("trial", _("On trial for fourteen days, then off")),
            ("paused", _("Paused: nothing new begins, nothing is charged")),
            ("off", _("Off")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("state", "reason")


class PlanForm(ReasonForm):
    """Another plan for an account."""

    offer = forms.ChoiceField(label=_("Plan"), widget=forms.RadioSelect)
    cycle = forms.ChoiceField(
        label=_("Paid"), choices=Switch.Cycle.choices, widget=forms.RadioSelect, initial="month"
    )
    field_order = ("offer", "cycle", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers: Any = self.fields["offer"]
        offers.choices = [(one.code, one.name) for one in catalogue().plans]


class AdjustmentForm(ReasonForm):
    """A sum on the next invoice."""

    way = forms.ChoiceField(
        label=_("What it does"),
        choices=[("credit", _("A credit: the invoice gets smaller")),
                 ("charge", _("A charge: the invoice gets larger"))],
        initial="credit",
        widget=forms.RadioSelect,
    )  # fmt: skip
    amount = forms.CharField(label=_("Sum, without VAT"), max_length=20)
    currency = forms.ChoiceField(label=_("Currency"))
    text = forms.CharField(
        label=_("On the invoice"),
        max_length=200,
        help_text=_("The organizer reads these words beside the sum."),
    )
    field_order = ("way", "amount", "currency", "text", "reason")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        billed = [account.currency, *(c for c in catalogue().currencies if c != account.currency)]
        currencies: Any = self.fields["currency"]
        currencies.choices = [(code, code) for code in billed]
        currencies.initial = account.currency
        currencies.help_text = _(
            "Pays in %(currency)s. A sum in another currency becomes an invoice of its own."
        ) % {"currency": account.currency}

    def clean(self) -> dict[str, Any]:
        """Read the sum in its currency: `minor` is signed minor units."""
        said = super().clean() or {}
        currency = said.get("currency", "")
        if "amount" in said and currency in CURRENCIES:
            try:
                money = Money.parse(said["amount"].strip().replace(",", "."), currency)
            except ValueError:
                self.add_error("amount", _("Write a sum such as 12.50."))
            else:
                if money.amount <= 0:
                    self.add_error("amount", _("Write it without a sign, above zero."))
                said["minor"] = -money.amount if said.get("way") == "credit" else money.amount
        return said


class CouponForm(forms.Form):
    """A new coupon."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("3 to 40 letters, digits and hyphens, easy to read to somebody."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    percent = forms.IntegerField(label=_("Percent off"), min_value=1, max_value=100)
    months = forms.IntegerField(
        label=_("For how many months"),
        min_value=1,
        max_value=36,
        help_text=_("Counted from the month in which an account uses it."),
    )
    good_until = forms.DateField(
        label=_("Can be used until"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    most = forms.IntegerField(
        label=_("By how many accounts"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Empty: by all who know it, each once."),
    )
    codes = forms.MultipleChoiceField(
        label=_("Good for"),
        required=False,
        help_text=_("None ticked: for all fixed fees. Usage and shares are never discounted."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes: Any = self.fields["codes"]
        codes.choices = [(PLAN, _("Plans"))] + [
            (one.code, one.title) for one in catalogue().addons if one.is_built
        ]


class GiveForm(forms.Form):
    """A coupon for one account."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )


class NoteForm(forms.Form):
    """What a difference was."""

    note = forms.CharField(
        label=_("What it was"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
