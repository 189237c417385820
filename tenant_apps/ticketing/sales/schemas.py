"""Orders as the API shows them."""

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import field_validator

from kernel.rest.shapes import Amount, Email, Instant, Shape
from tenant_apps.ticketing.orders.models import Order, OrderLine
from tenant_apps.ticketing.payments.models import Payment, Refund


class Card(Shape):
    """A test card of the sandbox: 4242 4242 4242 4242 succeeds."""

    number: Annotated[str, Field(pattern="^[0-9 ]{12,30}$")]


class CheckoutIn(Shape):
    """Who buys. The cart comes in `X-Cart`."""

    email: Email
    name: Annotated[str, Field(max_length=300)]
    terms_version: int | None = Field(
        None,
        ge=1,
        le=2**31 - 1,
        description="The version of the terms of sale that the buyer has accepted "
        "(`GET /legal/terms`); kept with the order.",
    )
    card: Card | None = Field(None, description="Sandbox only: pay at once.")

    @field_validator("name")
    @classmethod
    def on_one_line(cls, name: str) -> str:
        """A name on one line, without control characters."""
        name = " ".join(name.split())
        if not name or any(ord(letter) < 32 for letter in name):
            raise ValueError(_("Please tell us your name."))
        return name


class RefundIn(Shape):
    """Why."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]


class LineOut(Schema):
    """So many tickets of one type for one session."""

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

    @classmethod
    def of(cls, line: OrderLine, currency: str) -> "LineOut":
        """Return a line that came with session, event and type."""
        event = line.session.event
        return cls(
            event_id=event.pk,
            event_name=event.words.name,
            session_id=line.session_id,
            starts_at=line.session.starts_at,
            timezone=event.timezone,
            ticket_type_id=line.ticket_type_id,
            ticket_type_name=line.ticket_type.words.name,
            quantity=line.quantity,
            unit_price=Amount.of(line.unit_price, currency),
            total=Amount.of(line.total, currency),
        )


class RefundOut(Schema):
    """Money given back."""

    id: int
    amount: Amount
    reason: str
    state: str = Field(description="`requested`, `succeeded` or `failed`.")
    requested_at: Instant

    @classmethod
    def of(cls, refund: Refund, currency: str) -> "RefundOut":
        """Return a refund."""
        return cls(
            id=refund.pk,
            amount=Amount.of(refund.amount, currency),
            reason=refund.reason,
            state=refund.state,
            requested_at=refund.requested_at,
        )


class PaymentOut(Schema):
    """The payment that decides about an order."""

    key: UUID
    gateway: str
    state: str = Field(
        description="`started`, `challenge`, `pending`, `succeeded`, `failed` or `cancelled`."
    )
    amount: Amount
    failure: str
    client_secret: str | None = Field(description="For Stripe's Payment Element, while it is open.")

    @classmethod
    def of(cls, payment: Payment) -> "PaymentOut":
        """Return a payment; its secret only while it is of use."""
        return cls(
            key=payment.key,
            gateway=payment.gateway,
            state=payment.state,
            amount=Amount.of(payment.amount, payment.currency),
            failure=payment.failure,
            client_secret=payment.client_secret or None if payment.is_open else None,
        )


class OrderOut(Schema):
    """What was bought. Times are UTC; `timezone` is the shop's."""

    reference: str
    status: str = Field(description="`pending`, `paid`, `expired`, `cancelled` or `refunded`.")
    email: str
    name: str
    language: str
    terms_version: int | None = Field(description="The terms of sale that were accepted.")
    total: Amount
    lines: list[LineOut]
    payment: PaymentOut | None = Field(description="Null for an order that costs nothing.")
    refunds: list[RefundOut]
    placed_at: Instant
    paid_at: Instant | None
    expires_at: Instant | None = Field(description="Until when it can be paid; null once decided.")
    timezone: str


class PlacedOut(OrderOut):
    """An order of one's own, with the key to it. Send it as `X-Order-Key`, and keep it."""

    key: str
    url: str = Field(description="The buyer's page of this order.")
    pay_url: str | None = Field(description="Where a buyer can pay with a browser.")


def order_fields(order: Order, payment: Payment | None, refunds: list[Refund], zone: str) -> dict:
    """Return what `OrderOut` shows of an order that came with its lines."""
    waits = order.status == Order.Status.PENDING
    return {
        "reference": order.reference,
        "status": order.status,
        "email": order.email,
        "name": order.name,
        "language": order.language,
        "terms_version": order.terms_version,
        "total": Amount.of(order.total, order.currency),
        "lines": [LineOut.of(one, order.currency) for one in order.lines.all()],
        "payment": PaymentOut.of(payment) if payment else None,
        "refunds": [RefundOut.of(one, order.currency) for one in refunds],
        "placed_at": order.placed_at,
        "paid_at": order.paid_at,
        "expires_at": order.expires_at if waits else None,
        "timezone": zone,
    }
