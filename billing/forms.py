"""What is asked of the money page."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 3700  # days: ten years and a little
EARLIEST = date(2000, 1, 1)
LATEST = date(2199, 12, 31)


class PeriodForm(forms.Form):
    """From which day to which, both counted; and what a line of the statement is."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
    by = forms.ChoiceField(
        label=_("A line for each"),
        choices=[("event", _("Event")), ("day", _("Day")), ("month", _("Month"))],
    )

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning, nor out of reach."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        for name, day in (("first", first), ("last", last)):
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("This year is out of reach."))
        if first and last and last < first:
            self.add_error("last", _("This is before the beginning."))
        elif first and last and (last - first).days > LONGEST:
            self.add_error("last", _("Ten years at a time, please."))
        return said
