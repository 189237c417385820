"""Stripe's codes in sentences that a buyer or an organizer may read, in their own language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# docs.stripe.com/declines/codes. Codes such as `stolen_card` are kept from the buyer on purpose.
DECLINES: dict[str, str | Promise] = {
    "insufficient_funds": _("There is not enough money on the card."),
    "expired_card": _("The card has expired."),
    "incorrect_cvc": _("The security code is wrong."),
    "invalid_cvc": _("The security code is wrong."),
    "incorrect_number": _("The card number is wrong."),
    "invalid_number": _("The card number is wrong."),
    "card_not_supported": _("The card does not support this kind of payment."),
    "currency_not_supported": _("The card does not support this currency."),
    "processing_error": _("The card could not be processed. Try again in a moment."),
    "payment_intent_authentication_failure": _("The bank's check was not passed."),
    "payment_intent_payment_attempt_failed": _("The payment could not be collected."),
}
DECLINED = _("The card was declined.")

# docs.stripe.com/api/refunds/object#refund_object-failure_reason, and the errors of its creation.
REFUND_FAILURES: dict[str, str | Promise] = {
    "charge_already_refunded": _("This payment has already been refunded in full."),
    "expired_or_canceled_card": _("The card has expired or was cancelled."),
    "lost_or_stolen_card": _("The card was reported lost or stolen."),
    "insufficient_funds": _("There is not enough money in the Stripe account."),
    "balance_insufficient": _("There is not enough money in the Stripe account."),
    "charge_disputed": _("The buyer has disputed this payment with his bank."),
    "charge_for_pending_refund_disputed": _("The buyer has disputed this payment with his bank."),
}
REFUND_FAILED = _("Stripe could not give this money back.")


def failure_of(code: str, decline_code: str) -> str:
    """Why a payment failed, in a sentence for the buyer, in the active language."""
    return str(DECLINES.get(decline_code) or DECLINES.get(code) or DECLINED)


def refund_failure_of(code: str) -> str:
    """Why a refund failed, in a sentence for the organizer, in the active language."""
    return str(REFUND_FAILURES.get(code) or REFUND_FAILED)
