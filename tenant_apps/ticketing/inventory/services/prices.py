"""What ticket types cost in other currencies than the event's own. People say so."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction

from kernel import tenancy
from kernel.currencies import exponent, habitual, step
from kernel.facts.bus import announce
from tenant_apps.ticketing.events.errors import NoSuchCurrency, PriceBetweenSteps
from tenant_apps.ticketing.events.facts import EventChanged
from tenant_apps.ticketing.events.models import Event, Price, TicketType


def payable(amount: int, currency: str) -> int:
    """The price itself, minor units. Raises `PriceBetweenSteps` where no card could pay it."""
    if amount % step(currency):
        raise PriceBetweenSteps
    return amount


@transaction.atomic
def write(*, event: Event, currency: str, amounts: Mapping[int, int | None]) -> None:
    """Write an event's price list in one currency: minor units by ticket type id, None for none.

    Types that are not named stay as they are. Raises `NoSuchCurrency` for the event's own currency
    and for one without a fee, and `PriceBetweenSteps`.
    """
    if currency == event.currency or currency not in tenancy.current().ticket_fees:
        raise NoSuchCurrency
    known = set(event.ticket_types.values_list("pk", flat=True))
    rows = [
        Price(ticket_type_id=pk, currency=currency, amount=payable(amount, currency))
        for pk, amount in amounts.items()
        if amount is not None and pk in known
    ]
    gone = [pk for pk, amount in amounts.items() if amount is None]
    Price.objects.filter(ticket_type__event=event, ticket_type__in=gone, currency=currency).delete()
    Price.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["ticket_type", "currency"],
        update_fields=["amount"],
    )
    announce(EventChanged(event_id=event.pk))


@transaction.atomic
def drop(*, event: Event, currency: str) -> None:
    """Sell no longer in a currency; carts and orders keep what was agreed."""
    Price.objects.filter(ticket_type__event=event, currency=currency).delete()
    announce(EventChanged(event_id=event.pk))


def proposed(types: Iterable[TicketType], *, old: str, new: str, rate: Decimal) -> dict[int, int]:
    """Prices by ticket type id for a person to look at: so many `new` for one `old`, rounded to
    what looks like a price there. Minor units of `new`.
    """
    return {
        one.pk: int(
            habitual(Decimal(one.price).scaleb(-exponent(old)) * rate, new).scaleb(exponent(new))
        )
        for one in types
    }
