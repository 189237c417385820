"""What became of an invoice at Stripe, in our words."""

from typing import Any

import stripe

from billing.collectors import Reading
from billing.collectors.stripe_billing import customers

# docs.stripe.com/declines/codes and docs.stripe.com/error-codes
FAILURES = {
    "insufficient_funds": "insufficient_funds",
    "expired_card": "expired_card",
    "authentication_required": "authentication_required",
    "invoice_payment_intent_requires_action": "authentication_required",
    "payment_intent_authentication_failure": "authentication_required",
}
GONE = ("void", "uncollectible")


def retrieved(client: stripe.StripeClient, ref: str) -> stripe.Invoice:
    """One of Stripe's invoices, with its payments."""
    asked: Any = {"expand": ["payments"]}
    return client.v1.invoices.retrieve(ref, asked)


def reading(client: stripe.StripeClient, theirs: stripe.Invoice) -> Reading:
    """What an invoice of `retrieved` says: paid, pending while a debit is on its way, or failed.

    An attempt is named by its charge, so that the same failure, heard twice, is one.
    """
    if theirs.status in (*GONE, "draft"):
        return Reading(state="failed", ref=theirs.id, failure="other")
    intent = intent_of(client, theirs)
    method = _method(intent)
    label = customers.method(method).label if method else ""
    if theirs.status == "paid":
        return Reading(state="paid", ref=theirs.id, method=label)
    if intent is not None and intent.status == "processing":
        return Reading(state="pending", ref=theirs.id, method=label)
    return Reading(
        state="failed",
        ref=theirs.id,
        method=label,
        failure=_failure(intent, method),
        attempt=_attempt(intent),
    )


def intent_of(client: stripe.StripeClient, theirs: stripe.Invoice) -> stripe.PaymentIntent | None:
    """The PaymentIntent that charges an invoice; None where nothing was to be charged."""
    for one in theirs.payments.data if theirs.payments else []:
        ref = one.payment.payment_intent
        if one.status != "canceled" and ref:
            name = ref if isinstance(ref, str) else ref.id
            asked: Any = {"expand": ["payment_method"]}
            return client.v1.payment_intents.retrieve(name, asked)
    return None


def failure_of(*, code: str, decline_code: str, kind: str) -> str:
    """Stripe's codes in ours. What the bank says of a debit is that it came back."""
    for said in (decline_code, code):
        if said in FAILURES:
            return FAILURES[said]
    if kind == customers.SEPA:
        return "debit_returned"
    return "card_declined" if code else "no_method"


def _failure(intent: stripe.PaymentIntent | None, method: stripe.PaymentMethod | None) -> str:
    if intent is None:
        return "other"
    if intent.status == "requires_action":
        return "authentication_required"
    error = intent.last_payment_error
    return failure_of(
        code=(error.code if error else "") or "",
        decline_code=(error.decline_code if error else "") or "",
        kind=method.type if method else "",
    )


def _attempt(intent: stripe.PaymentIntent | None) -> str:
    charge = intent.latest_charge if intent and intent.last_payment_error else None
    return charge if isinstance(charge, str) else charge.id if charge else ""


def _method(intent: stripe.PaymentIntent | None) -> stripe.PaymentMethod | None:
    """What was asked; after a failure Stripe keeps it with the error only."""
    if intent is None:
        return None
    error = intent.last_payment_error
    kept = intent.payment_method or (error.payment_method if error else None)
    return kept if isinstance(kept, stripe.PaymentMethod) else None
