"""Words that an organizer writes in more than one language: `event.words.name`.

A row's own columns hold the words in its own language; `translations` holds the others, as
`{"fr": {"name": "…"}}`. What a reader gets is found in the row itself, so it costs no query.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from kernel import tenancy

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def shop_language() -> str:
    """The language of the shop that this thread works for."""
    return tenancy.current().language


class Words:
    """The words of one row as a reader of the active language finds them.

    Each text is looked for in his language (`pt-br`), in its parent (`pt`), in the row's own
    columns, and at last in whatever language has it. "" where nobody has written it.
    """

    __slots__ = ("_language", "_row")

    def __init__(self, row: "Worded", language: str | None) -> None:
        self._row = row
        self._language = language or ""

    def __getattr__(self, name: str) -> str:
        row = self._row
        if name not in row.worded:
            raise AttributeError(f"{type(row).__name__} has no words called {name!r}")
        written = row.translations
        if written:
            for language in (self._language, self._language.partition("-")[0]):
                if text := written.get(language, {}).get(name):
                    return str(text)
        own = str(getattr(row, name) or "")
        if own or not written:
            return own
        return next((str(text) for one in written.values() if (text := one.get(name))), "")


class Worded(models.Model):
    """A row with words in several languages. Subclasses name the columns in `worded`."""

    worded: ClassVar[tuple[str, ...]] = ()

    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def words(self) -> Words:
        """The words for whoever reads now, in the active language."""
        return Words(self, get_language())

    @property
    def own_language(self) -> str:
        """The language of the row's own columns: the shop's, unless the row knows better."""
        return shop_language()

    def words_in(self, language: str) -> dict[str, Any]:
        """What is written in this language and no other, by name; "" where nothing is."""
        if language == self.own_language:
            return {name: getattr(self, name) or "" for name in self.worded}
        written = self.translations.get(language, {})
        return {name: written.get(name, "") for name in self.worded}

    def translate(self, language: str, texts: dict[str, str]) -> None:
        """Put texts into one other language, to be saved by the caller; empty ones are dropped."""
        kept = {**self.words_in(language), **texts}
        kept = {name: text for name, text in kept.items() if text and name in self.worded}
        others = {code: one for code, one in self.translations.items() if code != language}
        self.translations = {**others, language: kept} if kept else others
