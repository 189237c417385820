"""What the fake posts is what Stripe would: events the SDK reads, in envelopes the SDK opens."""

import pytest
import stripe as sdk

STORY = [
    ("4242424242424242", ["charge.succeeded", "payment_intent.succeeded"], "succeeded"),
    (
        "4000000000000002",
        ["charge.failed", "payment_intent.payment_failed"],
        "requires_payment_method",
    ),
    ("4000000000003220", ["payment_intent.requires_action"], "requires_action"),
    ("AT611904300234573201", ["payment_intent.processing"], "processing"),
]


def an_intent(stripe):
    account = stripe.account()
    client = sdk.StripeClient(stripe.key, base_addresses={"api": stripe.url})
    fields = {"amount": 2000, "currency": "eur", "metadata": {"schema": "red"}}
    return account, client.v1.payment_intents.create(fields, {"stripe_account": account})


@pytest.mark.parametrize(("card", "kinds", "status"), STORY)
def test_each_card_makes_its_events_on_the_connected_account(stripe, card, kinds, status):
    account, intent = an_intent(stripe)
    before = len(stripe.events())
    stripe.pay(intent.id, card)
    letters = [stripe.letter(event) for event in stripe.events()[before:]]
    events = [
        sdk.Webhook.construct_event(letter.body, letter.signature, stripe.webhook_secret)
        for letter in letters
    ]
    assert [event.type for event in events] == kinds
    assert {event.account for event in events} == {account}
    told = events[-1].data.object
    assert isinstance(told, sdk.PaymentIntent)
    assert (told.id, told.status, told.metadata.to_dict()) == (intent.id, status, {"schema": "red"})


def test_an_event_tells_how_it_was_then(stripe):
    _account, intent = an_intent(stripe)
    stripe.pay(intent.id)
    (created,) = stripe.events("payment_intent.created")
    assert created["data"]["object"]["status"] == "requires_payment_method"


@pytest.mark.parametrize(
    "spoil", [{"secret": "whsec_of_somebody_else"}, {"age": 301}], ids=["forged", "stale"]
)
def test_the_sdk_refuses_a_spoiled_letter(stripe, spoil):
    letter = stripe.letter({"object": "event", "id": "evt_1"}, **spoil)
    with pytest.raises(sdk.SignatureVerificationError):
        sdk.Webhook.construct_event(letter.body, letter.signature, stripe.webhook_secret)
