"""What is typed about an order."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RefundForm(forms.Form):
    """Why money is given back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For your own records; it stands in the order's history."),
    )
