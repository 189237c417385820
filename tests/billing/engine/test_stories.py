"""Accounts month by month: what was switched, what was used, what was asked for, what was paid."""

from datetime import timedelta

import pytest

from billing.errors import (
    PayFirst,
)
from billing.models import Invoice, Receipt
from billing.services import invoicing
from billing.services import usage as meters
from tests.billing.engine.conftest import DECLINES, WORKS, day

pytestmark = pytest.mark.django_db


def test_from_a_trial_to_a_suspended_shop_and_back(story):
    it = story("2027-01-10 09:00")

    # A fortnight for nothing. Nobody asks for a card.
    it.order("checkin", state="trial")
    assert it.feature("checkin") == "trial"
    it.scan(300, "2027-01-15 19:00")
    it.on("2027-01-24 03:00")
    assert it.feature("checkin") == "on"
    it.card(WORKS)

    # The first of February: eight days of January, all of February; the trial's scans are free.
    it.on("2027-02-01 05:30")
    assert it.lines() == {
        ("checkin", "fixed", "2027-01"): 387,  # 15.00 × 8 of 31 days
        ("checkin", "fixed", "2027-02"): 1500,
    }
    assert it.last.state == "paid"

    # A full house in February is paid for in March, at a cent each.
    it.scan(5000, "2027-02-20 19:00")
    it.on("2027-03-01 05:30")
    assert it.lines() == {
        ("checkin", "fixed", "2027-03"): 1500,
        ("checkin", "usage", "2027-02"): 5000,
    }

    # A larger plan on the fifteenth: seventeen days of March, and April.
    it.on("2027-03-15 12:00")
    shown = it.preview("plan", offer="plus")
    it.order("plan", offer="plus")
    assert it.plan().startswith("plus")
    it.on("2027-04-01 05:30")
    assert it.lines()[("plan", "fixed", "2027-03")] == shown.rest.amount == 2687
    assert it.lines()[("plan", "fixed", "2027-04")] == shown.next.amount == 4900

    # The card fails in May: everything works, and we try again.
    it.card(DECLINES)
    it.on("2027-05-01 05:30")
    assert (it.account.state, it.feature("checkin")) == ("past_due", "past_due")
    failed = it.last
    it.on("2027-05-04 06:00").on("2027-05-08 06:00").on("2027-05-13 06:00")
    assert failed.receipts.filter(kind=Receipt.Kind.FAILED).count() == 4

    # After fourteen days nothing new begins, and the shop pays the first plan's fee for tickets.
    it.on("2027-05-15 06:00")
    assert (it.account.state, it.feature("checkin")) == ("suspended", "suspended")
    assert it.plan().startswith("standard")
    with pytest.raises(PayFirst):
        it.order("surveys")

    # Paid with another card: back at once.
    it.card(WORKS)
    it.pay(failed)
    it.account.refresh_from_db()
    assert (it.account.state, it.feature("checkin")) == ("good", "on")
    assert it.plan().startswith("plus")


def test_a_refund_after_the_invoice_is_a_credit_on_the_next(story):
    it = story()
    it.card()
    it.order("checkin")
    it.scan(1000, "2027-01-20 19:00")
    it.on("2027-02-01 06:00")
    asked = it.last.net
    meters.record(
        account=it.account, code="checkin", meter="scans", quantity=-200, source="undo-1",
        occurred_at=it.now.replace(month=1, day=20),
    )  # fmt: skip
    it.on("2027-03-01 06:00")
    assert it.lines() == {
        ("checkin", "fixed", "2027-03"): 1500,
        ("checkin", "usage", "2027-01"): -200,
    }
    assert asked + it.last.net == 1500 * 2 + 1065 + 800


def test_more_credit_than_cost_is_a_credit_note_and_pays_for_what_comes(story):
    it = story()
    it.card()
    it.order("checkin")
    it.scan(9000, "2027-01-20 19:00")
    it.on("2027-02-01 06:00")
    meters.record(
        account=it.account, code="checkin", meter="scans", quantity=-8000, source="undo",
        occurred_at=it.now - timedelta(days=3),
    )  # fmt: skip
    it.stop("checkin", when="month")
    it.on("2027-03-01 06:00")
    credit = it.last
    assert (credit.kind, credit.net) == ("credit_note", -(8500 - 1000))
    assert credit.state == "open"
    it.order("plan", offer="plus")
    it.on("2027-04-01 06:00")
    invoice = it.last
    assert invoice.net == 2 * 4900
    set_off = invoice.receipts.get(kind=Receipt.Kind.SET_OFF)
    paid = invoice.receipts.get(kind=Receipt.Kind.PAID)
    assert (set_off.amount, set_off.amount + paid.amount) == (-credit.total, invoice.total)
    credit.refresh_from_db()
    assert credit.state == "paid"


def test_what_is_told_late_is_on_the_next_invoice_and_found_behind_its_line(story):
    it = story()
    it.card()
    it.order("checkin")
    it.scan(100, "2027-01-20 19:00")
    it.on("2027-02-01 06:00")
    it.scan(7, "2027-01-31 22:30")  # a scanner that was in a drawer; still January in Paris
    it.on("2027-03-01 06:00")
    assert it.lines()[("checkin", "usage", "2027-01")] == 7
    first, second = (one.lines.get(what="usage", period="2027-01") for one in it.invoices())
    assert [one.quantity for one in meters.of_line(first)] == [100]
    assert [one.quantity for one in meters.of_line(second)] == [7]


@pytest.mark.parametrize(
    ("zone", "early", "due", "inside", "outside"),
    [
        # Auckland is thirteen hours ahead in summer, Los Angeles eight behind in winter.
        ("Pacific/Auckland", "2027-01-31 16:00", "2027-01-31 17:00",
         "2027-01-31 10:30", "2027-01-31 11:30"),
        ("America/Los_Angeles", "2027-02-01 13:00", "2027-02-01 14:00",
         "2027-02-01 07:30", "2027-02-01 08:30"),
    ],
)  # fmt: skip
def test_a_month_ends_where_the_house_stands(story, zone, early, due, inside, outside):
    it = story(zone=zone)
    it.card()
    it.order("checkin")
    it.scan(10, inside)
    it.scan(1000, outside)
    assert it.on(early).invoices() == []
    it.on(due)
    assert it.lines()[("checkin", "usage", "2027-01")] == 10
    it.on("2027-03-01 20:00")
    assert it.lines()[("checkin", "usage", "2027-02")] == 1000


def test_the_hour_that_comes_twice_belongs_to_october(story):
    it = story("2026-10-01 09:00", zone="Europe/Paris")
    it.card()
    it.order("checkin")
    it.scan(1, "2026-10-25 00:30")  # 02:30, summer time
    it.scan(2, "2026-10-25 01:30")  # 02:30 again, winter time
    it.scan(4, "2026-10-31 22:59")  # the last minute of the month
    it.scan(8, "2026-10-31 23:00")  # midnight: November
    it.on("2026-11-01 04:59")
    assert it.invoices() == []
    it.on("2026-11-01 05:00")  # six in the morning, in winter
    assert it.lines()[("checkin", "usage", "2026-10")] == 7


def test_a_leap_february_is_divided_by_its_own_days(story):
    it = story("2028-02-01 09:00")
    it.card()
    it.on("2028-02-15 09:00")
    it.order("checkin")
    it.on("2028-03-01 06:00")
    assert it.lines()[("checkin", "fixed", "2028-02")] == 776  # 15.00 × 15 of 29 days


def test_a_run_twice_asks_once(story):
    it = story()
    it.card()
    it.order("checkin")
    it.on("2027-02-01 06:00").on("2027-02-01 06:10").on("2027-02-09 06:00")
    assert len(it.invoices()) == 1


def test_months_that_nobody_ran_are_caught_up_with(story):
    it = story()
    it.card()
    it.order("checkin")
    it.scan(50, "2027-01-20 19:00")
    it.on("2027-03-05 06:00")
    assert it.lines() == {
        ("checkin", "fixed", "2027-01"): 1065,
        ("checkin", "fixed", "2027-02"): 1500,
        ("checkin", "fixed", "2027-03"): 1500,
        ("checkin", "usage", "2027-01"): 50,
    }


def test_numbers_follow_one_another_over_all_accounts(story, blue):
    first, second = story(), story(tenant=blue)
    for it in (first, second):
        it.card()
        it.order("checkin")
    first.on("2027-02-01 06:00")
    first.on("2027-03-01 06:00")
    numbers = list(Invoice.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"2027-{n:06d}" for n in range(1, 5)]


def test_an_invoice_takes_as_many_statements_however_much_was_used(
    story, django_assert_max_num_queries
):
    it = story()
    it.card()
    for code in ("checkin", "surveys"):
        it.order(code)
    for _visitor in range(50):
        it.scan(1, "2027-01-20 19:00")
    now = it.now.replace(month=2, day=1)
    with django_assert_max_num_queries(24):
        invoicing.issue(account=it.account, month=now.date(), now=now)
    assert it.last.lines.count() == 5


def test_an_account_that_owes_nothing_gets_no_invoice(story):
    it = story()
    it.on("2027-02-01 06:00").on("2027-03-01 06:00")
    assert it.invoices() == []
    assert it.account.reckoned_for == day("2027-03-01")


def test_what_begins_later_in_a_month_is_not_asked_for_on_its_first(story):
    it = story("2026-11-21 09:00")
    it.order("checkin", state="trial")
    it.on("2026-12-01 06:00")
    assert it.invoices() == []  # it may still be stopped
    it.card()
    it.on("2027-01-01 06:00")
    assert it.lines() == {
        ("checkin", "fixed", "2026-12"): 1306,  # 15.00 × 27 of 31 days
        ("checkin", "fixed", "2027-01"): 1500,
    }


def test_what_is_shown_before_is_what_stands_on_the_invoice(story):
    it = story("2026-11-21 09:00")
    it.card()
    it.order("plan", offer="plus")
    shown = it.preview("plan", offer="plus", cycle="year")
    it.order("plan", offer="plus", cycle="year")
    it.on("2026-12-01 06:00")
    assert it.last.net == shown.rest.amount == 49_000


def test_days_that_are_given_back_are_named(story):
    it = story("2026-10-21 09:00")
    it.card()
    it.order("checkin")
    it.on("2026-11-01 06:00").on("2026-11-20 09:00")
    it.pause("checkin")
    it.on("2026-12-01 06:00")
    texts = [line.text for line in it.last.lines.all()]
    assert texts == ["Smart check-in, 21 November 2026 to 30 November 2026: given back"]
