"""How complete an event's price lists are, for the organizer. Reads only."""

from dataclasses import dataclass

from tenant_apps.ticketing.events.models import Event, TicketType, listed_in


@dataclass(frozen=True)
class PriceList:
    """The prices of an event in one currency beside its own; `missing` are the types without."""

    currency: str
    missing: list[TicketType]

    @property
    def is_complete(self) -> bool:
        """Whether the event is sold in it."""
        return not self.missing


def types_of(event: Event) -> list[TicketType]:
    """All ticket types with their prices in every currency. Two queries."""
    return list(event.ticket_types.prefetch_related("prices"))


def lists_of(event: Event) -> list[PriceList]:
    """The price lists that somebody has begun, complete or not. Two queries."""
    types = types_of(event)
    offered = [one for one in types if one.active]
    return [
        PriceList(
            currency,
            [one for one in offered if one.price_in(currency, main=event.currency) is None],
        )
        for currency in listed_in(types)
        if currency != event.currency
    ]
