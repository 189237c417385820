"""Switching month by month: pausing, stopping, thinking again, years, trials, gifts."""

import pytest

from billing.errors import (
    HasItAlready,
    NeedsMethod,
    NothingToChange,
    TrialUsed,
    YearIsPaid,
)
from billing.models import Account
from billing.services import collecting, granting
from tests.billing.engine.conftest import DECLINES, OWNER, WORKS

pytestmark = pytest.mark.django_db


def test_a_paused_add_on_costs_nothing_and_starts_nothing(story):
    it = story()
    it.card()
    it.order("checkin")
    it.on("2027-02-01 06:00")
    it.on("2027-02-10 12:00")
    it.pause("checkin")
    assert it.feature("checkin") == "on"  # the day is paid for
    it.on("2027-02-11 00:30")
    assert it.feature("checkin") == "suspended"
    it.on("2027-03-01 06:00")
    assert it.lines() == {("checkin", "fixed", "2027-02"): -964}  # 18 of 28 days given back
    it.on("2027-03-11 09:00")
    it.resume("checkin")
    assert it.feature("checkin") == "on"


def test_who_stops_keeps_it_to_the_end_of_the_month_and_may_think_again(story):
    it = story()
    it.card()
    it.order("checkin")
    it.on("2027-02-05 12:00")
    it.stop("checkin")
    assert it.on("2027-02-28 12:00").feature("checkin") == "on"
    it.keep("checkin")
    assert it.on("2027-03-01 06:00").feature("checkin") == "on"
    it.stop("checkin")
    assert it.on("2027-04-01 06:00").feature("checkin") == "off"
    assert len(it.invoices()) == 2


def test_a_day_that_was_begun_is_paid(story):
    it = story("2027-01-31 09:00")
    it.card()
    it.on("2027-02-03 09:00")
    it.order("checkin")
    it.stop("checkin", when="now")
    assert it.on("2027-02-04 00:30").feature("checkin") == "off"
    it.on("2027-04-01 06:00")
    assert [one.net for one in it.invoices()] == [54]  # 15.00 × 1 of 28 days


def test_a_cheaper_plan_waits_for_the_month_that_is_paid(story):
    it = story()
    it.card()
    it.order("plan", offer="plus")
    it.on("2027-02-10 09:00")
    it.order("plan", offer="standard")
    assert it.plan().startswith("plus")
    it.on("2027-03-01 06:00")
    assert it.plan().startswith("standard")
    assert [one.net for one in it.invoices()] == [3477 + 4900]


def test_a_year_is_paid_at_once_and_had_to_its_end(story):
    it = story()
    it.card()
    it.order("checkin", cycle="year")
    with pytest.raises(YearIsPaid):
        it.order("checkin", cycle="month")
    with pytest.raises(YearIsPaid):
        it.pause("checkin")
    it.on("2027-02-01 06:00")
    assert it.lines() == {("checkin", "fixed", "Y2027-01-10"): 15_000}
    it.stop("checkin", when="now")
    assert it.on("2027-12-31 06:00").feature("checkin") == "on"
    assert it.on("2028-01-10 06:00").feature("checkin") == "off"
    assert len(it.invoices()) == 1


def test_from_month_to_year_the_rest_of_the_month_is_given_back(story):
    it = story("2026-12-20 09:00")
    it.card()
    it.order("checkin")
    it.on("2027-01-01 06:00").on("2027-01-11 09:00")
    shown = it.preview("checkin", cycle="year")
    it.order("checkin", cycle="year")
    it.on("2027-02-01 06:00")
    assert it.lines() == {
        ("checkin", "fixed", "2027-01"): -1016,  # 21 of 31 days
        ("checkin", "fixed", "Y2027-01-11"): 15_000,
    }
    assert shown.rest.amount == it.last.net


def test_everything_can_be_tried_once(story):
    it = story()
    it.order("checkin", state="trial")
    it.stop("checkin")
    it.on("2027-01-24 06:00")
    assert it.feature("checkin") == "off"
    with pytest.raises(TrialUsed):
        it.order("checkin", state="trial")
    it.on("2027-02-01 06:00")
    assert it.invoices() == []


def test_what_costs_something_needs_somebody_who_pays(story):
    it = story()
    with pytest.raises(NeedsMethod):
        it.order("checkin")
    it.card()
    it.order("checkin")
    with pytest.raises(HasItAlready):
        it.order("checkin")
    with pytest.raises(NothingToChange):
        it.resume("checkin")


def test_who_never_pays_loses_the_add_on_and_owes_what_was_asked(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00").on("2027-02-15 06:00")
    assert (it.account.state, it.feature("checkin")) == ("suspended", "suspended")
    it.on("2027-03-01 06:00")
    assert it.lines() == {("checkin", "fixed", "2027-02"): -696}  # 13 of 28 days of rest
    it.on("2027-04-16 06:00")
    assert it.feature("checkin") == "off"
    it.on("2027-06-01 06:00")
    owed, credit = it.invoices()
    collecting.write_off(invoice=owed, by=OWNER, reason="gone")
    assert [one.state for one in it.invoices()] == ["written_off", "paid"]  # the credit was set off
    it.account.refresh_from_db()
    assert it.account.state == Account.State.GOOD


def test_what_was_to_end_ends_also_after_a_rest(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00")
    it.stop("checkin")
    it.on("2027-02-15 06:00")
    assert it.feature("checkin") == "suspended"
    it.card(WORKS)
    it.pay(it.invoices()[0])
    assert it.feature("checkin") == "on"
    it.on("2027-03-01 06:00")
    assert it.feature("checkin") == "off"


def test_staff_gives_an_add_on_away_and_takes_it_back(story):
    it = story()
    for state, feature in (("free", "on"), ("off", "off")):
        granting.grant(
            account=it.account, code="checkin", state=state, by=OWNER, reason="a gift", now=it.now
        )
        assert it.feature("checkin") == feature
    it.scan(100, "2027-01-12 19:00")
    it.on("2027-03-01 06:00")
    assert [one.net for one in it.invoices()] in ([], [100])
