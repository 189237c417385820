"""What can be bought for a session now, and at what price."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from kernel.gate import may
from kernel.rest.askers import permissions_of
from kernel.rest.shapes import Amount, Id
from tenant_apps.ticketing.events.models import Event, Session
from tenant_apps.ticketing.sales import showcase

router = Router(tags=["Programme"])


class OfferOut(Schema):
    """One ticket type as it can be bought for a session now."""

    ticket_type_id: int
    name: str
    description: str
    price: Amount = Field(description="What one ticket costs now, all included.")
    left: int
    at_least: int
    at_most: int
    state: str = Field(
        description="`on_sale`, `few_left`, `sold_out`, `soon`, `ended` or `cancelled`."
    )


@router.get("/sessions/{session_id}/offers", response=list[OfferOut])
@may("anyone")
def list_offers(
    request: HttpRequest,
    session_id: Id,
    access: Annotated[str, Field(max_length=40)] = "",
    currency: Annotated[str, Field(max_length=3)] = "",
) -> list[OfferOut]:
    """List what can be bought for a session now; with `access`, hidden types it opens too.

    Prices are in `currency` if the event sells in it, else in its own.
    """
    seen = Event.objects.seen_with(permissions_of(request))
    sessions = Session.objects.select_related("event").filter(event__in=seen)
    session = get_object_or_404(sessions, pk=session_id)
    found = showcase.offers(session.event, session, access_code=access, currency=currency)
    return [_out(one) for one in found]


def _out(offer: showcase.Offer) -> OfferOut:
    return OfferOut(
        ticket_type_id=offer.ticket_type.pk,
        name=offer.ticket_type.words.name,
        description=offer.ticket_type.words.description,
        price=Amount.of(offer.price, offer.currency),
        left=offer.left,
        at_least=offer.ticket_type.per_order_min,
        at_most=offer.most,
        state=offer.state_word,
    )
