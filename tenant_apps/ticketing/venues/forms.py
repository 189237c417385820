"""What is typed about a venue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms import country_choices, keep_known, zone_choices
from tenant_apps.ticketing.venues.models import Venue
from themes.richtext.fields import RichTextField
from themes.wording import WordsForm


class VenueForm(WordsForm):
    """A place, its address, its clock and its room."""

    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("The clock on its wall. Times of events here are typed and shown in it."),
    )
    capacity = forms.IntegerField(
        label=_("Capacity"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("How many people it holds. New sessions begin with this number."),
    )

    accessibility = RichTextField(
        label=_("Access"),
        required=False,
        max_length=5000,
        help_text=_("Steps, lifts, wheelchair places, hearing loop: what visitors ask."),
    )

    class Meta:
        model = Venue
        fields = (
            "name",
            "address",
            "postcode",
            "city",
            "country",
            "timezone",
            "capacity",
            "accessibility",
        )
        labels = {
            "name": _("Name"),
            "address": _("Street and number"),
            "postcode": _("Postcode"),
            "city": _("Town"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_known(self.fields["timezone"], self.instance.timezone)
