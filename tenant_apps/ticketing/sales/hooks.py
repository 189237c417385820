"""What a sale asks the add-ons while it works."""

from dataclasses import dataclass

from kernel.hooks import Hook
from kernel.money import Money


@dataclass(frozen=True)
class Commission:
    """What an add-on (`code`, its feature) brought with an order: `base`, in the order's currency.

    `source` names what it was earned with ("upsell:7"), once for each order.
    """

    code: str
    base: Money
    source: str


@Hook
def unit_price(price: Money, *, ticket_type, session) -> Money:
    """What should one ticket of this type for this session cost now? Unanswered: `price`."""
    return price


@Hook
def may_buy(*, ticket_type, session, quantity: int) -> str | None:
    """May this be bought now? Answer a sentence for the buyer to refuse, None to agree."""


@Hook
def order_panels(*, order):
    """More to show on the buyer's order page: answer `(template, context)`."""


@Hook
def order_actions(*, order):
    """More that staff may do with an order in backstage: answer `(template, context)`."""


@Hook
def checkout_offers(*, cart):
    """Something else to offer at the checkout: answer `(template, context)`."""


@Hook
def sold_out_offers(*, event, session):
    """What to offer where there is nothing left: answer `(template, context)`."""


@Hook
def event_sections(*, event):
    """More to show on the event page in the shop: answer `(template, context)`."""


@Hook
def commissions(*, order):
    """How much of this order's money did you bring? Answer a list of `Commission`.

    Asked once, in the transaction that places the order, when its lines stand. The platform's share
    of it is taken with the charge, or invoiced where nothing is charged; a refund gives it back.
    """
