"""Why a sale cannot go on, each with a sentence that a buyer may read."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class NotOnSale(Refusal):
    """The event, session or ticket type is not on sale now."""

    code = "not_on_sale"
    sentence = _("This is not on sale at the moment.")
    status = 409


class BadQuantity(Refusal):
    """A number of tickets outside the limits."""

    code = "bad_quantity"
    sentence = _("Please choose a number of tickets within the limits shown.")
    status = 422


class MixedCurrencies(Refusal):
    """An order has one currency."""

    code = "mixed_currencies"
    sentence = _(
        "What is in your cart has prices in another currency, and an order has only one. Pay for "
        "your cart first or empty it, or choose the same currency for both."
    )
    status = 409


class NotInCurrency(Refusal):
    """The event has no prices in this currency."""

    code = "not_in_currency"
    sentence = _("There are no prices in this currency. Please choose another one.")
    status = 409


class AmountTooSmall(Refusal):
    """Card companies do not move so little."""

    code = "amount_too_small"
    sentence = _("Card payments begin at a larger amount than this.")
    status = 409


class CartIsEmpty(Refusal):
    """There is nothing to pay for."""

    code = "cart_is_empty"
    sentence = _("There is nothing in your cart yet.")
    status = 409


class CartHasChanged(Refusal):
    """Not what the buyer saw when he said yes."""

    code = "cart_has_changed"
    sentence = _("Your cart has changed meanwhile. Please look at it once more.")
    status = 409


class HoldExpired(Refusal):
    """The time in which the places were kept is over."""

    code = "hold_expired"
    sentence = _("The time for which your places were kept is over. Please choose them again.")
    status = 409


class OrderIsDecided(Refusal):
    """A paid, expired or cancelled order cannot be paid or cancelled again."""

    code = "order_is_decided"
    sentence = _("This order has already been decided.")
    status = 409


class NoGateway(Refusal):
    """The shop cannot take money yet."""

    code = "no_gateway"
    sentence = _("This shop cannot take payments yet.")
    status = 409


class TermsHaveChanged(Refusal):
    """What was accepted is no longer what the shop sells by."""

    code = "terms_have_changed"
    sentence = _(
        "The terms of sale have changed meanwhile. Please read them and accept them again."
    )
    status = 409


class NothingToSend(Refusal):
    """An order without a valid ticket."""

    code = "nothing_to_send"
    sentence = _("This order has no valid tickets to send.")
