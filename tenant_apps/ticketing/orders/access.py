"""Who may see an order by the API: staff, and whoever has its key."""

from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare
from ninja import Field, Header, Query

from kernel.rest.askers import permissions_of
from tenant_apps.ticketing.orders.models import Order

Reference = Annotated[str, Field(pattern="^[0-9A-Za-z]{1,12}$")]
Secret = Annotated[str, Field(max_length=64)]
KeyInHeader = Annotated[Secret | None, Header(alias="X-Order-Key", description="The order's key.")]
KeyInQuery = Annotated[Secret | None, Query(alias="key", description="The same, for links.")]


def order_for(
    request: HttpRequest, *, key: str | None, permission: str = "orders.view", **which: object
) -> Order:
    """Return the order that `which` names, to staff with the permission or with its key.

    Raises `Http404` alike for an order that is not there and for one that is not the asker's.
    """
    order = Order.objects.filter(**which).first()
    if order is None:
        raise Http404
    if permission in permissions_of(request) or (key and opens(order, key)):
        return order
    raise Http404


def opens(order: Order, key: str) -> bool:
    """Whether this is the order's key."""
    return constant_time_compare(order.key, key)
