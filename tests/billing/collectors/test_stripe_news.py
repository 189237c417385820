"""What Stripe says of the platform's own objects: it makes us look, and nothing else."""

from datetime import UTC, datetime

import pytest
from django.conf import settings as conf

from billing.models import Invoice
from billing.services import collecting, news
from kernel.facts.models import Record
from kernel.tenancy import PUBLIC, in_tenant
from tests.billing import make

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
DEBIT = "AT611904300234573201"


@pytest.fixture
def post(platform_client, stripe, run_deliveries):
    """Return `post(kind)`: every event of this kind, brought to our door and carried through."""

    def bring(kind):
        events = stripe.events(kind)
        assert events
        for letter in map(stripe.letter, events):
            answer = platform_client().post(
                "/hooks/stripe",
                data=letter.body,
                content_type="application/json",
                headers={"Stripe-Signature": letter.signature, "Host": conf.PLATFORM_HOST},
            )
            assert answer.status_code == 204
        run_deliveries()

    return bring


@pytest.fixture
def invoice(account):
    return make.invoice(account)


def collected(invoice):
    collecting.collect(invoice=invoice, now=NOW)
    invoice.refresh_from_db()
    return invoice


def test_a_debit_that_arrives_pays_the_invoice(keep, invoice, stripe, post):
    keep(DEBIT)
    collected(invoice)
    assert invoice.state == Invoice.State.OPEN
    stripe.clear(stripe.intent_of(invoice.collector_ref))
    post("invoice.paid")
    invoice.refresh_from_db()
    assert invoice.state == Invoice.State.PAID
    with in_tenant(PUBLIC):
        assert Record.objects.filter(name="InvoicePaid").count() == 1


def test_a_debit_that_comes_back_is_a_failure(keep, account, invoice, stripe, post):
    keep(DEBIT)
    collected(invoice)
    stripe.clear(stripe.intent_of(invoice.collector_ref), paid=False)
    post("invoice.payment_failed")
    account.refresh_from_db()
    assert account.state == "past_due"
    assert [one.failure for one in invoice.receipts.all()] == ["debit_returned"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("4000000000000341", "invoice.payment_failed"),
        ("4000002500003155", "invoice.payment_action_required"),
    ],
)
def test_a_failure_that_we_know_is_no_second_one(keep, invoice, post, number, kind):
    keep(number)
    collected(invoice)
    post(kind)
    post(kind)
    assert invoice.receipts.count() == 1


def test_another_card_is_known_at_once_and_what_is_open_is_tried(keep, account, invoice, post):
    keep("4000000000000341")
    post("customer.updated")
    collected(invoice)
    account.refresh_from_db()
    assert account.method["label"] == "Visa •••• 0341"
    keep("4242424242424242")
    post("customer.updated")
    account.refresh_from_db()
    assert account.method["label"] == "Visa •••• 4242"
    collecting.dun(now=datetime.now(UTC))
    invoice.refresh_from_db()
    assert invoice.state == Invoice.State.PAID


def test_a_letter_that_lies_pays_nothing(invoice, keep, stripe, post):
    keep(DEBIT)
    collected(invoice)
    theirs = stripe.world.find("", "invoice", invoice.collector_ref)
    stripe.world.say("", "invoice.paid", theirs)
    post("invoice.paid")
    invoice.refresh_from_db()
    assert invoice.state == Invoice.State.OPEN


def test_what_is_not_ours_makes_nobody_look(account, stripe):
    before = len(stripe.requests)
    for kind in ("invoice.paid", "customer.updated", "invoice.created", "charge.succeeded"):
        news.stripe_said(kind=kind, object_id="in_of_somebody_else")
    assert len(stripe.requests) == before


def test_a_void_invoice_is_no_failure(keep, account, invoice, stripe, books):
    collected(invoice)
    before = invoice.receipts.count()
    books.invoices.void_invoice(invoice.collector_ref)
    news.stripe_said(kind="invoice.voided", object_id=invoice.collector_ref)
    assert invoice.receipts.count() == before
