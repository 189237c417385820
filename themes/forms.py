"""What is chosen about a look, section by section. Each form gives fields of `themes.said`."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes.models import Scheme, font_choices, text_font_choices, theme_choices
from themes.pictures.fields import PictureField
from themes.said import FIELDS, LANGUAGES, TEXTS, Said
from themes.services.logos import clean_logo, keep_icon, keep_logo
from themes.tongues import Tongue, tongue
from themes.wording import Row, Tab

PICTURES = "image/png,image/jpeg,image/webp"


class Section(forms.Form):
    """A part of the brand. `own` is the shop's language, `offered` are those it is offered in.

    `only` are the fields that were touched, where a page sends no more than these.
    """

    texts: tuple[str, ...] = ()
    hints: Mapping[str, Promise] = {}
    rows_of: Mapping[str, int] = {}

    def __init__(
        self, *args: Any, own: str, offered: tuple[str, ...], only: set[str] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own_language = own
        self.others = [code for code in LANGUAGES if code in offered and code != own]
        for name in self.texts:
            for code in (own, *self.others):
                self.fields[f"{name}_{code}"] = self._text(name, code)
        if only is not None:
            for name in set(self.fields) - only:
                del self.fields[name]

    def _text(self, name: str, code: str) -> forms.CharField:
        label: Any
        label, longest = TEXTS[name]
        attrs = {"lang": tongue(code).tag}
        widget: forms.Widget = forms.TextInput(attrs=attrs)
        if name in self.rows_of:
            widget = forms.Textarea(attrs={**attrs, "rows": self.rows_of[name]})
        hint: Any = self.hints.get(name, "") if code == self.own_language else ""
        return forms.CharField(
            label=label, max_length=longest, required=False, widget=widget, help_text=hint
        )

    def clean(self) -> dict[str, Any]:
        """By the same rules that a brand is kept by."""
        said = super().clean() or {}
        for name in [one for one in said if one in FIELDS and one in self.fields]:
            try:
                FIELDS[name].clean(self.as_said(name, said[name]))
            except ValidationError as fault:
                self.add_error(name, fault)
        return said

    def as_said(self, name: str, value: Any) -> Any:
        """A cleaned value as a brand keeps it."""
        return value

    def words(self) -> Said:
        """What was chosen, as fields of a brand; files are stored. After `is_valid()`."""
        said = self.cleaned_data
        return {name: self.as_said(name, said[name]) for name in said if name in FIELDS}

    @property
    def own_tongue(self) -> Tongue:
        """The language of the shop."""
        return tongue(self.own_language)

    @property
    def tabs(self) -> list[Tab]:
        """The other languages, each with what it lacks."""
        asked = self.data.get("words-tab") if self.is_bound else None
        tabs = [self._tab(code) for code in self.others]
        opened = next((one for one in tabs if one.has_fault), None)
        opened = opened or next((one for one in tabs if one.tongue.code == asked), None)
        for tab in tabs:
            tab.is_open = tab is (opened or tabs[0])
        return tabs

    def _tab(self, code: str) -> Tab:
        wanted = [name for name in self.texts if self[f"{name}_{self.own_language}"].value()]
        written = sum(bool(self[f"{name}_{code}"].value()) for name in wanted)
        faults = any(self[f"{name}_{code}"].errors for name in self.texts)
        return Tab(tongue(code), written, len(wanted), faults)

    def rows(self) -> Iterator[Row]:
        """Each text in the shop's language, with its twins."""
        for name in self.texts:
            twins = [(tongue(code), self[f"{name}_{code}"]) for code in self.others]
            yield Row(self[f"{name}_{self.own_language}"], twins)


class LookForm(Section):
    """Theme, colours, typefaces."""

    theme = forms.ChoiceField(label=_("Theme"), choices=theme_choices, widget=forms.RadioSelect)
    scheme = forms.ChoiceField(label=_("Light or dark"), choices=Scheme.choices, required=False)
    accent = forms.CharField(
        label=_("First colour"),
        help_text=_("Buttons, links, posters."),
        widget=forms.TextInput(attrs={"pattern": "#[0-9a-fA-F]{6}", "spellcheck": "false"}),
    )
    second = forms.CharField(
        label=_("Second colour"),
        help_text=_("Posters and accents."),
        widget=forms.TextInput(attrs={"pattern": "#[0-9a-fA-F]{6}", "spellcheck": "false"}),
    )
    display_font = forms.ChoiceField(
        label=_("Headline typeface"), choices=font_choices, help_text=_("For headlines.")
    )
    text_font = forms.ChoiceField(
        label=_("Text typeface"), choices=text_font_choices, help_text=_("For everything else.")
    )


class LogoForm(Section):
    """Logo, logo on dark ground, icon."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. 960 × 480 pixels are enough."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    logo_dark = forms.FileField(
        label=_("Logo on dark ground"),
        required=False,
        help_text=_("Where the shop is dark and the usual logo cannot be seen."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    remove_logo_dark = forms.BooleanField(label=_("Remove the logo for dark"), required=False)
    icon = forms.FileField(
        label=_("Icon"),
        required=False,
        help_text=_("A square of 512 pixels. Without one it is made of the logo, or the initial."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    remove_icon = forms.BooleanField(label=_("Remove the icon"), required=False)

    def clean(self) -> dict[str, Any]:
        """Pictures that we can read; drawn anew when they are stored."""
        said = forms.Form.clean(self) or {}
        for name in ("logo", "logo_dark", "icon"):
            if upload := said.get(name):
                try:
                    clean_logo(upload)
                    upload.seek(0)
                except ValidationError as fault:
                    self.add_error(name, fault)
        return said

    def words(self) -> Said:
        """The paths of what was stored; "" for what is removed."""
        words: Said = {}
        for name, keep in (("logo", keep_logo), ("logo_dark", keep_logo), ("icon", keep_icon)):
            if upload := self.cleaned_data.get(name):
                words[name] = keep(upload)
            elif self.cleaned_data.get(f"remove_{name}"):
                words[name] = ""
        return words


class FrontForm(Section):
    """The head of the front page."""

    texts = ("hero_headline", "hero_sentence")
    rows_of = {"hero_sentence": 2}

    hero_picture = PictureField(
        label=_("Picture"), shapes=("free", "wide", "poster"), required=False, smallest=600
    )

    def as_said(self, name: str, value: Any) -> Any:
        """A picture by its number."""
        if name == "hero_picture":
            return value.pk if value else 0
        return value


class WordsForm(Section):
    """The few words around everything, and where else the shop can be found."""

    texts = ("tagline", "footer")
    rows_of = {"footer": 3}
    hints = {"footer": _("How to reach you. The imprint has a page of its own: Legal.")}

    links = forms.CharField(
        label=_("Links"),
        required=False,
        help_text=_("Your pages elsewhere, one address a line: https://www.instagram.com/…"),
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "url", "spellcheck": "false"}),
    )

    def as_said(self, name: str, value: Any) -> Any:
        """Links as a list."""
        return value.splitlines() if name == "links" else value


class LanguagesForm(Section):
    """The languages that buyers may choose."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the shop"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The shop's own language is always among them."),
    )

    def as_said(self, name: str, value: Any) -> Any:
        """With the shop's own."""
        return [*value, self.own_language] if name == "languages" else value


class MailForm(Section):
    """What stands at the foot of mails."""

    texts = ("mail_footer",)
    rows_of = {"mail_footer": 4}
    hints = {
        "mail_footer": _(
            "Your name and postal address. The law asks for them in every mail that advertises."
        )
    }


SECTIONS: dict[str, type[Section]] = {
    "look": LookForm,
    "logo": LogoForm,
    "front": FrontForm,
    "words": WordsForm,
    "languages": LanguagesForm,
    "mail": MailForm,
}


def initial_of(shown: Mapping[str, Any], own: str) -> dict[str, Any]:
    """What stands in the fields when a form is opened."""
    files = {"logo": None, "logo_dark": None, "icon": None}  # sent anew, or not at all
    return {
        **shown,
        **files,
        "links": "\n".join(shown.get("links", [])),
        "languages": shown.get("languages") or list(LANGUAGES),
    }
