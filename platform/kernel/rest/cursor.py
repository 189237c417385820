"""Pages of a list by cursor: where the last page ended, signed, so a list may grow meanwhile."""

from typing import Annotated, Any, cast

from django.core import signing
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import ConfigDict
from pydantic import Field as Bounds

from kernel.errors import Refusal
from kernel.tenancy import current

MOST = 100


class BadCursor(Refusal):
    """A cursor that we did not write, or wrote for another list."""

    code = "bad_cursor"
    sentence = _("This cursor does not belong to this list.")
    status = 400


class Paging(Schema):
    """Which page of a list. `cursor` is the `next` of the page before."""

    model_config = ConfigDict(extra="ignore")

    cursor: Annotated[str, Bounds(max_length=500)] | None = None
    limit: Annotated[int, Bounds(ge=1, le=MOST)] = 25


class Page[Item](Schema):
    """A page of a list. `next` is the cursor of the page after it; null where the list ends."""

    items: list[Item]
    next: str | None


def cut[Row: Model](
    rows: QuerySet[Row], paging: Paging, *, by: tuple[str, ...]
) -> tuple[list[Row], str | None]:
    """Return the rows of the page asked for, and the cursor of the next one.

    `by` names fields as in `order_by`, all in one direction, the last of them unique: a row that is
    added or taken away between two pages shifts nothing. Raises `BadCursor`.
    """
    scope = f"{current().schema_name}:{rows.model._meta.label_lower}:{','.join(by)}"
    ordered = rows.order_by(*by)
    if paging.cursor is not None:
        ordered = ordered.filter(_after(rows.model, by, _read(paging.cursor, scope, len(by))))
    found = list(ordered[: paging.limit + 1])
    if len(found) <= paging.limit:
        return found, None
    page = found[: paging.limit]
    place = [_plain(getattr(page[-1], name.lstrip("-"))) for name in by]
    return page, signing.Signer(salt=scope).sign_object(place)


def _read(cursor: str, scope: str, length: int) -> list[Any]:
    try:
        place = signing.Signer(salt=scope).unsign_object(cursor)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor() from error
    if not isinstance(place, list) or len(place) != length:
        raise BadCursor()
    return place


def _after(model: type[Model], by: tuple[str, ...], place: list[Any]) -> Q:
    """Rows behind a place: `(a, b) > (x, y)`, written out so that an index is used."""
    behind, level = Q(), Q()
    for name, plain in zip(by, place, strict=True):
        field = name.lstrip("-")
        value = cast(Field, model._meta.get_field(field)).to_python(plain)
        behind |= level & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        level &= Q(**{field: value})
    return behind


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
