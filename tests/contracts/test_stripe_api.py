"""What we rely on from Stripe. Held against our own fake and, where keys are given, against Stripe.

    STRIPE_TEST_KEY=sk_test_… STRIPE_TEST_ACCOUNT=acct_… pytest tests/contracts

runs every test twice: the second time in Stripe's test mode, on a connected test account that may
take charges in euros. So the fake is kept to what Stripe does.
"""

import os
from dataclasses import dataclass

import pytest
import pytest_socket
import stripe as sdk

from tests.fakes.stripe import FakeStripe

REAL = ("STRIPE_TEST_KEY", "STRIPE_TEST_ACCOUNT")
PARTNERS = ["fake", *(["stripe"] if all(os.environ.get(name) for name in REAL) else [])]


@dataclass
class Partner:
    """Stripe, or who plays it: a client, and an account that may charge."""

    client: sdk.StripeClient
    account: str

    def on_account(self, **more):
        return {"stripe_account": self.account, **more}

    def intent(self, options=None, **fields):
        asked = {
            "amount": 2000,
            "currency": "eur",
            "capture_method": "automatic",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
        return self.client.v1.payment_intents.create(asked | fields, options or self.on_account())

    def confirm(self, intent, method="pm_card_visa"):
        return self.client.v1.payment_intents.confirm(
            intent.id, {"payment_method": method}, self.on_account()
        )

    def refund(self, intent, options=None, **fields):
        return self.client.v1.refunds.create(
            {"payment_intent": intent.id} | fields, options or self.on_account()
        )


@pytest.fixture(params=PARTNERS)
def partner(request):
    if request.param == "stripe":
        pytest_socket.socket_allow_hosts(["127.0.0.1", "api.stripe.com"])
        yield Partner(sdk.StripeClient(os.environ[REAL[0]]), os.environ[REAL[1]])
        return
    fake = FakeStripe().start()
    client = sdk.StripeClient(fake.key, base_addresses={"api": fake.url}, max_network_retries=0)
    yield Partner(client, fake.account())
    fake.stop()


def refusal(kind, ask):
    with pytest.raises(kind) as caught:
        ask()
    return caught.value


def test_an_intent_starts_without_a_payment_method_and_keeps_what_it_is_for(partner):
    intent = partner.intent(metadata={"schema": "red"}, description="Order K7P2XQ")
    assert intent.status == "requires_payment_method"
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert intent.metadata.to_dict() == {"schema": "red"}
    assert intent.description == "Order K7P2XQ"
    assert intent.last_payment_error is None


def test_a_card_that_works_pays_and_stripe_says_its_fee(partner):
    intent = partner.intent(application_fee_amount=120, metadata={"payment": "3f6c"})
    assert partner.confirm(intent).status == "succeeded"
    paid = partner.client.v1.payment_intents.retrieve(
        intent.id, {"expand": ["latest_charge.balance_transaction"]}, partner.on_account()
    )
    charge, booked = paid.latest_charge, paid.latest_charge.balance_transaction
    kinds = {detail.type: detail.amount for detail in booked.fee_details}
    assert paid.amount_received == 2000
    assert charge.metadata.to_dict() == {"payment": "3f6c"}
    assert kinds["application_fee"] == 120
    assert kinds["stripe_fee"] > 0
    assert booked.fee == sum(kinds.values())
    assert booked.net == booked.amount - booked.fee


@pytest.mark.parametrize(
    ("method", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", None),
    ],
)
def test_a_declined_card_leaves_the_intent_open_with_the_reason(
    partner, method, code, decline_code
):
    intent = partner.intent()
    error = refusal(sdk.CardError, lambda: partner.confirm(intent, method))
    assert error.code == code
    again = partner.client.v1.payment_intents.retrieve(intent.id, None, partner.on_account())
    assert again.status == "requires_payment_method"
    assert again.last_payment_error.code == code
    if decline_code:
        assert again.last_payment_error.decline_code == decline_code
    assert partner.confirm(intent).status == "succeeded"


def test_a_bank_may_ask_the_buyer_first(partner):
    intent = partner.confirm(partner.intent(), "pm_card_authenticationRequired")
    assert intent.status == "requires_action"
    assert intent.next_action.type


def test_an_intent_can_be_cancelled_until_it_is_paid(partner):
    cancel = partner.client.v1.payment_intents.cancel
    intent = partner.intent()
    gone = cancel(intent.id, {"cancellation_reason": "abandoned"}, partner.on_account())
    assert gone.status == "canceled"
    paid = partner.confirm(partner.intent())
    for late in (paid, gone):
        error = refusal(
            sdk.InvalidRequestError, lambda late=late: cancel(late.id, None, partner.on_account())
        )
        assert error.code == "payment_intent_unexpected_state"


def test_the_same_key_gives_the_same_answer_and_another_request_is_refused(partner):
    key = f"contract-{partner.intent().id}"
    options = partner.on_account(idempotency_key=key)
    first, again = partner.intent(options), partner.intent(options)
    assert again.id == first.id
    refusal(sdk.IdempotencyError, lambda: partner.intent(options, amount=2100))


def test_money_is_given_back_in_parts_and_never_more_than_there_was(partner):
    intent = partner.confirm(partner.intent())
    part = partner.refund(intent, amount=500, metadata={"refund": "77aa"})
    assert (part.status, part.amount) == ("succeeded", 500)
    refusal(sdk.InvalidRequestError, lambda: partner.refund(intent, amount=1600))
    assert partner.refund(intent).amount == 1500
    error = refusal(sdk.InvalidRequestError, lambda: partner.refund(intent))
    assert error.code == "charge_already_refunded"
    given = partner.client.v1.refunds.list(
        {"payment_intent": intent.id, "limit": 100}, partner.on_account()
    )
    kept = {r.amount: r.metadata.to_dict() for r in given.auto_paging_iter()}
    assert kept == {500: {"refund": "77aa"}, 1500: {}}


def test_the_platforms_share_is_given_back_only_where_it_was_taken(partner):
    shared = partner.confirm(partner.intent(application_fee_amount=120))
    assert partner.refund(shared, refund_application_fee=True).status == "succeeded"
    charge = shared.latest_charge
    fees = partner.client.v1.application_fees.list({"charge": charge}).data
    assert [(fee.amount, fee.amount_refunded) for fee in fees] == [(120, 120)]
    unshared = partner.confirm(partner.intent())
    refusal(sdk.InvalidRequestError, lambda: partner.refund(unshared, refund_application_fee=True))


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"tickets": 2}, "tickets"),
        ({"amount": "ten"}, "amount"),
        ({"amount": 0}, "amount"),
        ({"amount": 10}, "amount"),
        ({"currency": "euros"}, "currency"),
        ({"capture_method": "tomorrow"}, "capture_method"),
        ({"automatic_payment_methods": {"enabled": "maybe"}}, "automatic_payment_methods[enabled]"),
        ({"automatic_payment_methods": {"on": True}}, "automatic_payment_methods[on]"),
        ({"metadata": {"k" * 41: "v"}}, "metadata"),
    ],
)
def test_what_stripe_does_not_know_is_refused_with_its_name(partner, fields, param):
    error = refusal(sdk.InvalidRequestError, lambda: partner.intent(**fields))
    assert error.http_status == 400
    assert (error.param or "").startswith(param)


def test_a_share_is_only_taken_of_a_charge_on_somebody_elses_account(partner):
    refusal(
        sdk.InvalidRequestError,
        lambda: partner.intent({"stripe_account": None}, application_fee_amount=5),
    )
    refusal(sdk.InvalidRequestError, lambda: partner.intent(application_fee_amount=2001))


def test_strangers_and_strange_accounts_are_refused(partner):
    options = {"stripe_account": "acct_1NobodysAccount00"}
    refusal(sdk.PermissionError, lambda: partner.intent(options))
    options = partner.on_account(api_key="sk_test_nobodys")
    refusal(sdk.AuthenticationError, lambda: partner.intent(options))
    ask = partner.client.v1.payment_intents.retrieve
    error = refusal(sdk.InvalidRequestError, lambda: ask("pi_0", None, partner.on_account()))
    assert (error.code, error.http_status) == ("resource_missing", 404)
    platforms = refusal(sdk.InvalidRequestError, lambda: ask(partner.intent().id))
    assert platforms.code == "resource_missing"


def test_only_what_holds_an_object_can_be_expanded(partner):
    intent, ask = partner.intent(), partner.client.v1.payment_intents.retrieve
    refusal(
        sdk.InvalidRequestError,
        lambda: ask(intent.id, {"expand": ["tickets"]}, partner.on_account()),
    )


def test_an_organizer_can_be_onboarded(partner):
    account = partner.client.v1.accounts.create(
        {
            "country": "FR",
            "email": "money@example.com",
            "business_profile": {"name": "Red Theatre"},
            "controller": {
                "fees": {"payer": "account"},
                "losses": {"payments": "stripe"},
                "requirement_collection": "stripe",
                "stripe_dashboard": {"type": "full"},
            },
            "metadata": {"schema": "red"},
        }
    )
    assert account.charges_enabled is False
    assert account.metadata.to_dict() == {"schema": "red"}
    urls = {"return_url": "https://example.com/back", "refresh_url": "https://example.com/again"}
    made = partner.client.v1.account_links.create(
        {"account": account.id, "type": "account_onboarding", **urls}
    )
    assert made.url.startswith("https://connect.stripe.com/")


def test_a_buyer_can_be_remembered(partner):
    options = partner.on_account()
    made = partner.client.v1.customers.create({"email": "ann@example.com", "name": "Ann"}, options)
    found = partner.client.v1.customers.retrieve(made.id, None, options)
    assert (found.email, found.name) == ("ann@example.com", "Ann")
