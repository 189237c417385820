"""The sandbox plays a collector: the test card's number decides, and the same each time."""

from datetime import UTC, date, datetime

import pytest

from billing.collectors import sandbox
from billing.collectors.sandbox import NotATestCard, SandboxCollector
from billing.models import Account, Invoice

collector = SandboxCollector()


@pytest.fixture
def account(public, red):
    return Account.objects.create(tenant=red, currency="EUR", zone="Europe/Paris", language="en")


@pytest.fixture
def invoice(account):
    return Invoice.objects.create(
        account=account, number="2026-00001", month=date(2026, 11, 1), currency="EUR",
        net=1500, tax=300, total=1800, tax_category="S", tax_rate=2000, seller={}, buyer={},
        language="en", issued_on=date(2026, 11, 1), due_on=date(2026, 11, 15),
        counted_at=datetime(2026, 11, 1, tzinfo=UTC), collector="sandbox",
    )  # fmt: skip


def collected(invoice, number):
    sandbox.present(account=invoice.account, number=number)
    reading = collector.collect(invoice=invoice, amount=1800)
    invoice.collector_ref = reading.ref
    return reading


def test_a_good_card_pays_and_asking_again_says_so_again(invoice):
    first = collected(invoice, "4242 4242 4242 4242")
    assert (first.state, first.failure, first.method) == ("paid", "", "Test card •••• 4242")
    assert collector.collect(invoice=invoice, amount=1800) == first
    assert collector.read(invoice=invoice) == first


@pytest.mark.parametrize(
    ("number", "failure"),
    [
        ("4000000000000341", "card_declined"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000000069", "expired_card"),
        ("4000002500003155", "authentication_required"),
    ],
)
def test_other_cards_fail_with_their_reason(invoice, number, failure):
    reading = collected(invoice, number)
    assert (reading.state, reading.failure) == ("failed", failure)
    assert collector.read(invoice=invoice) == reading


def test_a_new_card_after_a_refusal_pays(invoice):
    collected(invoice, "4000000000000341")
    assert collected(invoice, "4242424242424242").state == "paid"


def test_a_changed_card_pays_nothing_that_it_was_not_asked_for(invoice):
    collected(invoice, "4000000000000341")
    sandbox.present(account=invoice.account, number="4242424242424242")
    assert collector.read(invoice=invoice).state == "failed"


@pytest.mark.parametrize(
    ("number", "state", "failure"),
    [
        ("AT61 1904 3002 3457 3201", "paid", ""),
        ("AT86 1904 3002 3547 3202", "failed", "debit_returned"),
    ],
)
def test_a_debit_is_on_its_way_first(invoice, number, state, failure):
    assert collected(invoice, number).state == "pending"
    reading = collector.read(invoice=invoice)
    assert (reading.state, reading.failure) == (state, failure)


def test_who_has_said_nothing_cannot_be_asked(invoice):
    reading = collector.collect(invoice=invoice, amount=1800)
    assert (reading.state, reading.failure) == ("failed", "no_method")
    assert collector.method(account=invoice.account) is None


def test_nothing_to_pay_is_paid(invoice):
    reading = collector.collect(invoice=invoice, amount=0)
    invoice.collector_ref = reading.ref
    assert reading.state == collector.read(invoice=invoice).state == "paid"


def test_only_test_numbers_are_taken(account):
    with pytest.raises(NotATestCard):
        sandbox.present(account=account, number="5555555555554444")
    account.refresh_from_db()
    assert account.method == {}


def test_the_account_sees_how_it_pays(account):
    sandbox.present(account=account, number="4242424242424242")
    account.refresh_from_db()
    method = collector.method(account=account)
    assert (method.kind, method.label, method.expires) == ("card", "Test card •••• 4242", "2034-12")
    assert collector.portal(account=account, return_url="") == "/shops/red/billing/method"
