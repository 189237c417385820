"""What billing has to say to the questions of the floors below."""

from collections.abc import Mapping

from billing.catalogue import Catalogue, catalogue, fixed_fees
from shared_apps.control.hooks import price_list
from shared_apps.tenants.hooks import ticket_fees


@price_list.answer
def today() -> Catalogue:
    """The catalogue."""
    return catalogue()


@ticket_fees.answer
def by_currency() -> Mapping[str, int]:
    """The catalogue's table."""
    return fixed_fees()
