"""What the pages of the platform take."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from shared_apps.accounts.models import User
from shared_apps.control import choices
from shared_apps.tenants.models import Feature, Tenant
from shared_apps.tenants.services import subdomains


class ShopForm(forms.Form):
    """A new shop of somebody who is signed in."""

    organization = forms.CharField(
        label=_("Organization"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    subdomain = forms.CharField(
        label=_("Shop name"),
        max_length=80,
        help_text=_("The address of your shop. Letters, digits and hyphens."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=choices.currencies, initial="EUR")
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.timezones,
        initial="Europe/Madrid",
        widget=forms.Select(attrs={"data-guess": "timezone"}),
    )
    language = forms.ChoiceField(label=_("Language of the shop"), choices=settings.LANGUAGES)

    def clean_subdomain(self) -> str:
        """Say at once what is wrong with the name."""
        try:
            return subdomains.check(self.cleaned_data["subdomain"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal


class SignUpForm(ShopForm):
    """A new shop of somebody new."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        help_text=_("At least ten characters."),
        # Typed again after an error is worse than a page that holds for a moment what was sent.
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )
    field_order = ("organization", "subdomain", "email", "password")

    def clean_email(self) -> str:
        """Send back who is known to the sign-in page."""
        email = str(self.cleaned_data["email"])
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(EMAIL_IS_KNOWN, code="email_known")
        return email

    def clean(self) -> dict[str, Any]:
        """Judge the password beside the e-mail that it must not be like."""
        said = super().clean() or {}
        if password := said.get("password"):
            try:
                validate_password(password, User(email=said.get("email", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said


# Which fields are asked for on which page of the way to a shop.
STEPS: dict[str, tuple[str, ...]] = {
    "house": ("organization", "subdomain", "currency", "language", "timezone"),
    "you": ("email", "password"),
}


class DetailsForm(forms.Form):
    """What a shop is called, who answers for it, and what its events begin with."""

    name = forms.CharField(label=_("Name of the shop"), max_length=150)
    legal_name = forms.CharField(
        label=_("Legal name"),
        max_length=200,
        required=False,
        help_text=_("Who sells the tickets: the company, association or public body."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    address = forms.CharField(
        label=_("Postal address"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    contact_email = forms.EmailField(
        label=_("Contact e-mail"),
        max_length=254,
        required=False,
        help_text=_("Where buyers reach you: in the imprint, and when they answer a mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the shop"),
        choices=settings.LANGUAGES,
        help_text=_("For whom no other is known: a reader’s own language goes first."),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.timezones,
        help_text=_("For new events, and for the hours in your reports. An event keeps its own."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=choices.currencies,
        help_text=_("For new events only. What is on sale or sold keeps its currency."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.initial.get("timezone", "")
        zones: Any = self.fields["timezone"]
        if now and not any(now == code for _region, some in zones.choices for code, _word in some):
            zones.choices = [(now, [(now, now)]), *zones.choices]  # an old name, still good


class AddressForm(forms.Form):
    """Another name in front of ours."""

    subdomain = ShopForm.base_fields["subdomain"]


class ClosingForm(forms.Form):
    """Why an owner closes his shop."""

    reason = forms.CharField(
        label=_("Why do you close it?"),
        max_length=500,
        help_text=_("It stands in the history of your shop."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


EMAIL_IS_KNOWN = _(
    "There is already an account with this e-mail address. Sign in, and open the shop from there."
)


class ReasonForm(forms.Form):
    """A dangerous act, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The organizer reads it in the shop's history."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FeatureForm(ReasonForm):
    """How open a feature is to a tenant."""

    state = forms.ChoiceField(
        label=_("State"),
        # Past due is said by who collects the money, never by hand.
        choices=[one for one in Feature.State.choices if one[0] != Feature.State.PAST_DUE],
    )
    limits = forms.CharField(
        label=_("Limits"),
        required=False,
        max_length=500,
        help_text=_("One on each line, such as: scanners = 5. Empty means without limit."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("state", "limits", "reason")

    def clean_limits(self) -> dict[str, int]:
        """Read the lines; numbers are whole and not negative."""
        limits = {}
        for line in filter(None, map(str.strip, self.cleaned_data["limits"].splitlines())):
            found = LIMIT.fullmatch(line)
            if found is None:
                raise forms.ValidationError(
                    _("“%(line)s” is no limit: write a name, =, and a whole number."),
                    params={"line": line},
                )
            limits[found["name"]] = int(found["number"])
        return limits


LIMIT = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\s*=\s*(?P<number>[0-9]{1,9})")


def limits_as_text(limits: dict[str, int]) -> str:
    """Write limits as the form reads them."""
    return "\n".join(f"{name} = {number}" for name, number in sorted(limits.items()))


class TenantSearch(forms.Form):
    """Which tenants to list."""

    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(required=False, choices=[("", _("All")), *Tenant.State.choices])
    plan = forms.ChoiceField(required=False, choices=choices.plans)
    feature = forms.CharField(required=False, max_length=40)
