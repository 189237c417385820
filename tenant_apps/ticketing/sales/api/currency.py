"""The currency of an event by the API: changed together with its prices, until the first order."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from kernel.gate import may
from kernel.rest.shapes import MOST_MONEY, Currency, Id, Shape
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.sales.services import currency

router = Router(tags=["Events"])


class TypePriceIn(Shape):
    """What a ticket type costs, in minor units of the new currency."""

    ticket_type_id: Id
    amount: Annotated[int, Field(ge=0, le=MOST_MONEY)]


class CurrencyChange(Shape):
    """Another currency, and every ticket type's price in it."""

    currency: Currency
    prices: Annotated[list[TypePriceIn], Field(max_length=200)]


class CurrencyOut(Schema):
    """In which currencies an event sells, its own first."""

    currency: str
    currencies: list[str]


@router.put("/events/{event_id}/currency", response=CurrencyOut)
@may("events.edit")
def change_currency(request: HttpRequest, event_id: Id, body: CurrencyChange) -> CurrencyOut:
    """Sell an event in another currency. What buyers have in carts is let go.

    Refused with `currency_locked` once there is an order.
    """
    event = currency.change(
        event=get_object_or_404(Event, pk=event_id),
        currency=body.currency,
        amounts={one.ticket_type_id: one.amount for one in body.prices},
    )
    return CurrencyOut(currency=event.currency, currencies=event.currencies)
