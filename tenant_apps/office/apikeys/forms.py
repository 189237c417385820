"""What is chosen for a key."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# In the order in which a key most likely needs them.
WHAT_IT_MAY = {
    "tickets.scan": _("Check tickets and let people in"),
    "events.view": _("See events, drafts too"),
    "events.edit": _("Change events, sessions, ticket types and venues"),
    "orders.view": _("See orders and tickets"),
    "orders.edit": _("Call off orders that wait for payment"),
    "orders.refund": _("Refund orders"),
    "customers.view": _("See customers"),
    "money.view": _("See money"),
}
LIVES = {"30": _("30 days"), "365": _("A year"), "never": _("Until it is revoked")}


class ApiKeyForm(forms.Form):
    """A new key: what for, what it may, how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Where it will be used: “Scanner, north door”."),
    )
    permissions = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.ChoiceField(
        label=_("How long it lives"), choices=list(LIVES.items()), initial="365"
    )

    def __init__(self, *args: Any, permissions: Collection[str], **kwargs: Any) -> None:
        """Offer only what the maker may do himself."""
        super().__init__(*args, **kwargs)
        offered = [(code, title) for code, title in WHAT_IT_MAY.items() if code in permissions]
        self.fields["permissions"].choices = offered  # type: ignore[attr-defined]

    @property
    def expires_at(self) -> datetime | None:
        """When the key dies, UTC; None: never by itself."""
        days = self.cleaned_data["days"]
        return None if days == "never" else timezone.now() + timedelta(days=int(days))
