"""Switching on, off and in between: what it costs stands there before, and is what comes."""

import pytest
from django.apps import apps

from billing.models import Switch
from billing.services import previewing, standing
from kernel.money import Money
from tests.billing.owner.conftest import plain


def test_looking_changes_nothing(desk):
    desk.card()
    for way in ("trial", "month", "year"):
        assert desk.get(f"add-ons/checkin/order/{way}").status_code == 200

    assert not Switch.objects.filter(code="checkin").exists()


@pytest.mark.parametrize("way", ["month", "year"])
def test_what_stands_there_before_the_click_stands_on_the_invoice(desk, way):
    desk.card()
    seen = previewing.preview(account=desk.account, code="checkin", cycle=way)
    said = desk.words(f"add-ons/checkin/order/{way}")
    assert f"on the invoice of 1 February 2027 {seen.rest}" in said
    assert str(seen.next) in said

    answer = desk.post(f"add-ons/checkin/order/{way}")
    assert answer["Location"] == "/shops/red/billing/add-ons/checkin"
    assert "Smart check-in is on." in desk.words("add-ons/checkin")

    desk.at("2027-02-01 06:00")
    of_january = sum(
        amount
        for (code, what, period), amount in desk.story.lines().items()
        if code == "checkin" and what == "fixed" and period != "2027-02"
    )
    assert Money(of_january, "EUR") == seen.rest


def test_a_trial_costs_nothing_and_says_from_when_it_does(desk):
    said = desk.words("add-ons/checkin/order/trial")
    assert "Until 24 January 2027 nothing" in said
    assert "Then each month" in said
    assert "Accepted scans: 500 are free while you try it." in said

    desk.post("add-ons/checkin/order/trial")

    assert desk.story.holds("checkin") == "trial"
    assert "From 24 January 2027 it costs €15.00 a month" in desk.words("add-ons/checkin")
    assert "Try it for 14 days" not in desk.words("add-ons/checkin")


def test_what_costs_something_needs_a_way_to_pay_and_comes_back_from_there(desk):
    page = desk.get("add-ons/checkin/order/month")
    assert "Tell us first how you want to pay." in page.text
    assert "Switch it on" not in page.text
    assert desk.post("add-ons/checkin/order/month").status_code == 409
    assert desk.story.holds("checkin") == "off"

    back = "/shops/red/billing/add-ons/checkin/order/month"
    assert f"method?then={back}" in page.text
    answer = desk.post("method", number="4242424242424242", then=back)
    assert answer["Location"] == back
    page = desk.get("add-ons/checkin/order/month").text
    assert "Saved: from now on you pay this way." in page
    assert "Switch it on" in page


def test_a_second_trial_is_refused_in_a_sentence(desk):
    desk.story.order("checkin", state="trial")
    desk.story.stop("checkin")
    desk.at("2027-01-25 09:00")

    assert "a trial is to be had once" in desk.words("add-ons/checkin/order/trial")
    assert desk.post("add-ons/checkin/order/trial").status_code == 409


@pytest.mark.parametrize(
    ("when", "last"), [("month", "31 January 2027"), ("now", "10 January 2027")]
)
def test_it_ends_with_the_month_or_tomorrow_and_can_be_kept(desk, when, last):
    desk.card()
    desk.story.order("checkin")
    said = desk.words("add-ons/checkin/stop")
    assert "After 31 January 2027, when the month is over" in said
    assert "kept for 90 days" in said
    assert "Ticket holders are never stranded" in said

    desk.post("add-ons/checkin/stop", when=when)
    said = desk.words("add-ons/checkin")
    assert f"It is switched off after {last}." in said
    assert "Take the stop back" in said

    desk.post("add-ons/checkin/keep")
    assert standing.coming(desk.account, "checkin") is None
    assert desk.story.holds("checkin") == "active"
    assert "stays on (an owner)" in desk.words("add-ons/checkin")


def test_a_pause_that_is_to_come_is_taken_back_by_its_name(desk):
    desk.card()
    desk.story.order("checkin")
    desk.post("add-ons/checkin/pause")
    assert "Take the pause back" in desk.words("add-ons/checkin")

    desk.post("add-ons/checkin/keep")

    said = desk.words("add-ons/checkin")
    assert "stays on (an owner)" in said
    assert "active from 11 Jan 2027" not in said


def test_a_trial_that_ends_by_itself_is_kept_for_a_price_that_is_said(desk):
    desk.story.order("checkin", state="trial")
    desk.story.stop("checkin")

    said = desk.words("add-ons/checkin")

    assert "Keep it, and it costs €15.00 a month from 24 January 2027 on." in said
    assert "Keep it after the trial" in said
    desk.post("add-ons/checkin/keep")
    assert "active from 24 Jan 2027 (an owner)" in desk.words("add-ons/checkin")


def test_a_year_ends_with_the_year_and_there_is_nothing_to_choose(desk):
    desk.card()
    desk.story.order("checkin", cycle="year")
    assert "From when on?" not in desk.words("add-ons/checkin/stop")

    desk.post("add-ons/checkin/stop")

    assert "It is switched off after 9 January 2028." in desk.words("add-ons/checkin")


def test_a_pause_costs_nothing_and_is_ended_for_a_sum_that_is_said(desk):
    desk.card()
    desk.story.order("checkin")
    assert "Nothing that it has stored is deleted" in desk.words("add-ons/checkin/pause")
    desk.post("add-ons/checkin/pause")

    desk.at("2027-01-12 09:00")
    assert "It is paused: it costs nothing" in desk.words("add-ons/checkin")
    seen = previewing.preview(account=desk.account, code="checkin")
    assert str(seen.rest) in desk.words("add-ons/checkin/resume")

    desk.post("add-ons/checkin/resume")
    assert desk.story.holds("checkin") == "active"


def test_a_month_can_become_a_year(desk):
    desk.card()
    desk.story.order("checkin")
    seen = previewing.preview(account=desk.account, code="checkin", cycle="year")
    said = desk.words("add-ons/checkin/order/year")
    assert "Change Smart check-in to be paid by the year" in said
    assert f"less what is paid of this month on the invoice of 1 February 2027 {seen.rest}" in said

    desk.post("add-ons/checkin/order/year")

    assert standing.held(desk.account)["checkin"].cycle == "year"


@pytest.mark.parametrize("way", ["month", "year"])
def test_who_tries_it_reads_what_will_be_ordered(desk, way):
    desk.card()
    desk.story.order("checkin", state="trial")

    said = desk.words(f"add-ons/checkin/order/{way}")

    assert f"Change Smart check-in to be paid by the {way}" in said
    assert f"Pay by the {way} Not now" in said
    assert "Your trial ends with that: it costs from today on." in said


@pytest.mark.parametrize(
    ("had", "wanted", "sentence"),
    [("month", "month", "That is how it is already."),
     ("year", "month", "You have this for a year. It can be changed when the year is over.")],
)  # fmt: skip
def test_what_is_not_to_be_had_has_a_sentence_and_no_form(desk, had, wanted, sentence):
    desk.card()
    desk.story.order("checkin", cycle=had)

    said = desk.words(f"add-ons/checkin/order/{wanted}")

    assert sentence in said
    assert "Not now" not in said
    assert "Then each month" not in said


def test_a_plan_by_the_year_can_become_one_by_the_month(desk):
    desk.card()
    desk.post("plan/plus/year")
    said = desk.words("plan/plus/month")
    assert "Pay Plus by the month" in said
    assert "Pay by the month Not now" in said
    assert "Pay by the year" not in said

    assert "That is how it is already." in desk.words("plan/plus/year")


@pytest.mark.parametrize("act", ["stop", "pause", "resume"])
def test_what_is_not_had_cannot_be_stopped(desk, act):
    answer = desk.get(f"add-ons/checkin/{act}")

    assert answer["Location"] == "/shops/red/billing/add-ons/checkin"


@pytest.mark.parametrize(
    "path", ["add-ons/nothing", "add-ons/checkin/order/week", "add-ons/wallet/order/month",
             "add-ons/plan", "plan/gold/month"],
)  # fmt: skip
def test_what_is_not_on_the_list_is_not_there(desk, path):
    assert desk.get(path).status_code == 404


def test_the_plans_say_from_when_the_other_is_cheaper(desk):
    said = desk.words("plan")

    assert "With tickets at €25.00, Plus is cheaper from 197 paid tickets a month on." in said
    assert "Your plan" in said


def test_a_dearer_plan_holds_at_once_and_a_cheaper_one_from_the_next_month(desk):
    desk.card()
    seen = previewing.preview(account=desk.account, code="plan", offer="plus")
    said = desk.words("plan/plus/month")
    assert f"by the day on the invoice of 1 February 2027 {seen.rest}" in said
    assert "each paid ticket costs 1.5 % + €0.30" in said
    desk.post("plan/plus/month")
    assert standing.held(desk.account)["plan"].offer == "plus"

    assert "Until 1 February 2027 all stays as it is" in desk.words("plan/standard/month")
    desk.post("plan/standard/month")
    assert standing.held(desk.account)["plan"].offer == "plus"
    assert "Yours from 1 February 2027 on." in desk.words("plan")
    assert "Standard from 1 February 2027" in desk.words()

    desk.post("plan/kept")
    assert standing.coming(desk.account, "plan") is None


def test_every_switch_stands_in_the_history_with_who_made_it(desk):
    desk.card()
    desk.post("add-ons/checkin/order/month")

    assert "active from 10 Jan 2027 (an owner)" in desk.words("add-ons/checkin")


def test_what_stands_on_another_is_refused_by_name(desk, monkeypatch):
    monkeypatch.setattr(apps.get_app_config("surveys"), "requires", ("checkin",))
    desk.card()

    alone = desk.post("add-ons/surveys/order/month")
    assert alone.status_code == 409
    assert "This goes together with: Smart check-in." in alone.text

    desk.post("add-ons/checkin/order/month")
    desk.post("add-ons/surveys/order/month")
    desk.post("add-ons/checkin/stop", when="month")
    assert "This goes together with: Surveys." in plain(
        desk.post("add-ons/checkin/stop", when="month")
    )
    assert desk.story.holds("checkin") == "active"
