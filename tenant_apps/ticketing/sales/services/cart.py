"""The cart. It is nothing but an id in a signed cookie and the holds that carry this id."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kernel.money import Money
from tenant_apps.ticketing.events.models import Session, TicketType
from tenant_apps.ticketing.inventory.errors import NoSuchSession
from tenant_apps.ticketing.inventory.models import Hold
from tenant_apps.ticketing.inventory.services import places, sheets
from tenant_apps.ticketing.sales.errors import (
    BadQuantity,
    MixedCurrencies,
    NotInCurrency,
    NotOnSale,
)
from tenant_apps.ticketing.sales.hooks import may_buy, unit_price
from tenant_apps.ticketing.sales.services import expiry

KEPT_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Cart:
    """What is in a cart now. Amounts are minor units of `currency`."""

    id: uuid.UUID
    holds: list[Hold]

    @property
    def quantity(self) -> int:
        """How many tickets."""
        return sum(one.quantity for one in self.holds)

    @property
    def total(self) -> int:
        """What they cost, all included."""
        return sum(one.quantity * one.unit_price for one in self.holds)

    @property
    def money(self) -> Money:
        """What it costs; only where there is something in it."""
        return Money(self.total, self.currency)

    @property
    def currency(self) -> str:
        """The one currency of the cart; empty when there is nothing in it."""
        return self.holds[0].currency if self.holds else ""

    @property
    def currencies(self) -> list[str]:
        """The currencies in which all of it could be bought. Reads what sheets keep."""
        sold = [sheets.sheet_of(one.session_id).currencies for one in self.holds]
        return [one for one in (sold[0] if sold else []) if all(one in each for each in sold)]

    @property
    def expires_at(self) -> datetime | None:
        """Until when all of it is kept, UTC."""
        return min((one.expires_at for one in self.holds), default=None)

    @property
    def is_expired(self) -> bool:
        """Whether some of it is no longer kept."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


def contents(cart_id: uuid.UUID | None) -> Cart:
    """What is in a cart, expired holds included. One query; none without an id."""
    if cart_id is None:
        return Cart(uuid.uuid4(), [])
    holds = list(Hold.objects.filter(cart=cart_id))
    sheets.attach(holds)
    return Cart(cart_id, holds)


def put(
    *,
    cart_id: uuid.UUID | None,
    session_id: int,
    quantities: Mapping[int, int],
    access_code: str = "",
    currency: str = "",
) -> uuid.UUID:
    """Make the cart hold just these numbers of tickets (type id → number) for one session.

    What is already held for the session is enlarged, at today's price, or reduced, so sending the
    same twice changes nothing. Without an id a new cart is begun. An order placed of this cart is
    called off, see `expiry.reopen`. Prices are in `currency`; unsaid, in the cart's if there is one
    and the event sells in it, else in the event's own. Returns the cart's id from now on. Raises
    `NotOnSale`, `BadQuantity`, `NotInCurrency`, `MixedCurrencies` or `SoldOut`; then the cart is as
    it was before.
    """
    try:
        sheet = sheets.sheet_of(session_id)
    except NoSuchSession as error:
        raise NotOnSale from error
    wanted = _wanted(sheet, quantities, access_code)
    have = _kept(cart_id)
    currency = currency or _usual_currency(sheet, have)
    if currency not in sheet.currencies:
        raise NotInCurrency
    if wanted and any(one.currency != currency for one in have):
        raise MixedCurrencies
    held = {one.ticket_type_id: one for one in have if one.session_id == session_id}
    unwanted = [held[pk] for pk in quantities if pk in held and pk not in wanted]
    expires_at = min((one.expires_at for one in have), default=timezone.now() + KEPT_FOR)

    def take_places() -> uuid.UUID:
        from_now_on = expiry.reopen(cart_id=cart_id) if cart_id and have else uuid.uuid4()
        if unwanted:
            places.release(holds=unwanted)
        for type_id, quantity in wanted.items():
            if type_id in held:
                price = _price(sheet, type_id, currency)
                places.resize(hold=held[type_id], quantity=quantity, unit_price=price)
            else:
                _hold(from_now_on, sheet, type_id, quantity, expires_at, currency)
        return from_now_on

    return places.with_second_try(take_places, room_id=sheet.room_id)


def _usual_currency(sheet: sheets.Sheet, have: list[Hold]) -> str:
    carts = have[0].currency if have else ""
    return carts if carts in sheet.currencies else sheet.currency


def _hold(
    cart_id: uuid.UUID,
    sheet: sheets.Sheet,
    type_id: int,
    quantity: int,
    expires_at: datetime,
    currency: str,
) -> None:
    places.hold(
        cart=cart_id,
        pools=sheet.pools[type_id],
        quantity=quantity,
        unit_price=_price(sheet, type_id, currency),
        currency=currency,
        expires_at=expires_at,
    )


def _price(sheet: sheets.Sheet, type_id: int, currency: str) -> int:
    """What one ticket of a type costs now, minor units. Raises `NotInCurrency`."""
    ticket_type = sheet.ticket_types[type_id]
    listed = sheet.price(type_id, currency)
    if listed is None:
        raise NotInCurrency
    price = Money(listed, currency)
    return unit_price.pipe(price, ticket_type=ticket_type, session=sheet.session).amount


def switch(*, cart_id: uuid.UUID, currency: str) -> uuid.UUID:
    """Let all that a cart holds cost today's prices in another currency.

    An order placed of it is called off. Returns the cart's id from now on. Raises `NotInCurrency`
    where one of its events has no prices in it; then the cart is as it was.
    """

    def price_of(hold: Hold) -> int:
        sheet = sheets.sheet_of(hold.session_id)
        if currency not in sheet.currencies:
            raise NotInCurrency
        return _price(sheet, hold.ticket_type_id, currency)

    with transaction.atomic():
        cart_id = expiry.reopen(cart_id=cart_id)
        places.reprice(cart=cart_id, currency=currency, price_of=price_of)
    return cart_id


def remove(*, cart_id: uuid.UUID, hold_id: int) -> uuid.UUID:
    """Take one line out of a cart and free its places; returns the cart's id from now on.

    Unknown lines are passed over.
    """
    cart_id = expiry.reopen(cart_id=cart_id)
    places.release(holds=Hold.objects.filter(cart=cart_id, pk=hold_id))
    return cart_id


def clear(*, cart_id: uuid.UUID) -> None:
    """Empty a cart and free its places."""
    places.release(holds=Hold.objects.filter(cart=expiry.reopen(cart_id=cart_id)))


def _kept(cart_id: uuid.UUID | None) -> list[Hold]:
    """The holds of a cart that still has time; an expired cart is given back whole."""
    if cart_id is None:
        return []
    holds = list(Hold.objects.filter(cart=cart_id))
    if any(one.expires_at <= timezone.now() for one in holds):
        places.release(holds=holds)
        return []
    return holds


def _wanted(sheet: sheets.Sheet, quantities: Mapping[int, int], access_code: str) -> dict[int, int]:
    """The numbers above zero, after every check that needs no lock."""
    if any(number < 0 for number in quantities.values()):
        raise BadQuantity
    if not sheet.sells or not set(quantities) <= set(sheet.ticket_types):
        raise NotOnSale
    wanted = {type_id: number for type_id, number in quantities.items() if number > 0}
    for type_id, number in wanted.items():
        _check(sheet.ticket_types[type_id], sheet.session, number, access_code)
    return wanted


def _check(ticket_type: TicketType, session: Session, quantity: int, access_code: str) -> None:
    if not ticket_type.active or not ticket_type.is_in_sale_window():
        raise NotOnSale
    if ticket_type.hidden and not (access_code and access_code == ticket_type.access_code):
        raise NotOnSale
    if not ticket_type.per_order_min <= quantity <= ticket_type.per_order_max:
        raise BadQuantity
    refusals = [
        sentence
        for sentence in may_buy.ask(ticket_type=ticket_type, session=session, quantity=quantity)
        if sentence
    ]
    if refusals:
        raise NotOnSale(refusals[0])
