"""PaymentIntents: their states, and the charges they make."""

import re
import secrets

from tests.fakes.stripe.cards import CARDS, Card
from tests.fakes.stripe.charges import failed_charge, pending_charge, settle_charge
from tests.fakes.stripe.refusals import Refused
from tests.fakes.stripe.world import PLATFORM, World, checked, shaped

CANCELABLE = (
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
)
SMALLEST = 50  # of currencies with two decimals: Stripe's smallest charge, about half a dollar
NO_DECIMALS = {"jpy", "krw", "clp", "vnd", "xaf", "xof", "pyg", "rwf", "bif", "djf", "gnf", "kmf"}


def create(world: World, account: str, params: dict) -> dict:
    """`POST /v1/payment_intents`."""
    amount, currency = params["amount"], params["currency"]
    _check_money(amount, currency)
    checked(params.get("metadata"))
    fee = params.get("application_fee_amount")
    if fee is not None:
        _check_fee(fee, amount, account)
    if account != PLATFORM and not world.find(PLATFORM, "account", account)["charges_enabled"]:
        raise Refused(
            "No valid payment method types for this Payment Intent. Please ensure that you have "
            "activated payment methods compatible with your chosen currency in your dashboard."
        )
    intent = world.keep(
        account,
        shaped(
            "payment_intent",
            amount=amount,
            currency=currency,
            application_fee_amount=fee,
            automatic_payment_methods=params.get("automatic_payment_methods"),
            capture_method=params.get("capture_method", "automatic_async"),
            description=params.get("description"),
            receipt_email=params.get("receipt_email"),
            metadata=params.get("metadata") or {},
            amount_details={"tip": {}},
            canceled_at=None,
            last_payment_error=None,
            next_action=None,
            processing=None,
            shipping=None,
            transfer_data=None,
            managed_payments=None,
            payment_method_configuration_details=None,
        ),
    )
    intent["client_secret"] = f"{intent['id']}_secret_{secrets.token_hex(12)}"
    world.say(account, "payment_intent.created", intent)
    return intent


def _check_money(amount: int, currency: str) -> None:
    if not re.fullmatch(r"[a-z]{3}", currency):
        raise Refused(f"Invalid currency: {currency}", param="currency")
    if amount < 1:
        raise Refused(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param="amount",
        )
    if amount < SMALLEST and currency not in NO_DECIMALS:
        raise Refused(
            "The amount must be greater than or equal to the minimum charge amount.",
            code="amount_too_small",
            param="amount",
        )


def _check_fee(fee: int, amount: int, account: str) -> None:
    if account == PLATFORM:
        raise Refused(
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a "
            "direct payment (using an OAuth key or Stripe-Account header) or destination payment "
            "(using `transfer_data[destination]`).",
            param="application_fee_amount",
        )
    if not 0 < fee <= amount:
        raise Refused(
            "Your application fee cannot exceed the total charge.", param="application_fee_amount"
        )


def retrieve(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/payment_intents/:id`."""
    return world.find(account, "payment_intent", ident)


def confirm(world: World, account: str, params: dict, ident: str) -> dict:
    """`POST /v1/payment_intents/:id/confirm`, with one of Stripe's test payment methods."""
    intent = world.find(account, "payment_intent", ident)
    methods = intent["automatic_payment_methods"] or {}
    may_redirect = methods.get("enabled") and methods.get("allow_redirects") != "never"
    if may_redirect and not params.get("return_url"):
        raise Refused(
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. "
            "Because some of these payment methods might redirect your customer off of your page, "
            "you must provide a `return_url`."
        )
    card = CARDS.get(params.get("payment_method", ""))
    if card is None:
        raise Refused("No such PaymentMethod", code="resource_missing", param="payment_method")
    pay(world, account, intent, card)
    error = intent["last_payment_error"]
    if error:
        raise Refused(
            status=402, **{k: v for k, v in error.items() if v}, payment_intent=dict(intent)
        )
    return intent


def pay(world: World, account: str, intent: dict, card: Card) -> None:
    """The buyer confirms with a card; the intent moves on."""
    if intent["status"] not in ("requires_payment_method", "requires_confirmation"):
        raise _unexpected(intent, "confirm")
    intent["last_payment_error"] = None
    if card.does == "succeed":
        _succeed(world, account, intent, pending_charge(world, account, intent))
    elif card.does == "decline":
        _fail(world, account, intent, card)
    elif card.does == "challenge":
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {"url": "https://hooks.stripe.com/fake", "return_url": None},
        }
        world.say(account, "payment_intent.requires_action", intent)
    else:
        intent["status"] = "processing"
        intent["latest_charge"] = pending_charge(world, account, intent)["id"]
        world.say(account, "payment_intent.processing", intent)


def authenticate(world: World, account: str, intent: dict, *, passed: bool) -> None:
    """The buyer's bank has asked, and he has (or has not) convinced it."""
    assert intent["status"] == "requires_action", intent["status"]
    intent["next_action"] = None
    if passed:
        _succeed(world, account, intent, pending_charge(world, account, intent))
    else:
        words = "We are unable to authenticate your payment method."
        _fail(world, account, intent, Card("", "payment_intent_authentication_failure", "", words))


def clear(world: World, account: str, intent: dict, *, paid: bool) -> None:
    """A slow payment arrives, or comes back."""
    assert intent["status"] == "processing", intent["status"]
    if paid:
        _succeed(world, account, intent, world.find(account, "charge", intent["latest_charge"]))
    else:
        words = "The payment could not be collected."
        _fail(world, account, intent, Card("", "payment_intent_payment_attempt_failed", "", words))


def _succeed(world: World, account: str, intent: dict, charge: dict) -> None:
    settle_charge(world, account, intent, charge)
    intent |= {
        "status": "succeeded",
        "amount_received": intent["amount"],
        "latest_charge": charge["id"],
        "next_action": None,
    }
    world.say(account, "charge.succeeded", charge)
    world.say(account, "payment_intent.succeeded", intent)


def _fail(world: World, account: str, intent: dict, card: Card) -> None:
    charge = failed_charge(world, account, intent, card)
    intent |= {"status": "requires_payment_method", "latest_charge": charge["id"]}
    intent["last_payment_error"] = {
        "type": "card_error",
        "code": card.code,
        "decline_code": card.decline_code or None,
        "message": card.message,
        "charge": charge["id"],
    }
    world.say(account, "charge.failed", charge)
    world.say(account, "payment_intent.payment_failed", intent)


def cancel(world: World, account: str, params: dict, ident: str) -> dict:
    """`POST /v1/payment_intents/:id/cancel`."""
    intent = world.find(account, "payment_intent", ident)
    if intent["status"] not in CANCELABLE:
        raise _unexpected(intent, "cancel")
    intent |= {
        "status": "canceled",
        "canceled_at": intent["created"],
        "cancellation_reason": params.get("cancellation_reason"),
        "next_action": None,
    }
    world.say(account, "payment_intent.canceled", intent)
    return intent


def _unexpected(intent: dict, verb: str) -> Refused:
    return Refused(
        f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
        payment_intent=dict(intent),
    )
