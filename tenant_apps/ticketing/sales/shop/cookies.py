"""The cookie that knows a buyer's cart: an unguessable id, and nothing else."""

import uuid

from django.http import HttpRequest, HttpResponse

NAME = "cart"
KEEP_FOR = 60 * 60 * 6


def read(request: HttpRequest) -> uuid.UUID | None:
    """The cart id that this browser has, if it has a well-formed one."""
    try:
        return uuid.UUID(request.COOKIES.get(NAME, ""))
    except ValueError:
        return None


def write(response: HttpResponse, cart_id: uuid.UUID, *, secure: bool) -> None:
    """Remember a cart in the browser."""
    response.set_cookie(
        NAME, str(cart_id), max_age=KEEP_FOR, httponly=True, samesite="Lax", secure=secure
    )


def forget(response: HttpResponse) -> None:
    """Let the browser forget its cart."""
    response.delete_cookie(NAME, samesite="Lax")
