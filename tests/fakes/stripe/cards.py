"""What each of Stripe's documented test cards does when a buyer pays with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """A test card: it will `succeed`, `decline`, `challenge` or `process`; and Stripe's words."""

    does: str
    code: str = ""
    decline_code: str = ""
    message: str = ""


SUCCEEDS = Card("succeed")
DECLINED = Card("decline", "card_declined", "generic_decline", "Your card was declined.")
POOR = Card("decline", "card_declined", "insufficient_funds", "Your card has insufficient funds.")
EXPIRED = Card("decline", "expired_card", "expired_card", "Your card has expired.")
WRONG_CVC = Card(
    "decline", "incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."
)
CHALLENGES = Card("challenge")
PROCESSES = Card("process")

CARDS = {
    "4242424242424242": SUCCEEDS,
    "4000000000000341": DECLINED,
    "4000000000000002": DECLINED,
    "4000000000009995": POOR,
    "4000000000000069": EXPIRED,
    "4000000000000127": WRONG_CVC,
    "4000002760003184": CHALLENGES,
    "4000000000003220": CHALLENGES,
    "4000002500003155": CHALLENGES,
    "AT611904300234573201": PROCESSES,  # SEPA debit: pending, then succeeds
    "AT861904300235473202": PROCESSES,  # SEPA debit: pending, then fails
    "pm_card_visa": SUCCEEDS,
    "pm_card_visa_chargeDeclined": DECLINED,
    "pm_card_visa_chargeDeclinedInsufficientFunds": POOR,
    "pm_card_chargeDeclinedExpiredCard": EXPIRED,
    "pm_card_chargeDeclinedIncorrectCvc": WRONG_CVC,
    "pm_card_authenticationRequired": CHALLENGES,
}

# Stripe's names of payment methods that can be kept with a customer, by the number they stand for.
KEPT = {
    "pm_card_visa": "4242424242424242",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_chargeDeclinedIncorrectCvc": "4000000000000127",
}
FAILS_LATER = {"4000000000000341"}  # declines, but lets itself be kept
