"""The cart by the API. Its id is the right to it: it travels in `X-Cart`, both ways."""

import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Router, Schema

from kernel.gate import may
from kernel.rest.askers import rate_for_strangers
from kernel.rest.shapes import Amount, Currency, Id, Instant, Shape
from tenant_apps.ticketing.inventory.models import Hold
from tenant_apps.ticketing.sales.services import cart as carts

router = Router(tags=["Cart"])
HEADER = "X-Cart"
MOST_TYPES = 50
CartId = Annotated[uuid.UUID | None, Header(alias=HEADER, description="The cart's id.")]
Wanted = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]


class ItemIn(Shape):
    """So many tickets of one type. Zero takes them out."""

    ticket_type_id: Id
    quantity: Wanted


class ItemsIn(Shape):
    """What the cart shall hold for one session; other types and sessions stay as they are."""

    session_id: Id
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=MOST_TYPES)]
    access_code: Annotated[str, Field(max_length=40)] = ""
    currency: Currency | None = Field(
        None, description="One in which the event sells. A cart has only one; unsaid, it stays."
    )


class CurrencyIn(Shape):
    """In which currency the cart shall be paid."""

    currency: Currency


class ItemOut(Schema):
    """So many tickets of one type for one session, at the price they had when they were taken."""

    id: int
    event_id: int
    event_name: str
    session_id: int
    starts_at: Instant
    timezone: str
    ticket_type_id: int
    ticket_type_name: str
    quantity: int
    unit_price: Amount
    total: Amount


class CartOut(Schema):
    """What is kept for a buyer, until `expires_at`."""

    id: uuid.UUID | None = Field(description="Send it as `X-Cart`. Null: there is no cart yet.")
    items: list[ItemOut]
    quantity: int
    total: Amount | None
    expires_at: Instant | None
    is_expired: bool


@router.get("/cart", response=CartOut)
@may("anyone")
def get_cart(request: HttpRequest, response: HttpResponse, x_cart: CartId = None) -> CartOut:
    """Return what is in the cart."""
    return _out(response, x_cart)


@router.post("/cart/items", response=CartOut)
@may("anyone")
@rate_for_strangers("300/minute")
def put_items(
    request: HttpRequest, response: HttpResponse, body: ItemsIn, x_cart: CartId = None
) -> CartOut:
    """Make the cart hold just these numbers for a session. Without `X-Cart` a new one is begun.

    Sending the same again changes nothing. Keep the id that comes back: it may be a new one.
    """
    cart_id = carts.put(
        cart_id=x_cart,
        session_id=body.session_id,
        quantities={one.ticket_type_id: one.quantity for one in body.items},
        access_code=body.access_code,
        currency=body.currency or "",
    )
    return _out(response, cart_id)


@router.put("/cart/currency", response=CartOut)
@may("anyone")
@rate_for_strangers("300/minute")
def switch_currency(
    request: HttpRequest, response: HttpResponse, body: CurrencyIn, x_cart: CartId = None
) -> CartOut:
    """Let all in the cart cost today's prices in another currency in which its events sell."""
    cart_id = x_cart and carts.switch(cart_id=x_cart, currency=body.currency)
    return _out(response, cart_id)


@router.delete("/cart/items/{item_id}", response=CartOut)
@may("anyone")
@rate_for_strangers("300/minute")
def remove_item(
    request: HttpRequest, response: HttpResponse, item_id: Id, x_cart: CartId = None
) -> CartOut:
    """Take one line out and free its places."""
    return _out(response, x_cart and carts.remove(cart_id=x_cart, hold_id=item_id))


@router.delete("/cart", response={204: None})
@may("anyone")
@rate_for_strangers("300/minute")
def clear_cart(request: HttpRequest, x_cart: CartId = None) -> None:
    """Empty the cart and free its places."""
    if x_cart is not None:
        carts.clear(cart_id=x_cart)


def _out(response: HttpResponse, cart_id: uuid.UUID | None) -> CartOut:
    cart = carts.contents(cart_id)
    if cart_id is not None:
        response[HEADER] = str(cart_id)
    return CartOut(
        id=cart_id,
        items=[_item(one) for one in cart.holds],
        quantity=cart.quantity,
        total=Amount.of(cart.total, cart.currency) if cart.holds else None,
        expires_at=cart.expires_at,
        is_expired=cart.is_expired,
    )


def _item(hold: Hold) -> ItemOut:
    event = hold.session.event
    return ItemOut(
        id=hold.pk,
        event_id=event.pk,
        event_name=event.words.name,
        session_id=hold.session_id,
        starts_at=hold.session.starts_at,
        timezone=event.timezone,
        ticket_type_id=hold.ticket_type_id,
        ticket_type_name=hold.ticket_type.words.name,
        quantity=hold.quantity,
        unit_price=Amount.of(hold.unit_price, hold.currency),
        total=Amount.of(hold.unit_price * hold.quantity, hold.currency),
    )
