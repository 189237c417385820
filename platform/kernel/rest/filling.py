"""From a shape to a row that is fit to be saved."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model


def fill[Row: Model](row: Row, values: Mapping[str, Any], *, leave: tuple[str, ...] = ()) -> Row:
    """Put values into a row and check all its own rules, constraints included; saves nothing.

    `leave` names fields that a service fills later. Raises Django's ValidationError.
    """
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=leave)
    return row
