"""From a shape to a row that is fit to be saved."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from kernel.rest.words import put_words
from kernel.words import Worded


def fill[Row: Model](row: Row, values: Mapping[str, Any], *, leave: tuple[str, ...] = ()) -> Row:
    """Put values into a row, texts in other languages too, and check all its rules; saves nothing.

    `leave` names fields that a service fills later. Raises Django's ValidationError.
    """
    for name, value in values.items():
        if name == "translations" and isinstance(row, Worded):
            put_words(row, value or {})
        else:
            setattr(row, name, value)
    row.full_clean(exclude=leave)
    return row
