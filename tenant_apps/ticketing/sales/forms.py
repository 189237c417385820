"""What a buyer types."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
