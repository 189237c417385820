"""Forms for what is written in several languages, side by side: `{% words form %}` draws them.

    class EventForm(WordsForm):
        worded = ("name", "summary", "description")      # those of the model, unless named

A field `name` gets a twin `name_fr` for every other language that the shop offers; the twins are of
the same kind, never required, and are kept in `translations` (`kernel.words`). All of them are on
the page and are sent together, so what was typed in one language is not lost by looking at another.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.words import LANGUAGES, Worded
from themes.current import look
from themes.tongues import Tongue, tongue


class WordsForm(forms.ModelForm):
    """A form of a `Worded` model, with a twin of each worded field for each other language."""

    worded: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worded = tuple(name for name in self.worded or self.row.worded if name in self.fields)
        self.own_language = self.row.own_language
        for language in self.other_languages():
            written = self.row.words_in(language)
            for name in self.worded:
                twin = copy.deepcopy(self.fields[name])
                twin.required = False
                twin.widget.is_required = False
                twin.widget.attrs = {**twin.widget.attrs, "lang": tongue(language).tag}
                self.fields[f"{name}_{language}"] = twin
                self.initial.setdefault(f"{name}_{language}", written[name])

    @property
    def row(self) -> Worded:
        """The row that is edited."""
        return cast(Worded, self.instance)

    def other_languages(self) -> list[str]:
        """Those the shop offers and those that something is written in, without the row's own."""
        offered = {*getattr(look(), "languages", LANGUAGES), *self.row.translations}
        return [one for one in LANGUAGES if one in offered and one != self.row.own_language]

    def clean(self) -> dict[str, Any]:
        """The row's own language can be another one only while nothing is written in that."""
        said = super().clean() or {}
        language = said.get("language")
        if language and language != self.own_language and self._typed(said, language):
            fault = _("Some of these texts are written in %(language)s already: empty those first.")
            self.add_error("language", fault % {"language": tongue(language).name})
        return said

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for language in LANGUAGES:
            if language == self.row.own_language:
                self.row.translate(language, dict.fromkeys(self.row.worded, ""))
            elif typed := self._typed(self.cleaned_data, language):
                self.row.translate(language, typed)
            elif f"{self.worded[0]}_{language}" in self.fields:
                self.row.translate(language, dict.fromkeys(self.worded, ""))

    def _typed(self, said: dict[str, Any], language: str) -> dict[str, str]:
        texts = {name: str(said.get(f"{name}_{language}") or "") for name in self.worded}
        return texts if any(texts.values()) else {}

    @property
    def tabs(self) -> "list[Tab]":
        """The other languages, each with what it lacks; one with a fault is opened first."""
        languages = self.other_languages()
        tabs = [Tab(tongue(one), *self._progress(one), self._has_fault(one)) for one in languages]
        chosen = next((one for one in tabs if one.has_fault), None)
        asked = self.data.get("words-tab") if self.is_bound else None
        chosen = chosen or next((one for one in tabs if one.tongue.code == asked), None)
        for tab in tabs:
            tab.is_open = tab is (chosen or tabs[0])
        return tabs

    def _progress(self, language: str) -> tuple[int, int]:
        wanted = [name for name in self.worded if self[name].value()]
        return sum(bool(self[f"{name}_{language}"].value()) for name in wanted), len(wanted)

    def _has_fault(self, language: str) -> bool:
        return any(self[f"{name}_{language}"].errors for name in self.worded)

    def rows(self) -> "Iterator[Row]":
        """Each worded field with its twins."""
        for name in self.worded:
            twins = [(tongue(one), self[f"{name}_{one}"]) for one in self.other_languages()]
            yield Row(self[name], twins)

    @property
    def own_tongue(self) -> Tongue:
        """The language of the row's own texts."""
        return tongue(self.own_language)


@dataclass
class Tab:
    """One other language: how many of the wanted texts are written in it."""

    tongue: Tongue
    written: int
    wanted: int
    has_fault: bool
    is_open: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.written == self.wanted

    @property
    def progress(self) -> str:
        """What is written, in words."""
        said = ngettext(
            "%(written)s of %(wanted)s text", "%(written)s of %(wanted)s texts", self.wanted
        )
        return said % {"written": self.written, "wanted": self.wanted}


@dataclass(frozen=True)
class Row:
    """One field in its own language, and its twins in the others."""

    own: BoundField
    twins: list[tuple[Tongue, BoundField]]
