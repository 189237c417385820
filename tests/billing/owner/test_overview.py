"""The first page: what one has, what it costs, what comes next."""

import pytest

from billing.models import Account
from kernel.money import Money
from tests.billing.engine.conftest import DECLINES
from tests.questions import asked


def test_a_new_account_owes_nothing_and_reads_what_everything_would_cost(desk):
    said = desk.words()

    assert "Your next invoice, on 1 February 2027 €0.00" in said
    assert "Standard · no monthly fee 2.5 % + €0.30 for each paid ticket" in said
    assert "Smart check-in" in said
    assert "€15.00 a month + €0.01 per accepted scan" in said
    assert "never more than €100.00 a month" in said


def test_what_cannot_be_had_yet_is_said_to_come_and_has_no_button(desk):
    page = desk.get().text

    coming = page.partition("Still to come")[2].partition("</ul>")[0]
    assert "Mobile wallet" in coming
    assert "button" not in coming
    assert "Switch it on" not in desk.words("add-ons/wallet")


def test_prices_are_those_of_the_accounts_currency(desk):
    Account.objects.update(currency="GBP")

    assert "£13.00 a month" in desk.words()


def test_what_the_next_invoice_is_said_to_be_it_is(desk):
    desk.card()
    desk.story.order("checkin")
    desk.story.scan(200)
    desk.post("coupon", code="NOPE")
    before = desk.words()

    desk.at("2027-02-01 06:00")

    invoice = desk.story.last
    assert f"1 February 2027 {Money(invoice.net, 'EUR')}" in before
    for line in invoice.lines.all():
        assert f"{line.text} {Money(line.amount, 'EUR')}" in before


def test_a_trial_a_stop_and_a_pause_say_until_when(desk):
    desk.card()
    desk.story.order("checkin", state="trial")
    assert "costs from 24 January" in desk.words()

    desk.story.stop("checkin")
    assert "On until 23 January 2027" in desk.words()

    desk.at("2027-01-24 09:00").story.order("surveys")
    desk.story.pause("surveys")
    assert "pauses on 25 January" in desk.words()


def test_usage_stands_beside_what_is_included_and_below_its_ceiling(desk):
    desk.card()
    desk.story.order("checkin")
    desk.story.scan(1200)
    said = desk.words()
    assert "1,200" in said
    assert "So far €12.00 on the next invoice." in said

    desk.story.scan(20_000)
    assert "The month’s ceiling is reached" in desk.words()


@pytest.mark.parametrize(
    ("expires", "words"),
    [("2026-12", "It has expired"), ("2027-01", "It expires soon"), ("2027-02", "It expires soon"),
     ("2027-03", "good until March 2027")],
)  # fmt: skip
def test_a_card_that_ends_is_said_in_time(desk, expires, words):
    desk.card()
    desk.account.method["expires"] = expires
    desk.story.account.save()

    assert words in desk.words()


def test_who_has_not_paid_reads_what_happens_when_and_can_pay(desk):
    desk.card()
    desk.story.order("checkin")
    desk.card(DECLINES)
    desk.at("2027-02-01 06:00")

    said = desk.words()
    assert "A payment did not go through" in said
    assert "Everything works as before; from 15 February 2027 on" in said
    assert "We try again by ourselves on 4 February 2027." in said
    assert "Pay €25.65 now" in said or "now" in said

    desk.at("2027-02-16 06:00")
    said = desk.words()
    assert "Your add-ons stand still until the open invoice is paid" in said
    assert "tickets scan" in said
    assert "On 16 April 2027 the add-ons would be switched off for good" in said


def test_it_asks_no_more_the_more_there_is(desk):
    desk.card()
    desk.story.order("checkin")
    desk.story.scan(1)
    desk.at("2027-03-01 06:00")
    few = asked(desk.client, "/shops/red/billing")

    desk.story.order("surveys")
    for _time in range(30):
        desk.story.scan(3)
    for when in ("2027-04-01 06:00", "2027-05-01 06:00", "2027-06-01 06:00"):
        desk.at(when)

    assert asked(desk.client, "/shops/red/billing") <= few
    assert few < 40


def test_it_stands_on_my_shops_and_in_the_shops_own_menu(desk):
    assert 'href="/shops/red/billing"' in desk.client.get("/shops").text
    assert "Plan and invoices" in desk.client.get("/shops/red").text

    Account.objects.update(state="past_due")
    assert "Payment overdue" in desk.client.get("/shops").text
