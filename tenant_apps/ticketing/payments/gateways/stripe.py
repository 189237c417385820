"""Stripe: PaymentIntents as direct charges on the organizer's connected account.

The organizer is the merchant: money, Stripe's fees and disputes land with him, and the platform's
share travels as an application fee.
"""

from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import stripe
from django.utils import timezone

from kernel.money import Money
from kernel.stripe import asking
from kernel.tenancy import current
from tenant_apps.ticketing.payments.errors import GatewayRefused, GatewayUnreachable
from tenant_apps.ticketing.payments.gateways import Reading
from tenant_apps.ticketing.payments.gateways.stripe_amounts import (
    from_stripe,
    least,
    to_stripe,
)
from tenant_apps.ticketing.payments.gateways.stripe_words import failure_of, refund_failure_of
from tenant_apps.ticketing.payments.models import Payment, Refund

STATES = {
    "requires_payment_method": Payment.State.STARTED,
    "requires_confirmation": Payment.State.STARTED,
    "requires_action": Payment.State.CHALLENGE,
    "processing": Payment.State.PENDING,
    "requires_capture": Payment.State.PENDING,
    "succeeded": Payment.State.SUCCEEDED,
    "canceled": Payment.State.CANCELLED,
}
REFUND_STATES = {
    "pending": Refund.State.REQUESTED,
    "requires_action": Refund.State.REQUESTED,
    "succeeded": Refund.State.SUCCEEDED,
    "failed": Refund.State.FAILED,
    "canceled": Refund.State.FAILED,
}
# Stripe forgets idempotency keys after a day; later we look for ourselves before we ask again.
KEY_LIVES = timedelta(hours=23)


class StripeGateway:
    """Takes money through Stripe."""

    code = "stripe"
    splits = True

    def least(self, *, currency: str) -> Money | None:
        """What Stripe takes at least."""
        return least(currency)

    def start(
        self, *, payment: Payment, description: str, email: str, application_fee: int = 0
    ) -> Reading:
        """Open a PaymentIntent, or read the one that was opened before.

        Captured at once rather than later, so that Stripe's fee is known with the sale. `email`
        stays with us: Stripe would write to the buyer beside our own confirmation. Raises
        GatewayUnreachable, and GatewayRefused where the shop's account cannot take money.
        """
        if payment.gateway_ref:
            return self.read(payment=payment)
        account = _account(payment)
        fields: dict[str, Any] = {
            "amount": to_stripe(payment.amount, payment.currency),
            "currency": payment.currency.lower(),
            "automatic_payment_methods": {"enabled": True},
            "capture_method": "automatic",
            "description": description[:1000],
            "metadata": {
                "schema": current().schema_name,
                "payment": str(payment.key),
                "purpose": payment.purpose,
            },
        }
        if application_fee > 0:
            fields["application_fee_amount"] = to_stripe(application_fee, payment.currency)
        with _asking() as client:
            intent = client.v1.payment_intents.create(
                fields,  # type: ignore[arg-type]
                {"stripe_account": account, "idempotency_key": f"payment-{payment.key}"},
            )
        return _reading(intent, account)

    def read(self, *, payment: Payment) -> Reading:
        """Ask Stripe for the intent as it is now, with Stripe's fee where money has arrived."""
        if not payment.gateway_ref:
            return Reading(state=payment.state, gateway_ref="", failure=payment.failure)
        account = _account(payment)
        with _asking() as client:
            intent = client.v1.payment_intents.retrieve(
                payment.gateway_ref,
                {"expand": ["latest_charge.balance_transaction"]},
                {"stripe_account": account},
            )
        return _reading(intent, account)

    def cancel(self, *, payment: Payment) -> Reading:
        """Cancel the intent. Where the buyer was faster, the reading says what became of it."""
        if not payment.gateway_ref:
            return Reading(state=Payment.State.CANCELLED, gateway_ref="")
        account = _account(payment)
        with _asking() as client:
            try:
                intent = client.v1.payment_intents.cancel(
                    payment.gateway_ref,
                    {"cancellation_reason": "abandoned"},
                    {"stripe_account": account},
                )
            except stripe.InvalidRequestError as error:
                if error.code != "payment_intent_unexpected_state":
                    raise
                return self.read(payment=payment)
        return _reading(intent, account)

    def refund(self, *, refund: Refund) -> Reading:
        """Give the amount back, or read what became of a refund that was asked for before.

        A refund of the whole payment gives the platform's share back too. A refund that Stripe does
        not accept (nothing left, no balance) is a failed one, not an error.
        """
        account = _account(refund.payment)
        with _asking() as client:
            try:
                given = _refund_asked_before(client, refund, account) or _ask(
                    client, refund, account
                )
            except stripe.InvalidRequestError as error:
                return Reading(
                    state=Refund.State.FAILED,
                    gateway_ref=refund.gateway_ref,
                    gateway_account=account,
                    failure=refund_failure_of(error.code or ""),
                )
        failed = given.status in ("failed", "canceled")
        return Reading(
            state=REFUND_STATES[given.status or "pending"],
            gateway_ref=given.id,
            gateway_account=account,
            failure=refund_failure_of(getattr(given, "failure_reason", "") or "") if failed else "",
        )


def _asking() -> AbstractContextManager[stripe.StripeClient]:
    return asking(unreachable=GatewayUnreachable, refused=GatewayRefused)


def _account(payment: Payment) -> str:
    account = payment.gateway_account or current().stripe_account
    if not account:
        raise GatewayRefused
    return account


def _reading(intent: stripe.PaymentIntent, account: str) -> Reading:
    error = intent.last_payment_error
    return Reading(
        state=STATES[intent.status],
        gateway_ref=intent.id,
        gateway_account=account,
        client_secret=intent.client_secret or "",
        failure=failure_of(error.code or "", error.decline_code or "") if error else "",
        fee=_fee(intent) if intent.status == "succeeded" else None,
    )


def _fee(intent: stripe.PaymentIntent) -> int | None:
    """Stripe's own fee and its tax, in the payment's currency; without the platform's share."""
    charge = intent.latest_charge
    booked = charge.balance_transaction if isinstance(charge, stripe.Charge) else None
    if not isinstance(booked, stripe.BalanceTransaction):
        return None
    fee = Decimal(sum(d.amount for d in booked.fee_details if d.type != "application_fee"))
    if booked.currency != intent.currency:
        if not booked.amount:
            return None
        # The same charge in both currencies, each in Stripe's units: their ratio needs no decimals.
        fee = fee * intent.amount / booked.amount
    return from_stripe(fee, intent.currency)


def _ask(client: stripe.StripeClient, refund: Refund, account: str) -> stripe.Refund:
    payment = refund.payment
    fields: dict[str, Any] = {
        "payment_intent": payment.gateway_ref,
        "amount": to_stripe(refund.amount, payment.currency),
        "reason": "requested_by_customer",
        "metadata": {
            "schema": current().schema_name,
            "payment": str(payment.key),
            "refund": str(refund.key),
        },
    }
    if refund.amount == payment.amount and _has_share(client, payment, account):
        fields["refund_application_fee"] = True
    given = client.v1.refunds.create(
        fields,  # type: ignore[arg-type]
        {"stripe_account": account, "idempotency_key": f"refund-{refund.key}"},
    )
    # A repeated key gives the first answer again, which may be old by now.
    return _fresh(client, given.id, account) if given.status == "pending" else given


def _has_share(client: stripe.StripeClient, payment: Payment, account: str) -> bool:
    """Whether the platform took a share: Stripe refuses to give back a fee that never was."""
    intent = client.v1.payment_intents.retrieve(
        payment.gateway_ref, None, {"stripe_account": account}
    )
    return bool(intent.application_fee_amount)


def _refund_asked_before(
    client: stripe.StripeClient, refund: Refund, account: str
) -> stripe.Refund | None:
    if refund.gateway_ref:
        return _fresh(client, refund.gateway_ref, account)
    if timezone.now() - refund.requested_at < KEY_LIVES:
        return None
    given = client.v1.refunds.list(
        {"payment_intent": refund.payment.gateway_ref, "limit": 100}, {"stripe_account": account}
    )
    key = str(refund.key)
    return next((r for r in given.auto_paging_iter() if _ours(r) == key), None)


def _ours(given: stripe.Refund) -> str:
    return (given.metadata.to_dict() if given.metadata else {}).get("refund", "")


def _fresh(client: stripe.StripeClient, ref: str, account: str) -> stripe.Refund:
    return client.v1.refunds.retrieve(ref, None, {"stripe_account": account})
