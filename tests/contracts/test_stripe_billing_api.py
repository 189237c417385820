"""What billing relies on from Stripe, held against our fake and, with keys, against Stripe.

    STRIPE_TEST_KEY=sk_test_… pytest tests/contracts/test_stripe_billing_api.py

runs every test twice: the second time in Stripe's test mode, on the platform's own account, whose
customer portal must have been saved once in Stripe's dashboard. Debits stand in the tests of the
collector: a mandate cannot be given by API alone.
"""

import os
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import pytest_socket
import stripe as sdk

from tests.fakes.stripe import FakeStripe

REAL = "STRIPE_TEST_KEY"
PARTNERS = ["fake", *(["stripe"] if os.environ.get(REAL) else [])]
CARD_FAILS = "pm_card_chargeCustomerFail"
CARD_ASKS = "pm_card_authenticationRequired"


@dataclass
class Partner:
    """Stripe, or who plays it; `mark` keeps this run's names apart from others'."""

    client: sdk.StripeClient
    mark: str

    @property
    def v1(self):
        return self.client.v1

    def customer(self, card="pm_card_visa", **fields):
        made = self.v1.customers.create({"email": "money@example.com", "name": "Red"} | fields)
        if card:
            self.keep(made, card)
        return made

    def keep(self, customer, card):
        method = self.v1.payment_methods.attach(card, {"customer": customer.id})
        settings = {"default_payment_method": method.id}
        self.v1.customers.update(customer.id, {"invoice_settings": settings})
        return method

    def draft(self, customer, *amounts, **fields):
        invoice = self.v1.invoices.create({
            "customer": customer.id, "currency": "eur", "auto_advance": False,
            "collection_method": "charge_automatically",
            "pending_invoice_items_behavior": "exclude", "metadata": {"schema": "red"}, **fields,
        })  # fmt: skip
        for number, amount in enumerate(amounts):
            self.v1.invoice_items.create({
                "customer": customer.id, "invoice": invoice.id, "currency": "eur",
                "amount": amount, "description": f"Line {number}",
                "metadata": {"position": str(number)},
            })  # fmt: skip
        return invoice

    def open(self, customer, *amounts):
        made = self.draft(customer, *amounts)
        return self.v1.invoices.finalize_invoice(made.id, {"auto_advance": False})

    def intent(self, invoice):
        shown = self.v1.invoices.retrieve(invoice.id, {"expand": ["payments"]})
        (payment,) = shown.payments.data
        return self.v1.payment_intents.retrieve(payment.payment.payment_intent)

    def meter(self, formula="sum", name="scans"):
        return self.v1.billing.meters.create({
            "event_name": f"{self.mark}_{name}", "display_name": name,
            "default_aggregation": {"formula": formula},
        })  # fmt: skip

    def tell(self, meter, customer, value, **fields):
        return self.v1.billing.meter_events.create({
            "event_name": meter.event_name,
            "payload": {"stripe_customer_id": customer.id, "value": str(value)}, **fields,
        })  # fmt: skip

    def price(self, amount, *, interval="month", key=None, **fields):
        product = self.v1.products.create({"name": "Smart check-in"})
        asked = {"currency": "eur", "product": product.id, "unit_amount": amount,
                 "recurring": {"interval": interval}} | fields  # fmt: skip
        if key:
            asked["lookup_key"] = f"{self.mark}-{key}"
        return self.v1.prices.create(asked)

    def subscribe(self, customer, *prices):
        return self.v1.subscriptions.create({
            "customer": customer.id, "items": [{"price": price.id} for price in prices],
            "billing_cycle_anchor": int(time.time()) + 86_400, "proration_behavior": "none",
        })  # fmt: skip


@pytest.fixture(params=PARTNERS)
def partner(request):
    mark = f"test_{secrets.token_hex(6)}"
    if request.param == "stripe":
        pytest_socket.socket_allow_hosts(["127.0.0.1", "api.stripe.com"])
        yield Partner(sdk.StripeClient(os.environ[REAL]), mark)
        return
    fake = FakeStripe().start()
    client = sdk.StripeClient(fake.key, base_addresses={"api": fake.url}, max_network_retries=0)
    yield Partner(client, mark)
    fake.stop()


def refusal(kind, ask):
    with pytest.raises(kind) as caught:
        ask()
    return caught.value


def test_a_customer_keeps_a_card_and_one_is_the_usual_one(partner):
    customer = partner.customer(card=None, metadata={"schema": "red"})
    assert customer.invoice_settings.default_payment_method is None
    method = partner.keep(customer, "pm_card_visa")
    found = partner.v1.customers.retrieve(
        customer.id, {"expand": ["invoice_settings.default_payment_method"]}
    )
    kept = found.invoice_settings.default_payment_method
    assert (kept.id, kept.type, kept.card.last4, kept.customer) == (
        method.id, "card", "4242", customer.id,
    )  # fmt: skip
    assert kept.card.exp_month
    assert kept.card.exp_year
    methods = partner.v1.payment_methods.list({"customer": customer.id})
    assert [one.id for one in methods.auto_paging_iter()] == [method.id]
    assert found.metadata.to_dict() == {"schema": "red"}


def test_nobody_elses_card_can_be_the_usual_one(partner):
    method = partner.keep(partner.customer(card=None), "pm_card_visa")
    other = partner.customer(card=None)
    settings = {"invoice_settings": {"default_payment_method": method.id}}
    refusal(sdk.InvalidRequestError, lambda: partner.v1.customers.update(other.id, settings))


def test_a_card_that_declines_at_once_is_not_kept(partner):
    customer = partner.customer(card=None)
    ask = partner.v1.payment_methods.attach
    error = refusal(
        sdk.CardError, lambda: ask("pm_card_visa_chargeDeclined", {"customer": customer.id})
    )
    assert error.code == "card_declined"


def test_what_is_deleted_says_so(partner):
    customer = partner.customer()
    partner.v1.customers.delete(customer.id)
    assert partner.v1.customers.retrieve(customer.id).deleted


def test_metadata_is_merged_and_a_key_given_empty_is_gone(partner):
    customer = partner.customer(card=None, metadata={"schema": "red", "plan": "pro"})
    changed = partner.v1.customers.update(customer.id, {"metadata": {"plan": "", "a": "b"}})
    assert changed.metadata.to_dict() == {"schema": "red", "a": "b"}


def test_an_invoice_is_made_by_hand_and_paid(partner):
    customer = partner.customer()
    draft = partner.draft(customer, 1500, 300, -200)
    assert draft.status == "draft"
    invoice = partner.v1.invoices.finalize_invoice(draft.id, {"auto_advance": False})
    assert (invoice.status, invoice.total, invoice.amount_due) == ("open", 1600, 1600)
    assert invoice.metadata.to_dict() == {"schema": "red"}
    lines = partner.v1.invoices.line_items.list(draft.id, {"limit": 100}).auto_paging_iter()
    assert {line.metadata["position"]: line.amount for line in lines} == {
        "0": 1500, "1": 300, "2": -200,
    }  # fmt: skip
    paid = partner.v1.invoices.pay(invoice.id)
    assert (paid.status, paid.amount_paid, paid.amount_remaining) == ("paid", 1600, 0)
    intent = partner.intent(invoice)
    assert (intent.status, intent.amount_received, intent.customer) == (
        "succeeded", 1600, customer.id,
    )  # fmt: skip


def test_an_invoice_of_many_lines_shows_them_by_pages(partner):
    draft = partner.draft(partner.customer(card=None), *range(101, 113))
    shown = partner.v1.invoices.retrieve(draft.id)
    assert (len(shown.lines.data), shown.lines.has_more) == (10, True)
    pages = partner.v1.invoices.line_items.list(draft.id, {"limit": 5}).auto_paging_iter()
    assert sorted(line.amount for line in pages) == list(range(101, 113))


def test_nothing_is_put_on_an_invoice_that_is_final(partner):
    customer = partner.customer()
    invoice = partner.open(customer, 1500)
    more = {"customer": customer.id, "invoice": invoice.id, "amount": 5, "currency": "eur"}
    refusal(sdk.InvalidRequestError, lambda: partner.v1.invoice_items.create(more))
    finalize = partner.v1.invoices.finalize_invoice
    refusal(sdk.InvalidRequestError, lambda: finalize(invoice.id))


@pytest.mark.parametrize(
    ("card", "codes", "status"),
    [
        (CARD_FAILS, {"card_declined"}, "requires_payment_method"),
        (
            CARD_ASKS,
            {"invoice_payment_intent_requires_action", "authentication_required"},
            None,
        ),
    ],
)
def test_a_card_that_fails_leaves_the_invoice_open_and_another_pays(partner, card, codes, status):
    customer = partner.customer(card)
    invoice = partner.open(customer, 1500)
    error = refusal(sdk.CardError, lambda: partner.v1.invoices.pay(invoice.id))
    assert error.code in codes
    assert partner.v1.invoices.retrieve(invoice.id).status == "open"
    found = partner.intent(invoice).status
    assert found in {status} if status else {"requires_action", "requires_payment_method"}
    partner.keep(customer, "pm_card_visa")
    assert partner.v1.invoices.pay(invoice.id).status == "paid"


def test_who_keeps_no_card_cannot_pay(partner):
    invoice = partner.open(partner.customer(card=None), 1500)
    refusal(sdk.InvalidRequestError, lambda: partner.v1.invoices.pay(invoice.id))
    assert partner.v1.invoices.retrieve(invoice.id).status == "open"


def test_an_invoice_is_paid_once_and_void_ones_never(partner):
    customer = partner.customer()
    paid, void = partner.open(customer, 1500), partner.open(customer, 1600)
    partner.v1.invoices.pay(paid.id)
    assert partner.v1.invoices.void_invoice(void.id).status == "void"
    for late in (paid, void):
        refusal(sdk.InvalidRequestError, lambda late=late: partner.v1.invoices.pay(late.id))
        refusal(
            sdk.InvalidRequestError, lambda late=late: partner.v1.invoices.void_invoice(late.id)
        )
    found = partner.v1.invoices.list({"customer": customer.id, "limit": 1}).auto_paging_iter()
    assert {one.id: one.status for one in found} == {paid.id: "paid", void.id: "void"}


def test_a_draft_can_be_thrown_away_and_what_is_final_cannot(partner):
    customer = partner.customer()
    draft, final = partner.draft(customer, 1500), partner.open(customer, 1500)
    assert partner.v1.invoices.delete(draft.id).deleted
    refusal(sdk.InvalidRequestError, lambda: partner.v1.invoices.delete(final.id))


def test_what_is_too_small_to_charge_goes_to_the_customers_balance(partner):
    customer = partner.customer()
    small = partner.open(customer, 20)
    assert (small.status, small.amount_due, small.total) == ("paid", 0, 20)
    assert partner.v1.customers.retrieve(customer.id).balance == 20
    next_one = partner.open(customer, 1000)
    assert (next_one.total, next_one.amount_due) == (1000, 1020)


def test_the_same_key_makes_one_invoice(partner):
    customer = partner.customer()
    options = {"idempotency_key": f"{partner.mark}-invoice"}
    asked = {"customer": customer.id, "currency": "eur"}
    first, again = (partner.v1.invoices.create(asked, options) for _ in range(2))
    assert first.id == again.id


def test_a_meter_has_a_name_of_its_own(partner):
    meter = partner.meter()
    assert meter.status == "active"
    refusal(sdk.InvalidRequestError, partner.meter)
    found = partner.v1.billing.meters.list({"status": "active", "limit": 100}).auto_paging_iter()
    assert meter.id in {one.id for one in found}


def test_usage_is_told_once_under_its_identifier(partner):
    meter, customer = partner.meter(), partner.customer(card=None)
    mark = secrets.token_hex(8)
    told = partner.tell(meter, customer, 12, identifier=mark, timestamp=int(time.time()) - 600)
    assert (told.identifier, told.payload["value"]) == (mark, "12")
    error = refusal(
        sdk.InvalidRequestError, lambda: partner.tell(meter, customer, 12, identifier=mark)
    )
    assert "already exists with identifier" in str(error)
    assert partner.tell(meter, customer, -4).identifier


def test_the_same_key_tells_usage_once(partner):
    meter, customer = partner.meter(), partner.customer(card=None)
    asked = {
        "event_name": meter.event_name, "identifier": partner.mark, "timestamp": int(time.time()),
        "payload": {"stripe_customer_id": customer.id, "value": "5"},
    }  # fmt: skip
    options = {"idempotency_key": partner.mark}
    for _ in range(2):
        partner.v1.billing.meter_events.create(asked, options)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"timestamp": int(time.time()) - 36 * 86_400},
        {"timestamp": int(time.time()) + 600},
        {"identifier": "x" * 101},
    ],
    ids=["old", "early", "long"],
)
def test_usage_of_another_time_is_refused(partner, spoilt):
    meter, customer = partner.meter(), partner.customer(card=None)
    refusal(sdk.InvalidRequestError, lambda: partner.tell(meter, customer, 1, **spoilt))


@pytest.mark.parametrize(("formula", "expected"), [("sum", 11), ("last", 7)])
def test_a_meter_adds_up_or_remembers_the_last(partner, formula, expected):
    meter, customer = partner.meter(formula, formula), partner.customer(card=None)
    now = int(time.time())
    partner.tell(meter, customer, 7, timestamp=now - 60)
    partner.tell(meter, customer, 4, timestamp=now - 120)
    window = {"customer": customer.id, "start_time": now // 60 * 60 - 3600,
              "end_time": now // 60 * 60 + 60}  # fmt: skip
    ask = partner.v1.billing.meters.event_summaries.list
    until = time.monotonic() + 60
    while not (sums := ask(meter.id, window).data) or sums[0].aggregated_value != expected:
        assert time.monotonic() < until, sums  # Stripe adds up a moment later
        time.sleep(2)
    refusal(
        sdk.InvalidRequestError,
        lambda: ask(meter.id, window | {"start_time": window["start_time"] + 1}),
    )


def test_prices_are_found_by_their_key_which_one_of_them_has(partner):
    price = partner.price(1500, key="checkin-month")
    found = partner.v1.prices.list({"lookup_keys": [price.lookup_key], "active": True}).data
    assert [(one.id, one.unit_amount) for one in found] == [(price.id, 1500)]
    refusal(sdk.InvalidRequestError, lambda: partner.price(1600, key="checkin-month"))
    newer = partner.price(1600, key="checkin-month", transfer_lookup_key=True)
    found = partner.v1.prices.list({"lookup_keys": [price.lookup_key], "active": True}).data
    assert [one.id for one in found] == [newer.id]


def test_a_product_may_have_an_id_of_our_own_once(partner):
    asked = {"id": f"{partner.mark}_checkin", "name": "Smart check-in"}
    assert partner.v1.products.create(asked).id == asked["id"]
    error = refusal(sdk.InvalidRequestError, lambda: partner.v1.products.create(asked))
    assert error.code == "resource_already_exists"


def test_usage_has_prices_in_fractions_and_in_tiers(partner):
    meter = partner.meter()
    recurring = {"interval": "month", "usage_type": "metered", "meter": meter.id}
    product = partner.v1.products.create({"name": "Scans"})
    share = partner.v1.prices.create({
        "currency": "eur", "product": product.id, "recurring": recurring,
        "unit_amount_decimal": Decimal("0.03"),
    })  # fmt: skip
    assert (share.unit_amount, share.unit_amount_decimal) == (None, Decimal("0.03"))
    tiered = partner.v1.prices.create({
        "currency": "eur", "product": product.id, "recurring": recurring,
        "billing_scheme": "tiered", "tiers_mode": "graduated",
        "tiers": [{"up_to": 3, "unit_amount": 0}, {"up_to": "inf", "unit_amount": 500}],
    })  # fmt: skip
    assert tiered.billing_scheme == "tiered"


def test_a_subscription_that_begins_with_the_next_period_charges_nothing_now(partner):
    customer = partner.customer()
    made = partner.subscribe(customer, partner.price(1500), partner.price(2500))
    assert made.status == "active"
    found = partner.v1.invoices.list({"subscription": made.id}).data
    assert sum(one.total for one in found) == 0


def test_a_subscriptions_items_come_and_go_and_collection_is_paused(partner):
    one, two = partner.price(1500), partner.price(2500)
    made = partner.subscribe(partner.customer(), one)
    partner.v1.subscriptions.update(made.id, {"pause_collection": {"behavior": "void"}})
    (item,) = partner.v1.subscription_items.list({"subscription": made.id}).data
    changes = [{"price": two.id, "metadata": {"code": "crm"}}, {"id": item.id, "deleted": True}]
    changed = partner.v1.subscriptions.update(
        made.id, {"items": changes, "proration_behavior": "none"}
    )
    assert changed.pause_collection.behavior == "void"
    (item,) = partner.v1.subscription_items.list({"subscription": made.id, "limit": 100}).data
    assert (item.price.id, item.metadata.to_dict()) == (two.id, {"code": "crm"})


def test_a_subscription_keeps_an_item_until_it_is_cancelled(partner):
    made = partner.subscribe(partner.customer(), partner.price(1500))
    (item,) = partner.v1.subscription_items.list({"subscription": made.id}).data
    last = {"items": [{"id": item.id, "deleted": True}], "proration_behavior": "none"}
    refusal(sdk.InvalidRequestError, lambda: partner.v1.subscriptions.update(made.id, last))
    gone = partner.v1.subscriptions.cancel(made.id, {"invoice_now": False, "prorate": False})
    assert gone.status == "canceled"
    left = partner.v1.subscriptions.list({"customer": gone.customer})
    assert left.data == []


def test_metered_items_have_no_quantity(partner):
    meter = partner.meter()
    recurring = {"interval": "month", "usage_type": "metered", "meter": meter.id}
    price = partner.price(1, recurring=recurring)
    made = partner.subscribe(partner.customer(), price)
    (item,) = partner.v1.subscription_items.list({"subscription": made.id}).data
    assert item.price.recurring.meter == meter.id


def test_the_portal_has_an_address_for_a_visit(partner):
    customer = partner.customer(card=None)
    made = partner.v1.billing_portal.sessions.create({
        "customer": customer.id, "return_url": "https://example.com/back",
        "flow_data": {"type": "payment_method_update"},
    })  # fmt: skip
    assert made.url.startswith("https://billing.stripe.com/")
    ask = partner.v1.billing_portal.sessions.create
    refusal(sdk.InvalidRequestError, lambda: ask({"customer": "cus_nobody"}))


def test_moments_are_counted_in_seconds_of_utc(partner):
    made = datetime.fromtimestamp(partner.customer(card=None).created, UTC)
    assert abs((datetime.now(UTC) - made).total_seconds()) < 300
