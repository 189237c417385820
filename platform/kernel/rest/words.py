"""Texts in other languages than a row's own, as the API takes and gives them."""

from collections.abc import Mapping
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kernel.rest.shapes import Shape
from kernel.words import Worded

Language = Literal["en", "es", "fr", "pt"]
Translated = dict[Language, dict[str, str]]
TOLD = "For staff, to whom the fields are in the row's own language; null for everybody else."
TAKEN = "By language. One that is not named stays as it is; an empty text is taken away."


def put_words(row: Worded, given: Mapping[str, Shape]) -> None:
    """Put texts into a row by language. Raises ValidationError for the row's own language."""
    for language, words in given.items():
        if language == row.own_language:
            fault = _("The texts in this language are the fields themselves.")
            raise ValidationError({"translations": fault})
        row.translate(language, {name: text or "" for name, text in words.given().items()})
