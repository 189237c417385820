"""Sums that staff puts on an account's next invoice, with a reason that stays."""

from django.utils.translation import gettext_lazy as _

from billing.models import Account, Adjustment
from kernel.actor import Actor
from kernel.errors import Refusal
from shared_apps.tenants.services.features import ReasonMissing

MOST = 100_000_000  # minor units: a slip of the finger, rather than an adjustment


class NothingToAdjust(Refusal):
    """A sum of nothing, or of more than anybody can have meant."""

    code = "nothing_to_adjust"
    sentence = _("Give a sum that is not zero, and look at it once more if it is very large.")
    status = 422


class WordsMissing(Refusal):
    """The organizer would read a sum without words on the invoice."""

    code = "words_missing"
    sentence = _("Say what the invoice should call it.")
    status = 422


def adjust(
    *, account: Account, amount: int, text: str, by: Actor, reason: str, currency: str = ""
) -> Adjustment:
    """Put `amount` (signed minor units; below zero is a credit) on the next invoice.

    `text` is what the organizer reads there, `reason` what our own history keeps. In the account's
    currency, unless another is named. A mistake is taken back by another adjustment.
    Raises NothingToAdjust, WordsMissing, ReasonMissing.
    """
    if not amount or abs(amount) > MOST:
        raise NothingToAdjust()
    if not text.strip():
        raise WordsMissing()
    if not reason.strip():
        raise ReasonMissing()
    return Adjustment.objects.create(
        account=account,
        amount=amount,
        currency=currency or account.currency,
        text=text.strip()[:200],
        by=str(by),
        reason=reason.strip()[:500],
    )
