"""From a cart to an order that waits for its payment."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel import tenancy
from kernel.facts.bus import announce
from kernel.money import Money
from tenant_apps.ticketing.customers import services as customers
from tenant_apps.ticketing.inventory.models import Hold
from tenant_apps.ticketing.inventory.services import places
from tenant_apps.ticketing.orders.models import Order, OrderLine
from tenant_apps.ticketing.payments.models import Payment
from tenant_apps.ticketing.payments.services import taking
from tenant_apps.ticketing.sales.errors import (
    AmountTooSmall,
    CartHasChanged,
    CartIsEmpty,
    HoldExpired,
    NoGateway,
    OrderIsDecided,
    TermsHaveChanged,
)
from tenant_apps.ticketing.sales.facts import OrderPlaced
from tenant_apps.ticketing.sales.services import bookkeeping, commissions, currency, settlement
from tenant_apps.ticketing.sales.services import cart as carts
from themes.current import look

TIME_TO_PAY = timedelta(minutes=15)
# However often one goes to the checkout and back, places are not kept for longer than this.
LONGEST = timedelta(hours=1)


@dataclass(frozen=True)
class Buyer:
    """Who buys, as typed at the checkout; `terms_version` are the terms that he has accepted."""

    email: str
    name: str
    language: str
    terms_version: int | None = None


def place(
    *, cart_id: uuid.UUID, buyer: Buyer, cart: carts.Cart | None = None
) -> tuple[Order, Payment | None]:
    """Make an order of a cart and start its payment; a free order is confirmed at once.

    Placing the same cart twice returns the same order. The buyer has `TIME_TO_PAY` from now on.
    `cart` spares the look into the cart where the caller has just done so.
    Raises `CartIsEmpty`, `HoldExpired`, `CartHasChanged`, `MixedCurrencies` or `AmountTooSmall`.
    """
    cart = cart or carts.contents(cart_id)
    if buyer.terms_version not in (None, terms_in_force()):
        raise TermsHaveChanged(version=terms_in_force())
    if not cart.holds:
        return _placed_before(cart_id, CartIsEmpty)
    if cart.is_expired:
        return _placed_before(cart_id, HoldExpired)
    try:
        order, payment = _place(cart, buyer)
    except IntegrityError:
        # The same cart at the same time, or a second press of the button: the first one counts.
        return _placed_before(cart_id, HoldExpired)
    if payment is None:
        order = settlement.confirm(order_id=order.pk)
    return order, payment


def terms_in_force() -> int | None:
    """The version of the terms of sale that a buyer reads now; None while none is published."""
    return look().legal.get("terms")


def _placed_before(cart_id: uuid.UUID, refusal: type[Exception]) -> tuple[Order, Payment | None]:
    placed = Order.objects.filter(cart=cart_id).first()
    if placed is None:
        raise refusal
    return placed, payment_of(placed)


@transaction.atomic
def _place(cart: carts.Cart, buyer: Buyer) -> tuple[Order, Payment | None]:
    customer = customers.recognise(email=buyer.email, name=buyer.name, language=buyer.language)
    expires_at = min(timezone.now() + TIME_TO_PAY, min(one.held_at for one in cart.holds) + LONGEST)
    if expires_at <= timezone.now():
        raise HoldExpired
    gateway = _gateway_for(cart)
    order = Order.objects.create(
        customer=customer,
        email=customers.normalise(buyer.email),
        name=buyer.name.strip(),
        total=cart.total,
        currency=cart.currency,
        language=buyer.language,
        terms_version=buyer.terms_version,
        cart=cart.id,
        expires_at=expires_at,
    )
    lines = OrderLine.objects.bulk_create(_line(order, hold) for hold in cart.holds)
    commissions.keep(order=order, lines=lines, gateway=gateway)
    currency.stays(holds=cart.holds)
    kept = places.keep_until(cart=cart.id, expires_at=expires_at)
    if {_offered(one) for one in kept} != {_offered(one) for one in cart.holds}:
        raise HoldExpired if len(kept) < len(cart.holds) else CartHasChanged
    announce(OrderPlaced(order_id=order.pk))
    if order.total == 0:
        return order, None
    payment = taking.start(
        purpose=order.reference,
        amount=order.total,
        currency=order.currency,
        gateway=gateway,
    )
    return order, payment


def _offered(hold: Hold) -> tuple[int, int, int, str]:
    """What the buyer saw of a hold: it may have changed since, from another window."""
    return hold.pk, hold.quantity, hold.unit_price, hold.currency


def _gateway_for(cart: carts.Cart) -> str:
    """How this shop takes the money for a cart, "" where there is none to take.

    Where it is not for trying, no ticket is sold for test cards. Raises `AmountTooSmall`.
    """
    if cart.total == 0:
        return ""
    gateway = tenancy.current().gateway
    least = least_payable(cart)
    if least is not None and cart.total < least.amount:
        raise too_small(least)
    if gateway == "sandbox" and not settings.SANDBOX_PAYMENTS:
        raise NoGateway
    return gateway


def least_payable(cart: carts.Cart) -> Money | None:
    """The smallest sum that this shop can take in the cart's currency; None: any."""
    return taking.least(gateway=tenancy.current().gateway, currency=cart.currency)


def too_small(least: Money) -> AmountTooSmall:
    """The refusal that names the smallest sum."""
    return AmountTooSmall(
        _("Card payments begin at %(least)s. Please add another ticket.") % {"least": least}
    )


def _line(order: Order, hold: Hold) -> OrderLine:
    return OrderLine(
        order=order,
        session_id=hold.session_id,
        ticket_type_id=hold.ticket_type_id,
        quantity=hold.quantity,
        unit_price=hold.unit_price,
        platform_fee=bookkeeping.ticket_fee(
            quantity=hold.quantity,
            amount=hold.quantity * hold.unit_price,
            currency=hold.currency,
        ),
        room_id=hold.room_id,
        quota_id=hold.quota_id,
    )


def payment_of(order: Order) -> Payment | None:
    """The payment that decides about an order: the one that succeeded, else the newest."""
    payments = Payment.objects.filter(purpose=order.reference)
    return payments.filter(state=Payment.State.SUCCEEDED).first() or payments.first()


def payable(*, order: Order) -> Payment:
    """The open payment of an order that still waits for it. Raises `OrderIsDecided`."""
    payment = payment_of(order)
    if order.status != Order.Status.PENDING or payment is None or not payment.is_open:
        raise OrderIsDecided
    return payment


def open_payment(*, order: Order, payment: Payment) -> None:
    """Open a payment at its gateway, with the platform's share of it. Not in a transaction.

    The share is the fees of the tickets and what is taken for add-ons. Once is enough; `payment`
    then has what the buyer's form needs.
    """
    if not payment.client_secret:
        fees = sum(line.platform_fee for line in order.lines.all())
        taking.open_at_gateway(
            payment=payment,
            description=order.reference,
            email=order.email,
            application_fee=fees + commissions.amount_of(order),
        )
