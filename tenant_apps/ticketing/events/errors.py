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


class EventIsCancelled(Refusal):
    """What was called off stays called off: buyers were told so."""

    code = "event_cancelled"
    sentence = _("This event is cancelled. Put on a new one instead.")
    status = 409
