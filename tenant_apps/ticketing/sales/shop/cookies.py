"""The cookies of a buyer: one knows his cart by an unguessable id, one his currency."""

import uuid

from django.http import HttpRequest, HttpResponse

from kernel.tenancy import current

NAME = "cart"
KEEP_FOR = 60 * 60 * 6
CURRENCY = "currency"
KEEP_CURRENCY_FOR = 60 * 60 * 24 * 365


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


def currency(request: HttpRequest) -> str:
    """The currency that this buyer has chosen, if this shop may sell in it; else ""."""
    chosen = request.COOKIES.get(CURRENCY, "")
    return chosen if chosen in current().ticket_fees else ""


def write_currency(response: HttpResponse, chosen: str, *, secure: bool) -> None:
    """Remember in which currency a buyer wants to see prices."""
    response.set_cookie(
        CURRENCY, chosen, max_age=KEEP_CURRENCY_FOR, httponly=True, samesite="Lax", secure=secure
    )
