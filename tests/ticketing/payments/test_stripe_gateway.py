"""The gateway to Stripe, against a Stripe of our own over HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tenants.utils import tenant_context

from kernel.tenancy import Shop
from tenant_apps.ticketing.payments.errors import GatewayRefused, GatewayUnreachable
from tenant_apps.ticketing.payments.gateways.stripe import StripeGateway, from_stripe, to_stripe
from tenant_apps.ticketing.payments.models import Payment, Refund

gateway = StripeGateway()
CHALLENGE_CARD = "4000000000003220"
SLOW_DEBIT = "AT611904300234573201"


@pytest.fixture
def account(stripe):
    account = stripe.account()
    with tenant_context(Shop(schema_name="red", stripe_account=account)):
        yield account


def a_payment(amount=4200, currency="EUR", **fields):
    return Payment(purpose="K7P2XQ", gateway="stripe", amount=amount, currency=currency, **fields)


def started(payment=None, application_fee=0):
    payment = payment or a_payment()
    reading = gateway.start(
        payment=payment,
        description="Order K7P2XQ",
        email="ann@example.com",
        application_fee=application_fee,
    )
    payment.gateway_ref = reading.gateway_ref
    payment.gateway_account = reading.gateway_account
    return payment, reading


def paid(stripe, **kwargs):
    payment, _ = started(**kwargs)
    stripe.pay(payment.gateway_ref)
    return payment


def intent_of(stripe, payment):
    return stripe.world.find(payment.gateway_account, "payment_intent", payment.gateway_ref)


def test_a_payment_starts_on_the_organizers_account_and_says_what_it_is_for(stripe, account):
    payment, reading = started(application_fee=131)
    intent = intent_of(stripe, payment)
    assert reading.state == "started"
    assert reading.gateway_account == account
    assert reading.client_secret == intent["client_secret"]
    assert intent["amount"] == 4200
    assert intent["currency"] == "eur"
    assert intent["application_fee_amount"] == 131
    assert intent["receipt_email"] is None
    assert intent["metadata"] == {
        "schema": "red",
        "payment": str(payment.key),
        "purpose": "K7P2XQ",
    }


def test_starting_the_same_payment_twice_opens_one_intent(stripe, account):
    payment = a_payment()
    first = gateway.start(payment=payment, description="Order", email="")
    again = gateway.start(payment=payment, description="Order", email="")
    assert first == again
    assert len(list(stripe.world.every(account, "payment_intent"))) == 1


def test_a_payment_whose_answer_was_lost_is_opened_once(stripe, account):
    stripe.lose_answers(1)
    payment, reading = started()
    assert reading.state == "started"
    assert len(list(stripe.world.every(account, "payment_intent"))) == 1


def test_a_short_outage_is_sat_out(stripe, account):
    stripe.outage(2)
    _payment, reading = started()
    assert reading.state == "started"


def test_a_long_outage_is_told_by_name_and_the_payment_can_be_started_later(stripe, account):
    payment = a_payment()
    stripe.outage(3)
    with pytest.raises(GatewayUnreachable):
        started(payment)
    assert list(stripe.world.every(account, "payment_intent")) == []
    assert started(payment)[1].state == "started"


def test_a_stripe_that_is_gone_is_told_by_name(stripe, account):
    payment, _ = started()
    stripe.stop()
    for ask in (gateway.read, gateway.cancel):
        with pytest.raises(GatewayUnreachable):
            ask(payment=payment)


def test_a_shop_without_a_stripe_account_takes_no_money(stripe):
    with tenant_context(Shop(schema_name="red")), pytest.raises(GatewayRefused):
        started()
    assert stripe.requests == []


def test_an_account_that_is_not_ready_is_refused(stripe):
    shop = Shop(schema_name="red", stripe_account=stripe.account(ready=False))
    with tenant_context(shop), pytest.raises(GatewayRefused):
        started()


def test_an_installation_without_keys_takes_no_money(stripe, account, settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(GatewayRefused):
        started()


def test_an_amount_below_stripes_smallest_is_refused(stripe, account):
    with pytest.raises(GatewayRefused):
        started(a_payment(amount=10))


def test_a_paid_payment_knows_stripes_fee_without_the_platforms_share(stripe, account):
    payment = paid(stripe, application_fee=131)
    reading = gateway.read(payment=payment)
    assert reading.state == "succeeded"
    assert reading.fee == 63 + 25


def test_a_fee_that_stripe_has_not_booked_yet_is_not_known(stripe, account):
    stripe.world.balance_is_late = True
    reading = gateway.read(payment=paid(stripe))
    assert (reading.state, reading.fee) == ("succeeded", None)


def test_a_fee_in_the_accounts_currency_is_told_in_that_of_the_payment(stripe, account):
    payment = paid(stripe)
    booked = next(stripe.world.every(account, "balance_transaction"))
    booked |= {"currency": "gbp", "amount": booked["amount"] // 2, "exchange_rate": 0.5}
    assert gateway.read(payment=payment).fee == 176


def test_a_declined_card_leaves_the_payment_open_with_a_sentence(stripe, account):
    payment, _ = started()
    stripe.pay(payment.gateway_ref, "4000000000009995")
    reading = gateway.read(payment=payment)
    assert reading.state == "started"
    assert reading.failure == "There is not enough money on the card."
    stripe.pay(payment.gateway_ref)
    reading = gateway.read(payment=payment)
    assert (reading.state, reading.failure) == ("succeeded", "")


def test_a_stolen_card_is_only_declined(stripe, account):
    payment, _ = started()
    stripe.pay(payment.gateway_ref, "4000000000000002")
    intent_of(stripe, payment)["last_payment_error"]["decline_code"] = "stolen_card"
    assert gateway.read(payment=payment).failure == "The card was declined."


@pytest.mark.parametrize(
    ("passed", "state", "failure"),
    [(True, "succeeded", ""), (False, "started", "The bank's check was not passed.")],
)
def test_a_challenge_waits_for_the_buyer(stripe, account, passed, state, failure):
    payment, _ = started()
    stripe.pay(payment.gateway_ref, CHALLENGE_CARD)
    assert gateway.read(payment=payment).state == "challenge"
    stripe.authenticate(payment.gateway_ref, passed=passed)
    reading = gateway.read(payment=payment)
    assert (reading.state, reading.failure) == (state, failure)


def test_a_slow_payment_is_pending_and_then_succeeds(stripe, account):
    payment, _ = started()
    stripe.pay(payment.gateway_ref, SLOW_DEBIT)
    assert gateway.read(payment=payment).state == "pending"
    stripe.clear(payment.gateway_ref)
    assert gateway.read(payment=payment).state == "succeeded"


def test_a_slow_payment_may_come_back(stripe, account):
    payment, _ = started()
    stripe.pay(payment.gateway_ref, SLOW_DEBIT)
    stripe.clear(payment.gateway_ref, paid=False)
    reading = gateway.read(payment=payment)
    assert reading.state == "started"
    assert reading.failure == "The payment could not be collected."


def test_cancelling_gives_the_payment_up(stripe, account):
    payment, _ = started()
    assert gateway.cancel(payment=payment).state == "cancelled"
    assert gateway.cancel(payment=payment).state == "cancelled"


def test_cancelling_a_payment_that_never_reached_stripe_asks_nobody(stripe, account):
    assert gateway.cancel(payment=a_payment()).state == "cancelled"
    assert stripe.requests == []


def test_cancelling_too_late_tells_that_the_money_is_there(stripe, account):
    reading = gateway.cancel(payment=paid(stripe))
    assert (reading.state, reading.fee) == ("succeeded", 88)


def test_cancelling_a_payment_under_way_tells_that_it_is_pending(stripe, account):
    payment, _ = started()
    stripe.pay(payment.gateway_ref, SLOW_DEBIT)
    assert gateway.cancel(payment=payment).state == "pending"


def test_a_full_refund_gives_the_platforms_share_back(stripe, account):
    payment = paid(stripe, application_fee=131)
    reading = gateway.refund(refund=Refund(payment=payment, amount=4200))
    fee = next(stripe.world.every("", "application_fee"))
    assert reading.state == "succeeded"
    assert (fee["amount"], fee["amount_refunded"]) == (131, 131)


def test_a_part_refund_leaves_the_platforms_share(stripe, account):
    payment = paid(stripe, application_fee=131)
    reading = gateway.refund(refund=Refund(payment=payment, amount=2100))
    fee = next(stripe.world.every("", "application_fee"))
    charge = next(stripe.world.every(account, "charge"))
    assert reading.state == "succeeded"
    assert charge["amount_refunded"] == 2100
    assert fee["amount_refunded"] == 0


def test_a_full_refund_works_where_the_platform_took_no_share(stripe, account):
    reading = gateway.refund(refund=Refund(payment=paid(stripe), amount=4200))
    assert reading.state == "succeeded"


def test_the_same_refund_is_given_once(stripe, account):
    refund = Refund(payment=paid(stripe), amount=1000)
    stripe.lose_answers(1)
    first = gateway.refund(refund=refund)
    assert gateway.refund(refund=refund) == first
    charge = next(stripe.world.every(account, "charge"))
    assert charge["amount_refunded"] == 1000


def test_an_old_refund_is_given_once_though_stripe_forgot_its_key(stripe, account):
    refund = Refund(payment=paid(stripe), amount=1000)
    first = gateway.refund(refund=refund)
    stripe.answers.forget()
    refund.requested_at = timezone.now() - timedelta(days=2)
    assert gateway.refund(refund=refund) == first
    charge = next(stripe.world.every(account, "charge"))
    assert charge["amount_refunded"] == 1000


@pytest.mark.parametrize(("arrives", "state"), [(True, "succeeded"), (False, "failed")])
def test_a_waiting_refund_is_followed_to_its_end(stripe, account, arrives, state):
    stripe.world.refunds_wait = True
    refund = Refund(payment=paid(stripe), amount=4200)
    waiting = gateway.refund(refund=refund)
    assert waiting.state == "requested"
    stripe.finish_refund(waiting.gateway_ref, paid=arrives)
    assert gateway.refund(refund=refund).state == state
    refund.gateway_ref = waiting.gateway_ref
    assert gateway.refund(refund=refund).state == state


def test_a_refund_of_more_than_is_left_fails_with_a_sentence(stripe, account):
    payment = paid(stripe)
    gateway.refund(refund=Refund(payment=payment, amount=4200))
    reading = gateway.refund(refund=Refund(payment=payment, amount=100))
    assert reading.state == "failed"
    assert reading.failure == "This payment has already been refunded in full."


def test_a_refund_during_an_outage_is_told_by_name_and_given_later(stripe, account):
    refund = Refund(payment=paid(stripe), amount=4200)
    stripe.outage(10)
    with pytest.raises(GatewayUnreachable):
        gateway.refund(refund=refund)
    stripe.outage(0)
    assert gateway.refund(refund=refund).state == "succeeded"


def test_a_refund_goes_to_the_account_that_took_the_money(stripe, account):
    payment = paid(stripe)
    with tenant_context(Shop(schema_name="red", stripe_account=stripe.account())):
        reading = gateway.refund(refund=Refund(payment=payment, amount=4200))
    assert (reading.state, reading.gateway_account) == ("succeeded", account)


@pytest.mark.parametrize(
    ("ours", "currency", "theirs"),
    [(4200, "EUR", 4200), (4200, "JPY", 4200), (42, "ISK", 4200), (4200, "TND", 4200)],
)
def test_amounts_are_counted_as_stripe_counts(ours, currency, theirs):
    assert to_stripe(ours, currency) == theirs
    assert from_stripe(theirs, currency.lower()) == ours
