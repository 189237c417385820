"""What billing has to say to the questions of the floors below."""

from billing.catalogue import Catalogue, catalogue
from shared_apps.control.hooks import price_list


@price_list.answer
def today() -> Catalogue:
    """The catalogue."""
    return catalogue()
