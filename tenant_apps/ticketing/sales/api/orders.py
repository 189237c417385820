"""Orders by the API: bought by strangers with a cart, looked after by staff."""

from typing import Annotated, Literal

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Field, Header, Query, Router, Status

from kernel import tenancy
from kernel.gate import may
from kernel.idempotency.keys import idempotent
from kernel.rest.askers import rate_for_strangers
from kernel.rest.cursor import Page, Paging, cut
from kernel.rest.shapes import Id, Instant, text
from tenant_apps.ticketing.orders.access import KeyInHeader, KeyInQuery, Reference, order_for
from tenant_apps.ticketing.orders.models import Order, OrderLine
from tenant_apps.ticketing.payments.gateways import sandbox
from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.sales.api.cart import CartId
from tenant_apps.ticketing.sales.errors import CartIsEmpty, NoGateway
from tenant_apps.ticketing.sales.schemas import (
    Card,
    CheckoutIn,
    OrderOut,
    PlacedOut,
    RefundIn,
    order_fields,
)
from tenant_apps.ticketing.sales.services import checkout, expiry, refunds, settlement

router = Router(tags=["Orders"])
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="A text of your own, one for each thing you want done: sending the same "
        "request with the same key again does nothing and returns the first answer.",
    ),
]


class OrderFilter(Paging):
    """Which orders."""

    q: Annotated[str, text(100)] = Field("", description="Reference, e-mail, or words of a name.")
    status: Literal["pending", "paid", "expired", "cancelled", "refunded"] | None = None
    event_id: Id | None = None
    placed_from: Instant | None = None
    placed_until: Instant | None = None


@router.post("/orders", response={201: PlacedOut})
@may("anyone")
@rate_for_strangers("60/minute")
@idempotent
def create_order(
    request: HttpRequest,
    body: CheckoutIn,
    idempotency_key: IdempotencyKey,
    x_cart: CartId = None,
) -> Status:
    """Make an order of the cart. With a sandbox card it is paid at once; else look at `payment`.

    The same cart never makes two orders.
    """
    if x_cart is None:
        raise CartIsEmpty
    buyer = checkout.Buyer(
        email=body.email,
        name=body.name,
        language=get_language() or "en",
        terms_version=body.terms_version,
    )
    order, payment = checkout.place(cart_id=x_cart, buyer=buyer)
    if payment is not None and order.status == Order.Status.PENDING:
        order, payment = _begin_to_pay(order, payment, body.card)
    return Status(201, _placed(request, order))


@router.post("/orders/{reference}/payment", response=PlacedOut)
@may("anyone")
@rate_for_strangers("60/minute")
@idempotent
def pay_order(
    request: HttpRequest,
    reference: Reference,
    body: Card,
    idempotency_key: IdempotencyKey,
    x_order_key: KeyInHeader = None,
) -> PlacedOut:
    """Present another test card for an order that waits for its payment. With the order's key."""
    order = _own(request, reference, x_order_key)
    _begin_to_pay(order, checkout.payable(order=order), body)
    return _placed(request, order)


@router.get("/orders", response=Page[OrderOut])
@may("orders.view")
def list_orders(request: HttpRequest, asked: Query[OrderFilter]) -> Page[OrderOut]:
    """List orders, the newest first."""
    rows, after = cut(_filtered(asked), asked, by=("-placed_at", "-id"))
    return Page[OrderOut](items=_out(rows), next=after)


@router.get("/orders/{reference}", response=OrderOut)
@may("anyone")
def get_order(
    request: HttpRequest,
    reference: Reference,
    x_order_key: KeyInHeader = None,
    key: KeyInQuery = None,
) -> OrderOut:
    """Return one order. For staff, and with the order's key."""
    order = order_for(request, key=x_order_key or key, reference=reference.upper())
    return _one(order)


@router.post("/orders/{reference}/cancel", response=OrderOut)
@may("anyone")
@idempotent
def cancel_order(
    request: HttpRequest, reference: Reference, x_order_key: KeyInHeader = None
) -> OrderOut:
    """Call off an order that was not paid; its places are free. For staff, and with its key."""
    order = order_for(
        request, key=x_order_key, permission="orders.edit", reference=reference.upper()
    )
    return _one(expiry.cancel(order=order))


@router.post("/orders/{reference}/refund", response=OrderOut)
@may("orders.refund")
@idempotent
def refund_order(
    request: HttpRequest, reference: Reference, body: RefundIn, idempotency_key: IdempotencyKey
) -> OrderOut:
    """Refund a paid order in full: its tickets are void and its places free at once."""
    order = order_for(request, key=None, permission="orders.refund", reference=reference.upper())
    refunds.refund(order=order, reason=body.reason)
    return _one(order)


def _own(request: HttpRequest, reference: str, key: str | None) -> Order:
    return order_for(request, key=key, permission="orders.edit", reference=reference.upper())


def _begin_to_pay(order: Order, payment: Payment, card: Card | None) -> tuple[Order, Payment]:
    """Present the card where there is one to present; open the payment where that is needed."""
    if payment.gateway == "sandbox":
        if card is not None and payment.is_open:
            reading = sandbox.present_card(payment=payment, number=card.number)
            order = settlement.settle(payment=payment, reading=reading)
        return order, payment
    if card is not None:
        raise NoGateway(_("This shop takes real money: pay with the payment's client secret."))
    checkout.open_payment(order=order, payment=payment)
    return order, payment


def _filtered(asked: OrderFilter) -> QuerySet[Order]:
    orders = Order.objects.search(asked.q)
    if asked.status:
        orders = orders.filter(status=asked.status)
    if asked.event_id:
        orders = orders.for_event(asked.event_id)
    if asked.placed_from:
        orders = orders.filter(placed_at__gte=asked.placed_from)
    if asked.placed_until:
        orders = orders.filter(placed_at__lt=asked.placed_until)
    return orders


def _placed(request: HttpRequest, order: Order) -> PlacedOut:
    order = Order.objects.get(pk=order.pk)
    shown = _one(order)
    pay_url = None
    if order.status == Order.Status.PENDING and shown.payment:
        pay_url = request.build_absolute_uri(reverse("sales:pay", args=[shown.payment.key]))
    return PlacedOut(
        **dict(shown),
        key=order.key,
        url=request.build_absolute_uri(order.get_absolute_url()),
        pay_url=pay_url,
    )


def _one(order: Order) -> OrderOut:
    return _out(list(Order.objects.filter(pk=order.pk)))[0]


def _out(orders: list[Order]) -> list[OrderOut]:
    """Orders with lines, payments and refunds: three queries, however many there are."""
    references = [one.reference for one in orders]
    zone = tenancy.current().timezone
    lines = OrderLine.objects.select_related("session__event", "ticket_type")
    prefetch_related_objects(orders, Prefetch("lines", lines))
    payments = _payments(references)
    given_back: dict[int, list[Refund]] = {}
    for refund in Refund.objects.filter(payment__purpose__in=references).order_by("pk"):
        given_back.setdefault(refund.payment_id, []).append(refund)
    shown = []
    for one in orders:
        payment = payments.get(one.reference)
        back = given_back.get(payment.pk, []) if payment else []
        shown.append(OrderOut(**order_fields(one, payment, back, zone)))
    return shown


def _payments(references: list[str]) -> dict[str, Payment]:
    """The payment that decides about each order, as `checkout.payment_of` has it."""
    deciding: dict[str, Payment] = {}
    succeeded = Payment.State.SUCCEEDED
    for payment in Payment.objects.filter(purpose__in=references).order_by("pk"):
        kept = deciding.get(payment.purpose)
        if kept is None or payment.state == succeeded or kept.state != succeeded:
            deciding[payment.purpose] = payment
    return deciding
