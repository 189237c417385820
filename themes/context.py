"""What every template may ask about the look."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from themes.current import look


def brand(request: HttpRequest) -> dict[str, object]:
    """`brand`: the look in force, found only when a template reads it."""
    return {"brand": SimpleLazyObject(look)}
