"""What the owner's pages of billing take."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.collectors import sandbox
from billing.spans import after, month_of
from billing.vat import numbers
from billing.vat.rates import is_member, territory
from kernel.forms import country_choices, keep_known
from kernel.moments import day as written


class StopForm(forms.Form):
    """From when on an add-on is off; `end` is the first day that is not paid for any more."""

    when = forms.ChoiceField(label=_("From when on?"), initial="month", widget=forms.RadioSelect)

    def __init__(self, *args: Any, end: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = written(end - timedelta(days=1), "long")
        field: Any = self.fields["when"]
        field.choices = [
            ("month", gettext("After {day}, when the month is over").format(day=last)),
            ("now", gettext("After today, {day}").format(day=written(today, "long"))),
        ]


class DetailsForm(forms.Form):
    """Whom we write our invoices to."""

    legal_name = forms.CharField(
        label=_("Legal name"),
        max_length=200,
        help_text=_("The company, association or public body that pays."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    address = forms.CharField(
        label=_("Postal address"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    vat_id = forms.CharField(
        label=_("VAT number"),
        max_length=20,
        required=False,
        help_text=_("With its country’s letters in front, such as DE123456789. We look it up."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("E-mail address for invoices"),
        max_length=254,
        required=False,
        help_text=_("Bookkeeping, perhaps. If it is empty, we write to the owners of the shop."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language of invoices"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_known(self.fields["country"], self.initial.get("country", ""))

    def clean_vat_id(self) -> str:
        """Without the spaces and dots that people write."""
        said = self.cleaned_data["vat_id"]
        return "".join(one for one in said if one.isascii() and one.isalnum()).upper()

    def clean(self) -> dict[str, Any]:
        """A number of a member state is one of the country that was chosen."""
        said = self.cleaned_data
        if said.get("vat_id") and is_member(said.get("country", "")):
            self._insist_on_number(said["vat_id"], said["country"])
        return said

    def _insist_on_number(self, number: str, country: str) -> None:
        names = dict(country_choices())
        name = names.get(country, country)
        try:
            numbers.read(number, country)
        except ValueError:
            other = numbers.state_of(number)
            if other and other != territory(country):
                said = gettext("This number belongs to {other}, and you have chosen {country}.")
            else:
                said = gettext("This is no VAT number of {country}.")
            self.add_error("vat_id", said.format(country=name, other=names.get(other, other)))


class CouponForm(forms.Form):
    """A code that makes fixed fees smaller."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
        ),
    )


class CardForm(forms.Form):
    """How the demo pays: a number decides what becomes of it."""

    number = forms.ChoiceField(
        label=_("Test number"),
        choices=[
            (sandbox.SUCCEEDS, _("A card that works")),
            (sandbox.DECLINES, _("A card that the bank declines")),
            (sandbox.NO_FUNDS, _("A card without enough money behind it")),
            (sandbox.EXPIRED, _("A card that has expired")),
            (sandbox.ASKS, _("A card whose bank wants a confirmation each time")),
            (sandbox.DEBITS, _("A direct debit that arrives after some days")),
            (sandbox.RETURNS, _("A direct debit that comes back")),
        ],
        widget=forms.RadioSelect,
    )


class MonthForm(forms.Form):
    """Which month to look at: its first day, or today's month."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, today: Any, since: Any, words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month = month_of(today)
        found: list[tuple[str, str]] = []
        while month >= month_of(since) and len(found) < MONTHS:
            found.append((f"{month:%Y-%m}", words(month)))
            month = after(month, -1)
        field: Any = self.fields["month"]
        field.choices = found


MONTHS = 25
