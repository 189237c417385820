"""Our invoice, charged through Stripe: once, by our sum or not at all."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest

from billing.collectors.stripe_billing import charging
from billing.collectors.stripe_billing.errors import TooSmall, TotalsDiffer
from billing.models import Discrepancy, Invoice
from billing.services import collecting, copies
from kernel.actor import Actor
from kernel.stripe import StripeRefused, StripeUnreachable
from tests.billing import make

STAFF = Actor("staff", "1", "Sam")
NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
DEBIT = "AT611904300234573201"


@pytest.fixture
def invoice(account):
    return make.invoice(
        account, lines=[make.line("Check-in", 1500), make.line("Credit", -200, what="adjustment")]
    )


def charge(collector, invoice, amount=None):
    reading = collector.collect(invoice=invoice, amount=amount or invoice.total)
    invoice.collector_ref = reading.ref
    return reading


def live(books, account):
    return [
        one
        for one in books.invoices.list({"customer": account.collector_ref}).auto_paging_iter()
        if one.status != "void"
    ]


def test_an_invoice_is_charged_with_our_lines_and_the_tax_on_one_of_its_own(
    collector, keep, account, invoice, books
):
    keep()
    reading = charge(collector, invoice)
    assert (reading.state, reading.method) == ("paid", "Visa •••• 4242")
    (theirs,) = live(books, account)
    assert (theirs.id, theirs.amount_paid, theirs.currency) == (reading.ref, invoice.total, "eur")
    assert theirs.auto_advance is False
    assert theirs.metadata.to_dict() == {
        "schema": "red", "invoice": invoice.number, "amount": str(invoice.total),
    }  # fmt: skip
    lines = books.invoices.line_items.list(theirs.id).data
    assert [(line.description, line.amount) for line in lines] == [
        ("Check-in", 1500), ("Credit", -200), *([("VAT", invoice.tax)] if invoice.tax else []),
    ]  # fmt: skip


def test_a_line_is_for_its_days_on_the_accounts_clock(collector, keep, account, invoice, books):
    keep()
    charge(collector, invoice)
    (theirs,) = live(books, account)
    line = theirs.lines.data[0]
    start, end = (datetime.fromtimestamp(at, UTC) for at in (line.period.start, line.period.end))
    assert (start.isoformat(), end.isoformat()) == (
        "2026-10-31T23:00:00+00:00", "2026-11-30T23:00:00+00:00",
    )  # fmt: skip


def test_asked_again_it_is_the_same_invoice_and_charged_once(
    collector, keep, account, invoice, stripe
):
    keep()
    assert charge(collector, invoice) == charge(collector, invoice)
    stripe.answers.forget()  # a day later
    assert charge(collector, invoice).state == "paid"
    assert len(stripe.events("charge.succeeded")) == 1


@pytest.mark.parametrize("good", range(15))
@pytest.mark.parametrize("a_day_passes", [True, False])
def test_whichever_answer_is_lost_it_is_charged_once(
    collector, keep, account, invoice, stripe, books, good, a_day_passes
):
    keep()
    stripe.lose_answers(3, after=good)  # the SDK tries three times
    with suppress(StripeUnreachable):
        charge(collector, invoice)
    stripe.lose_answers(0)
    if a_day_passes:
        stripe.answers.forget()
    assert charge(collector, invoice).state == "paid"
    assert len(stripe.events("charge.succeeded")) == 1
    assert [one.amount_paid for one in live(books, account)] == [invoice.total]


@pytest.mark.parametrize(
    ("number", "failure"),
    [
        ("4000000000000341", "card_declined"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000000069", "expired_card"),
        ("4000002500003155", "authentication_required"),
    ],
)
def test_a_card_that_fails_says_why_and_the_next_one_pays(
    collector, keep, account, invoice, books, number, failure
):
    keep(number)
    reading = charge(collector, invoice)
    assert (reading.state, reading.failure) == ("failed", failure)
    assert collector.read(invoice=invoice) == reading
    keep()
    assert charge(collector, invoice).state == "paid"
    assert len(live(books, account)) == 1


def test_each_try_with_a_card_is_an_attempt_of_its_own(collector, keep, invoice):
    keep("4000000000000341")
    first, second = charge(collector, invoice), charge(collector, invoice)
    assert first.attempt
    assert second.attempt not in ("", first.attempt)


def test_who_has_said_nothing_owes_and_is_not_charged(collector, account, invoice, books):
    reading = charge(collector, invoice)
    assert (reading.state, reading.failure, reading.attempt) == ("failed", "no_method", "")
    assert [one.status for one in live(books, account)] == ["open"]


@pytest.mark.parametrize(("paid", "state", "failure"), [
    (True, "paid", ""), (False, "failed", "debit_returned"),
])  # fmt: skip
def test_a_debit_is_on_its_way_until_it_arrives_or_comes_back(
    collector, keep, invoice, stripe, paid, state, failure
):
    keep(DEBIT)
    first = charge(collector, invoice)
    assert (first.state, first.method) == ("pending", "SEPA •••• 3201")
    assert charge(collector, invoice).state == "pending"  # nothing is asked for twice
    stripe.clear(stripe.intent_of(first.ref), paid=paid)
    reading = collector.read(invoice=invoice)
    assert (reading.state, reading.failure) == (state, failure)


def test_a_credit_note_that_comes_between_makes_it_another_invoice(
    collector, keep, account, invoice, books
):
    charge(collector, invoice)
    keep()
    assert charge(collector, invoice, invoice.total - 500).state == "paid"
    (theirs,) = live(books, account)
    assert theirs.amount_paid == invoice.total - 500
    last = books.invoices.line_items.list(theirs.id).data[-1]
    assert last.amount == -500


def test_nothing_else_is_charged_while_a_debit_is_on_its_way(
    collector, keep, account, invoice, stripe
):
    keep(DEBIT)
    charge(collector, invoice)
    assert charge(collector, invoice, invoice.total - 500).state == "pending"


@pytest.mark.parametrize("step", ["_draft", "_fill", "_finalised", "_paid"])
def test_two_that_charge_at_once_charge_once(
    collector, keep, account, invoice, stripe, books, step, monkeypatch
):
    """The second comes in before this step of the first, and is through with all of it."""
    keep()
    whole = getattr(charging, step)
    readings = []

    def interrupted(*args):
        monkeypatch.setattr(charging, step, whole)
        readings.append(collector.collect(invoice=invoice, amount=invoice.total))
        return whole(*args)

    monkeypatch.setattr(charging, step, interrupted)
    with suppress(StripeRefused):
        readings.append(collector.collect(invoice=invoice, amount=invoice.total))
    assert {one.state for one in readings} == {"paid"}
    assert len(stripe.events("charge.succeeded")) == 1
    assert [one.amount_paid for one in live(books, account)] == [invoice.total]


def test_a_sum_that_differs_is_nobodys_failure(keep, account, invoice, stripe):
    keep()
    stripe.world.find("", "customer", account.collector_ref)["balance"] = 700
    Invoice.objects.filter(pk=invoice.pk).update(next_attempt_at=NOW)
    collecting.dun(now=NOW)
    invoice.refresh_from_db()
    account.refresh_from_db()
    assert (invoice.state, account.state, invoice.receipts.count()) == ("open", "good", 0)
    assert invoice.next_attempt_at > NOW


def test_another_sum_than_ours_is_never_charged(collector, keep, account, invoice, stripe, books):
    keep()
    stripe.discount(account.collector_ref, 10)
    assert charge(collector, invoice).state == "paid"  # our lines take no discount
    other = make.invoice(account, month=make.MONTH.replace(month=12), number="T2")
    stripe.world.find("", "customer", account.collector_ref)["balance"] = 700
    with pytest.raises(TotalsDiffer):
        charge(collector, other)
    (found,) = Discrepancy.objects.all()
    assert (found.kind, found.ref, found.ours) == ("total", "T2", str(other.total))
    assert [one.status for one in live(books, account)] == ["paid"]
    assert len(stripe.events("charge.succeeded")) == 1
    before = len(stripe.requests)
    with pytest.raises(TotalsDiffer):  # and nothing is tried until somebody has looked
        charge(collector, other)
    assert len(stripe.requests) == before
    stripe.world.find("", "customer", account.collector_ref)["balance"] = 0
    copies.settle(discrepancy=found, by=STAFF, note="The balance is gone.")
    assert charge(collector, other).state == "paid"


def test_what_cards_cannot_move_is_left_open(collector, keep, account, stripe):
    keep()
    small = make.invoice(account, lines=[make.line("Scans", 20)])
    with pytest.raises(TooSmall):
        charge(collector, small, 20)
    assert stripe.events("invoice.created") == []


def test_a_long_invoice_is_put_on_whole(collector, keep, account, books):
    keep()
    long = make.invoice(account, lines=[make.line(f"Line {n}", 100 + n) for n in range(25)])
    assert charge(collector, long).state == "paid"
    (theirs,) = live(books, account)
    assert theirs.amount_paid == long.total


def test_yen_have_no_cents_at_stripe_either(collector, keep, account, books):
    keep()
    made = make.invoice(account, lines=[make.line("Check-in", 2400)], currency="JPY")
    assert charge(collector, made).state == "paid"
    (theirs,) = live(books, account)
    assert (theirs.amount_paid, theirs.currency) == (made.total, "jpy")


def test_icelandic_crowns_have_cents_there_that_are_noughts(collector, keep, account, books):
    keep()
    made = make.invoice(account, lines=[make.line("Check-in", 2400)], currency="ISK")
    assert charge(collector, made).state == "paid"
    (theirs,) = live(books, account)
    assert theirs.amount_paid == made.total * 100


def test_while_stripe_is_away_nothing_changes(collector, keep, invoice, stripe):
    keep()
    stripe.outage(20)
    with pytest.raises(StripeUnreachable):
        charge(collector, invoice)
    stripe.outage(0)
    assert charge(collector, invoice).state == "paid"


def test_billing_collects_through_it_and_writes_down_what_it_says(keep, account, invoice):
    keep("4000000000000341")
    collecting.collect(invoice=invoice, now=NOW)
    account.refresh_from_db()
    assert account.state == "past_due"
    keep()
    collecting.collect(invoice=invoice, now=NOW)
    invoice.refresh_from_db()
    account.refresh_from_db()
    assert (invoice.state, account.state) == (Invoice.State.PAID, "good")
    assert [one.kind for one in invoice.receipts.all()] == ["failed", "paid"]


def test_a_failure_that_stripe_tells_too_is_one_failure(keep, invoice):
    keep("4000000000000341")
    collecting.collect(invoice=invoice, now=NOW)
    collecting.look(ref=invoice.collector_ref, now=NOW)
    assert invoice.receipts.count() == 1


def test_a_debit_that_comes_back_is_heard_of(keep, invoice, stripe):
    keep(DEBIT)
    collecting.collect(invoice=invoice, now=NOW)
    stripe.clear(stripe.intent_of(invoice.collector_ref), paid=False)
    for _ in range(2):
        collecting.look(ref=invoice.collector_ref, now=NOW)
    (receipt,) = invoice.receipts.all()
    assert (receipt.kind, receipt.failure) == ("failed", "debit_returned")


def test_an_address_that_stripe_does_not_take_keeps_nobody_from_being_past_due(account):
    account.email = '"nobody home"@example.com'
    account.save()
    make.invoice(account, next_attempt_at=NOW)

    collecting.dun(now=NOW)

    account.refresh_from_db()
    assert account.state == "past_due"
    copies.mirror(account, now=NOW)
