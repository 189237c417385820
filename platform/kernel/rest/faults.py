"""What does not fit in a request's fields, in the asker's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# By pydantic's types of error (https://docs.pydantic.dev/latest/errors/validation_errors/).
_SAID = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field."),
    "string_type": _("This must be a text."),
    "string_too_short": _("This is too short: %(min_length)s letters at least."),
    "string_too_long": _("This is too long: %(max_length)s letters at most."),
    "string_pattern_mismatch": _("This does not look as it should."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "float_parsing": _("This must be a number."),
    "bool_parsing": _("This must be true or false."),
    "bool_type": _("This must be true or false."),
    "datetime_parsing": _("This is no moment, such as 2026-05-03T19:30:00Z."),
    "datetime_from_date_parsing": _("This is no moment, such as 2026-05-03T19:30:00Z."),
    "uuid_parsing": _("This is no UUID."),
    "list_type": _("This must be a list."),
    "too_short": _("There are too few: %(min_length)s at least."),
    "too_long": _("There are too many: %(max_length)s at most."),
    "greater_than_equal": _("This must be %(ge)s or more."),
    "greater_than": _("This must be more than %(gt)s."),
    "less_than_equal": _("This must be %(le)s or less."),
    "less_than": _("This must be less than %(lt)s."),
    "literal_error": _("This must be one of %(expected)s."),
    "json_invalid": _("This is no JSON."),
}


def said(fault: Mapping[str, Any]) -> str:
    """Tell one of pydantic's errors; in its own words what we have none for."""
    ours, limits = _SAID.get(fault.get("type", "")), fault.get("ctx") or {}
    if fault.get("type") == "value_error" and "error" in limits:
        return str(limits["error"])
    try:
        return str(ours) % limits if ours else str(fault["msg"])
    except KeyError:
        return str(fault["msg"])
