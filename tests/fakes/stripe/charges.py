"""Charges, the balance transactions that carry Stripe's fee, application fees, and refunds."""

from tests.fakes.stripe.cards import Card
from tests.fakes.stripe.refusals import Refused
from tests.fakes.stripe.world import PLATFORM, World, listed, shaped

FEE_PERCENT, FEE_FIXED = 1.5, 25


def stripe_fee(amount: int) -> int:
    """What the fake keeps of a charge, in minor units: 1.5 % and 25."""
    return round(amount * FEE_PERCENT / 100) + FEE_FIXED


def pending_charge(world: World, account: str, intent: dict) -> dict:
    """A charge that has been made and not yet been paid."""
    return world.keep(
        account,
        shaped(
            "charge",
            amount=intent["amount"],
            currency=intent["currency"],
            description=intent["description"],
            metadata=dict(intent["metadata"]),
            payment_intent=intent["id"],
            application_fee_amount=intent["application_fee_amount"],
            balance_transaction=None,
            paid=False,
            status="pending",
            shipping=None,
            transfer_data=None,
        ),
    )


def failed_charge(world: World, account: str, intent: dict, card: Card) -> dict:
    """A charge that the card's bank refused."""
    charge = pending_charge(world, account, intent)
    charge |= {"status": "failed", "failure_code": card.code, "failure_message": card.message}
    return charge


def settle_charge(world: World, account: str, intent: dict, charge: dict) -> None:
    """The money is there: fees are taken and the rest is booked to the account's balance."""
    charge |= {
        "paid": True,
        "captured": True,
        "status": "succeeded",
        "amount_captured": charge["amount"],
    }
    own = stripe_fee(charge["amount"])
    details = [_fee_detail("stripe_fee", own, charge)]
    share = charge["application_fee_amount"]
    if share:
        charge["application_fee"] = _application_fee(world, account, charge, share)["id"]
        details.append(_fee_detail("application_fee", share, charge))
    fee = own + (share or 0)
    booked = shaped(
        "balance_transaction",
        amount=charge["amount"],
        currency=charge["currency"],
        fee=fee,
        net=charge["amount"] - fee,
        fee_details=details,
        source=charge["id"],
        status="pending",
    )
    world.keep(account, booked)
    if not (world.balance_is_late or intent["capture_method"] == "automatic_async"):
        charge["balance_transaction"] = booked["id"]


def _fee_detail(kind: str, amount: int, charge: dict) -> dict:
    return {
        "type": kind,
        "amount": amount,
        "currency": charge["currency"],
        "application": None,
        "description": kind,
    }


def _application_fee(world: World, account: str, charge: dict, amount: int) -> dict:
    fee = shaped(
        "application_fee",
        account=account,
        amount=amount,
        currency=charge["currency"],
        charge=charge["id"],
        balance_transaction=None,
        fee_source={"type": "charge", "charge": charge["id"]},
    )
    world.keep(PLATFORM, fee)
    world.say(PLATFORM, "application_fee.created", fee)
    return fee


def refund(world: World, account: str, params: dict) -> dict:
    """`POST /v1/refunds`."""
    charge = _charge_to_refund(world, account, params)
    left = charge["amount"] - charge["amount_refunded"]
    if not left:
        raise Refused(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    amount = params.get("amount", left)
    if not 0 < amount <= left:
        raise Refused(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
            param="amount",
        )
    if params.get("refund_application_fee"):
        _give_fee_back(world, charge, amount)
    given = world.keep(
        account,
        shaped(
            "refund",
            amount=amount,
            currency=charge["currency"],
            charge=charge["id"],
            payment_intent=charge["payment_intent"],
            metadata=params.get("metadata") or {},
            reason=params.get("reason"),
            status="pending" if world.refunds_wait else "succeeded",
        ),
    )
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    world.say(account, "refund.created", given)
    world.say(account, "charge.refunded", charge)
    return given


def _charge_to_refund(world: World, account: str, params: dict) -> dict:
    if params.get("payment_intent"):
        intent = world.find(account, "payment_intent", params["payment_intent"])
        if intent["status"] != "succeeded":
            raise Refused(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                code="payment_intent_unexpected_state",
            )
        return world.find(account, "charge", intent["latest_charge"])
    if not params.get("charge"):
        raise Refused("One of the following params should be provided: payment_intent or charge.")
    return world.find(account, "charge", params["charge"])


def _give_fee_back(world: World, charge: dict, amount: int) -> None:
    if not charge["application_fee"]:
        raise Refused(
            f"Attempting to refund_application_fee on {charge['id']}, but it has no application fee"
        )
    fee = world.find(PLATFORM, "application_fee", charge["application_fee"])
    share = min(round(fee["amount"] * amount / charge["amount"]), fee["amount"])
    back = shaped("fee_refund", amount=share, currency=fee["currency"], fee=fee["id"])
    world.keep(PLATFORM, back)
    fee["amount_refunded"] += share
    fee["refunded"] = fee["amount_refunded"] == fee["amount"]
    world.say(PLATFORM, "application_fee.refunded", fee)


def finish_refund(world: World, account: str, given: dict, *, paid: bool) -> None:
    """A waiting refund reaches the buyer's bank, or is sent back by it."""
    given["status"] = "succeeded" if paid else "failed"
    if not paid:
        given["failure_reason"] = "expired_or_canceled_card"
        charge = world.find(account, "charge", given["charge"])
        charge["amount_refunded"] -= given["amount"]
        charge["refunded"] = False
    world.say(account, "refund.updated" if paid else "refund.failed", given)


def retrieve_refund(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/refunds/:id`."""
    return world.find(account, "refund", ident)


def list_refunds(world: World, account: str, params: dict) -> dict:
    """`GET /v1/refunds`, of one charge or one payment intent where named."""
    wanted = {k: params[k] for k in ("charge", "payment_intent") if k in params}
    found = [r for r in world.every(account, "refund") if wanted.items() <= r.items()]
    return listed(found[: params.get("limit", 10)], "/v1/refunds")


def retrieve_fee(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/application_fees/:id`."""
    return world.find(account, "application_fee", ident)


def list_fees(world: World, account: str, params: dict) -> dict:
    """`GET /v1/application_fees`."""
    wanted = {k: params[k] for k in ("charge",) if k in params}
    found = [f for f in world.every(account, "application_fee") if wanted.items() <= f.items()]
    return listed(found[: params.get("limit", 10)], "/v1/application_fees")
