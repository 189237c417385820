"""What is typed, or scanned, at the door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.ticketing.events.models import Event


class ScanForm(forms.Form):
    """A code and where it is shown."""

    code = forms.CharField(
        label=_("Ticket code or number"),
        max_length=400,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false",
                   "autofocus": True, "enterkeyhint": "go"}
        ),
    )  # fmt: skip
    gate = forms.CharField(
        label=_("This door"),
        max_length=80,
        required=False,
        help_text=_("So that others can see where somebody came in."),
    )
    event = forms.ModelChoiceField(
        label=_("Only for"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=_("Any event"),
    )

    def __init__(self, *args: Any, events: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]
