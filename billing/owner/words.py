"""What figures and answers are called on these pages, in the reader's language."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from billing import wording
from billing.models import Account
from billing.reckoning import Unit
from kernel.actor import Actor
from kernel.money import Money

FAILURES: dict[str, str | Promise] = {
    "card_declined": _("the bank said no"),
    "expired_card": _("the card has expired"),
    "no_method": _("we do not know yet how you pay"),
    "insufficient_funds": _("there was not enough money on the account"),
    "authentication_required": _("the bank wants you to confirm the payment yourself"),
    "debit_returned": _("the direct debit came back"),
    "other": _("the payment did not go through"),
}


def failure(code: str) -> str:
    """Why a payment failed, to stand within a sentence."""
    return str(FAILURES.get(code, FAILURES["other"]))


WHO: dict[str, str | Promise] = {
    "user": _("an owner"),
    "staff": _("Marquee’s staff"),
    "system": _("by itself"),
}


def who(by: str) -> str:
    """Who switched something, as `Switch.by` has it, for an owner to read."""
    return str(WHO.get(Actor.parse(by).kind, WHO["system"]))


@dataclass(frozen=True)
class Said:
    """A line that an invoice would have."""

    text: str
    amount: Money
    unit: Unit


def lines_of(account: Account, units: list[Unit]) -> list[Said]:
    """Units in words."""
    language = get_language() or account.language
    return [
        Said(wording.of(one, account=account, language=language),
             Money(one.amount, one.currency), one)
        for one in units
    ]  # fmt: skip
