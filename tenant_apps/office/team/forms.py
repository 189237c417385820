"""What is typed about a team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.roles import TITLES

WHAT_ROLES_MAY = {
    "owner": _("Everything, the team included."),
    "manager": _("Everything but the team."),
    "finance": _("Orders, refunds and money."),
    "support": _("Orders and customers; no refunds."),
    "scanner": _("Lets people in at the door, nothing else."),
}


class InviteForm(forms.Form):
    """Whom to ask to join, and as what."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(code, f"{title}: {WHAT_ROLES_MAY[code]}") for code, title in TITLES.items()],
        initial="support",
    )


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"), choices=list(TITLES.items()))
