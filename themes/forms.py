"""What is chosen about a look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from themes.models import Scheme, font_choices, theme_choices
from themes.services import clean_logo

PICTURES = "image/png,image/jpeg,image/webp"


class BrandForm(forms.Form):
    """Theme, two colours, a typeface, a logo, and the few words around them."""

    theme = forms.ChoiceField(label=_("Theme"), choices=theme_choices, widget=forms.RadioSelect)
    accent = forms.RegexField(
        label=_("First colour"),
        regex=r"^#[0-9a-fA-F]{6}\Z",
        help_text=_("Buttons, links, posters."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    second = forms.RegexField(
        label=_("Second colour"),
        regex=r"^#[0-9a-fA-F]{6}\Z",
        help_text=_("Posters and accents."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    display_font = forms.ChoiceField(label=_("Headline typeface"), choices=font_choices)
    scheme = forms.ChoiceField(label=_("Light or dark"), choices=Scheme.choices, required=False)
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. 960 × 480 pixels are enough."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    tagline = forms.CharField(label=_("One line under the name"), max_length=120, required=False)
    footer = forms.CharField(
        label=_("Text at the foot"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_logo(self) -> object:
        """A picture that we can read; drawn anew when it is saved."""
        logo = self.cleaned_data["logo"]
        if logo:
            clean_logo(logo)
            logo.seek(0)
        return logo
