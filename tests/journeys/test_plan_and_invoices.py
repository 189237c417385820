"""An owner and our bill: he sees what it costs, tries something, and pays what went wrong."""

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import Looker
from tests.journeys.test_signup_to_shop import sign_in

OWNER = "owner@plan.example"


@pytest.fixture(scope="module")
def plan(live):
    """A shop of this story's own; returns the address of its pages of billing."""
    live.do("open_shop", subdomain="plan", name="Plan Theatre")
    return f"{live.platform}/shops/plan/billing"


def test_an_owner_sees_prices_tries_an_add_on_and_pays_a_failed_invoice(live, page, plan):
    sign_in(page, live.platform, OWNER)
    page.get_by_role("link", name="Plan and invoices").click()
    expect(page.get_by_role("heading", name="Your next invoice")).to_be_visible()
    expect(page.locator(".bill-thing").filter(has_text="Surveys")).to_contain_text("€5.00 a month")

    page.locator(".bill-thing").get_by_role("link", name="Try it").click()
    page.get_by_role("link", name="Try it for 14 days").click()
    expect(page.locator(".bill-costs")).to_contain_text("nothing")
    expect(page.locator(".bill-costs")).to_contain_text("€5.00")
    page.get_by_role("button", name="Begin the trial").click()
    expect(page.get_by_text("Surveys is on. You find it in backstage.")).to_be_visible()
    page.goto(plan)
    expect(page.locator(".bill-thing").filter(has_text="Surveys")).to_contain_text("Trial")

    number = live.do("unpaid_invoice", subdomain="plan", amount=4200)
    page.reload()
    expect(page.get_by_text("A payment did not go through")).to_be_visible()
    page.get_by_role("button", name="now").click()
    expect(page.get_by_role("alert")).to_contain_text("the bank said no")
    page.get_by_role("link", name="Pay another way").first.click()
    page.get_by_label("A card that works").check()
    page.get_by_role("button", name="Pay with this one").click()
    page.wait_for_url(f"{plan}/invoices/{number}")
    page.get_by_role("button", name="now").click()

    expect(page.get_by_text(f"Invoice {number} is paid.")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("paid with Test card •••• 4242")
    page.goto(plan)
    expect(page.get_by_text("A payment did not go through")).to_have_count(0)
    page.goto(f"{live.platform}/shops")
    page.get_by_role("button", name="Go backstage").click()
    expect(page.get_by_role("link", name="Surveys")).to_be_visible()


def test_the_meter_counts_on_while_one_looks(live, page, plan):
    sign_in(page, live.platform, OWNER)
    page.goto(f"{plan}/usage/surveys/replies")
    expect(page.locator("#meter-live .bill-sum")).to_have_text("0")

    live.do("answers_counted", subdomain="plan", number=3)

    expect(page.locator("#meter-live .bill-sum")).to_have_text("3")


def test_it_is_all_done_without_scripts_on_a_phone(live, window, plan):
    page = window(java_script_enabled=False, viewport={"width": 360, "height": 740})
    sign_in(page, live.platform, OWNER)
    page.goto(f"{plan}/method")
    page.get_by_label("A card that works").check()
    page.get_by_role("button", name="Pay with this one").click()
    page.goto(f"{plan}/plan")
    page.get_by_role("link", name="Change to Plus").click()
    page.get_by_role("button", name="Change to Plus").click()
    expect(page.get_by_text("Your plan: Plus.")).to_be_visible()
    page.goto(f"{plan}/add-ons/surveys")
    page.get_by_role("link", name="End the trial").click()
    page.get_by_role("button", name="End the trial").click()
    page.get_by_role("button", name="Keep it after the trial").click()
    expect(page.get_by_text("It stays as it is.")).to_be_visible()


def test_everybody_can_read_it(live, chromium, plan):
    number = live.do("unpaid_invoice", subdomain="plan", amount=1200)
    key = live.do("tests.journeys.rooms:key_to_the_door", email=OWNER)
    context = chromium.new_context(locale="en-GB")
    context.add_cookies([{"name": "sessionid", "value": key, "url": live.platform}])
    eyes = Looker(context, live.port)
    paths = ("", "/plan", "/plan/standard/month", "/add-ons/surveys", "/add-ons/surveys/order/year",
             "/add-ons/surveys/stop", "/usage", "/usage/surveys/replies", "/invoices",
             f"/invoices/{number}", "/details", "/method")  # fmt: skip

    seen = [path for path in paths if eyes.look(f"{plan}{path}", anew=path == "")]
    context.close()

    assert eyes.faults == [], "\n".join(eyes.faults)
    assert seen == list(paths)
