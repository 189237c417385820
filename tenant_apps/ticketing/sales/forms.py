"""What a buyer types."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tenant_apps.ticketing.sales.errors import TermsHaveChanged

LONGEST_EMAIL = 254


class CheckoutForm(forms.Form):
    """Who buys, and in test mode the card."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=LONGEST_EMAIL,
        help_text=_("Your tickets are sent there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    terms = forms.BooleanField(label=_("I accept the terms of sale."))
    # What the page showed; a page that is older than the terms is told so.
    terms_version = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, terms_version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms_shown = terms_version
        said = _('I accept the <a href="%(url)s" target="_blank">terms of sale</a>.')
        url = reverse("legal", args=["terms"])
        self.fields["terms"].label = format_html(str(said).replace("%(url)s", "{}"), url)

    def clean(self) -> dict[str, Any]:
        """Nobody has accepted terms that he was not shown."""
        cleaned = super().clean() or {}
        shown = cleaned.get("terms_version")
        if shown is not None and shown != self.terms_shown and "terms" in cleaned:
            self.add_error("terms", str(TermsHaveChanged()))
        return cleaned

    def clean_email(self) -> str:
        """An address that is kept in small letters, of which some alphabets need more."""
        email = str(self.cleaned_data["email"])
        if len(email.lower()) > LONGEST_EMAIL:
            raise forms.ValidationError(_("This address is too long."))
        return email

    def clean_name(self) -> str:
        """A name without control characters, on one line."""
        name = " ".join(self.cleaned_data["name"].split())
        if not name or any(ord(letter) < 32 for letter in name):
            raise forms.ValidationError(_("Please tell us your name."))
        return name


class FindOrderForm(forms.Form):
    """Where to send the link to an order again."""

    email = forms.EmailField(label=_("The e-mail you ordered with"), max_length=LONGEST_EMAIL)
