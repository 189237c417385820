"""Why an event cannot be published or changed."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class NothingToSell(Refusal):
    """An event without sessions or ticket types cannot be published."""

    code = "nothing_to_sell"
    sentence = _("Add at least one session and one ticket type before you publish.")
    status = 409


class CurrencyLocked(Refusal):
    """After the first order an event keeps its currency."""

    code = "currency_locked"
    sentence = _("Orders exist in this currency, so it can no longer be changed.")
    status = 409


class NoSuchCurrency(Refusal):
    """Nothing can be sold in it here: the platform has set no fee."""

    code = "no_such_currency"
    sentence = _("Tickets cannot be sold in this currency here.")
    status = 422


class PricesMissing(Refusal):
    """With another currency, every ticket type needs a price in it."""

    code = "prices_missing"
    sentence = _("Say what every ticket type costs in the new currency.")
    status = 422


class PriceBetweenSteps(Refusal):
    """A price that no card could pay: 4.805 in a currency that moves in hundredths."""

    code = "price_between_steps"
    sentence = _("Cards cannot pay this price: its last decimal must be zero.")
    status = 422


class EventIsCancelled(Refusal):
    """What was called off stays called off: buyers were told so."""

    code = "event_cancelled"
    sentence = _("This event is cancelled. Put on a new one instead.")
    status = 409
