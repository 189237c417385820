"""What the question's page takes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.addons.surveys.nps import SCORES
from tenant_apps.addons.surveys.services.replies import LONGEST_COMMENT


class AnswerForm(forms.Form):
    """A number from 0 to 10, and why."""

    score = forms.TypedChoiceField(
        label=_("Your answer"),
        coerce=int,
        choices=[(score, str(score)) for score in SCORES],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a number from 0 to 10."),
            "invalid_choice": _("Choose a number from 0 to 10."),
        },
    )
    comment = forms.CharField(
        label=_("What was the reason?"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
