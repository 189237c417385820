"""What is typed about an event."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kernel.forms import currency_choices, keep_known, zone_choices
from tenant_apps.ticketing.events.models import Event
from themes.pictures.fields import PictureField
from themes.richtext.fields import RichTextField
from themes.wording import WordsForm


class EventForm(WordsForm):
    """The words of an event, its place, its clock and its currency.

    The clock stays once there are sessions, the currency once there are ticket types: what was
    typed before would mean something else.
    """

    language = forms.ChoiceField(
        label=_("The originals are in"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=_("Who reads another language sees them until they are translated."),
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    description = RichTextField(
        label=_("The story"),
        required=False,
        help_text=_("What it is, who plays, how long. Empty lines make paragraphs."),
    )
    picture = PictureField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 10 MB. Without one we draw a poster from the name."),
    )

    class Meta:
        model = Event
        fields = (
            "name",
            "summary",
            "category",
            "description",
            "language",
            "venue",
            "timezone",
            "currency",
            "picture",
        )
        labels = {
            "name": _("Name"),
            "summary": _("In one sentence"),
            "category": _("Category"),
            "venue": _("Venue"),
        }
        help_texts = {
            "category": _("One word that buyers filter by: Theatre, Jazz, Tour."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["language"] = self.own_language
        for name in ("timezone", "currency"):
            keep_known(self.fields[name], getattr(self.instance, name))
        self.fields["venue"].empty_label = _("To be announced")  # type: ignore[attr-defined]
        if self.instance.pk and self.instance.sessions.exists():
            self.fields["timezone"].disabled = True
            self.fields["timezone"].help_text = _("Stays: there are sessions in this zone.")
        if self.instance.pk and self.instance.ticket_types.exists():
            self.fields["currency"].disabled = True
            self.fields["currency"].help_text = _(
                "There are prices in it. It is changed beside them, until the first order."
            )
