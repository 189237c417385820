"""One event, one currency: changed until the first order, and never under a buyer's hands.

Who places an order locks the event against a change (`FOR KEY SHARE`), who changes it locks it
against orders (`FOR UPDATE`): the later of the two sees what the earlier did.
"""

from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from kernel import tenancy
from kernel.currencies import exponent
from kernel.facts.bus import announce
from tenant_apps.ticketing.events.errors import CurrencyLocked, NoSuchCurrency, PricesMissing
from tenant_apps.ticketing.events.facts import EventChanged
from tenant_apps.ticketing.events.models import Event, Price, TicketType
from tenant_apps.ticketing.inventory.models import Hold
from tenant_apps.ticketing.inventory.services import places, prices, sheets
from tenant_apps.ticketing.orders.models import Order, OrderLine
from tenant_apps.ticketing.sales.errors import CartHasChanged, MixedCurrencies

# Whoever has or awaits one of these has a sum before his eyes.
BINDING = (Order.Status.PENDING, Order.Status.PAID, Order.Status.REFUNDED)
_KEEP = "SELECT id, currency FROM events_event WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


def is_locked(event: Event) -> bool:
    """Whether orders bind the event to its currency."""
    lines = OrderLine.objects.filter(session__event=event, order__status__in=BINDING)
    return lines.exists()


@transaction.atomic
def change(*, event: Event, currency: str, amounts: Mapping[int, int]) -> Event:
    """Sell an event in another currency: `amounts` are minor units of it by ticket type id.

    What is in carts is let go, and what was listed in this currency gives way. Raises
    `CurrencyLocked` once there are orders, `NoSuchCurrency`, `PricesMissing`, `PriceBetweenSteps`.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    if currency not in tenancy.current().ticket_fees:
        raise NoSuchCurrency
    if event.currency == currency:
        return event
    if is_locked(event):
        raise CurrencyLocked
    types = list(event.ticket_types.select_for_update().order_by("pk"))
    if not {one.pk for one in types} <= set(amounts):
        raise PricesMissing
    places.release(holds=Hold.objects.filter(session__event=event))
    Price.objects.filter(ticket_type__in=types, currency=currency).delete()
    for one in types:
        one.price = prices.payable(amounts[one.pk], currency)
        one.save(update_fields=["price"])
    event.currency = currency
    event.save(update_fields=["currency"])
    announce(EventChanged(event_id=event.pk))
    return event


def same_numbers(types: Iterable[TicketType], *, old: str, new: str) -> dict[int, int]:
    """The same figures in another currency, rounded to its decimals: 25.50 EUR is 26 JPY."""
    shift = exponent(new) - exponent(old)
    if shift >= 0:
        return {one.pk: one.price * 10**shift for one in types}
    unit = 10**-shift
    return {one.pk: (one.price + unit // 2) // unit for one in types}


def stays(*, holds: Iterable[Hold]) -> None:
    """Keep the events of these holds in their currencies until this transaction ends.

    Raises `MixedCurrencies`, or `CartHasChanged` where one was changed before.
    """
    holds = list(holds)
    if len({one.currency for one in holds}) > 1:
        raise MixedCurrencies
    sheet_by_event = {}
    for one in holds:
        sheet = sheets.sheet_of(one.session_id)
        sheet_by_event[sheet.session.event_id] = sheet
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [sorted(sheet_by_event)])
        now = dict(cursor.fetchall())
    for event_id, sheet in sheet_by_event.items():
        is_as_known = now.get(event_id) == sheet.currency
        if not is_as_known or holds[0].currency not in {*sheet.currencies}:
            raise CartHasChanged
