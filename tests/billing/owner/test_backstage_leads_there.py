"""From backstage an owner is led to price and switch; others are told whom to ask."""

import pytest

from tests.billing.engine.conftest import DECLINES
from tests.billing.owner.conftest import plain
from tests.questions import asked

PAGE = "/shops/red/billing/add-ons/surveys"


def test_a_page_that_is_not_in_the_plan_says_the_price_and_leads_its_owner_to_the_switch(
    red, client_for
):
    answer = client_for(red, "owner").get("/backstage/surveys/")
    assert answer.status_code == 403
    assert "Surveys is not switched on" in plain(answer)
    assert "€5.00 a month" in plain(answer)
    assert PAGE in answer.text

    manager = client_for(red, "manager").get("/backstage/surveys/")
    assert PAGE not in manager.text
    assert "An owner of the shop can switch it on." in plain(manager)


@pytest.mark.parametrize("path", ["/backstage/settings", "/backstage/settings/add-ons"])
def test_the_lists_of_add_ons_lead_there_too(red, client_for, path):
    assert PAGE in client_for(red, "owner").get(path).text
    assert PAGE not in client_for(red, "manager").get(path).text


def test_settings_lead_owners_to_their_plan_and_invoices(red, client_for):
    page = client_for(red, "owner").get("/backstage/settings")
    assert '/shops/red/billing"' in page.text
    assert "Plan and invoices" in plain(page)

    assert "Plan and invoices" not in client_for(red, "manager").get("/backstage/settings").text


def test_an_open_payment_is_said_to_those_who_look_after_the_money(red, client_for, turn_on):
    owner = client_for(red, "owner")
    turn_on(red, "surveys")
    before = asked(owner, "/backstage/")

    turn_on(red, "surveys", state="past_due")

    words = "A payment to Marquee did not go through"
    page = owner.get("/backstage/").text
    assert words in page
    assert "/shops/red/billing" in page
    assert "An owner of the shop can pay it." in client_for(red, "finance").get("/backstage/").text
    assert words not in client_for(red, "support").get("/backstage/").text
    assert asked(owner, "/backstage/") == before


def test_what_is_merely_paused_is_no_open_payment(red, client_for, desk):
    desk.card()
    desk.story.order("surveys")
    desk.story.pause("surveys")
    desk.at("2027-01-12 09:00")
    owner = client_for(red, "owner")
    assert "stands still: our invoice" not in owner.get("/backstage/").text
    page = plain(owner.get("/backstage/surveys/"))
    assert "Surveys stands still" in page
    assert "It is paused, or a payment to Marquee is open." in page

    desk.story.resume("surveys")
    desk.card(DECLINES)
    desk.at("2027-02-01 06:00")
    desk.at("2027-02-16 06:00")
    owner = client_for(red, "owner")
    assert "An add-on stands still: our invoice is not paid" in owner.get("/backstage/").text
