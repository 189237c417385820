"""An owner dresses the shop: sees it beside the form, shows it around, publishes, goes back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.scenes import PASSWORD

DESK = "/backstage/settings/brand"
ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"


def backstage(page, live, shop, path):
    """Come in by the platform, as the shop's owner."""
    page.goto(f"{live.platform}/signin")
    page.locator("input[name=login]").fill(f"owner@{shop}.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live.platform}/shops")
    page.get_by_role("button", name="Go backstage").click()
    page.wait_for_url("**/backstage/**")
    page.goto(f"{live.shop(shop)}{path}")


def accent_of(page):
    return page.evaluate(ACCENT)


def accent_in_frame(page, colour):
    """Wait until the preview wears this colour."""
    page.wait_for_function(
        """(colour) => [...document.querySelectorAll('.preview-stage iframe')].some((one) =>
             one.contentDocument?.readyState === 'complete' &&
             one.contentWindow.getComputedStyle(one.contentDocument.documentElement)
               .getPropertyValue('--accent').includes(colour))""",
        arg=colour,
    )


def test_a_colour_is_tried_shown_around_published_and_taken_back(live, page, window):
    live.do("event", shop="blue", name="Harbour Night")
    shop = live.shop("blue")
    buyer, friend = window(), window(viewport={"width": 360, "height": 740})
    buyer.goto(shop)
    before = accent_of(buyer)
    backstage(page, live, "blue", DESK)
    expect(page.locator("#draft-bar")).to_contain_text("kept in a draft")

    page.get_by_label("First colour", exact=False).first.fill("#12a150")
    expect(page.locator("#draft-bar")).to_contain_text("First colour")
    accent_in_frame(page, "#12a150")
    page.get_by_role("link", name="Phone").click()
    page.get_by_role("link", name="Event", exact=True).click()
    accent_in_frame(page, "#12a150")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    buyer.reload()
    assert accent_of(buyer) == before

    page.get_by_role("link", name="Preview link").click()
    friend.goto(page.get_by_label("Link").input_value())
    expect(friend.get_by_text("This is a preview")).to_be_visible()
    assert "#12a150" in accent_of(friend)
    friend.get_by_role("button", name="Leave the preview").click()
    expect(friend.get_by_text("This is a preview")).to_have_count(0)
    assert accent_of(friend) == before

    page.goto(f"{shop}{DESK}/publish")
    page.get_by_role("button", name="Publish the look").click()
    expect(page.get_by_text("The shop wears it from now on")).to_be_visible()
    buyer.wait_for_timeout(1100)  # a page that all strangers see may be a second old
    buyer.goto(shop)
    assert "#12a150" in accent_of(buyer)

    live.do("wear", shop="blue", accent="#2255aa")
    page.goto(f"{shop}{DESK}/history")
    page.get_by_role("link", name="Put back").first.click()
    page.get_by_role("button", name="Put edition 1 back").click()
    expect(page.locator(".edition-number").first).to_contain_text("Edition 3")
    buyer.wait_for_timeout(1100)
    buyer.goto(shop)
    assert "#12a150" in accent_of(buyer)


@pytest.mark.parametrize("section", ["", "/words", "/legal/terms"])
def test_without_a_script_a_press_keeps_the_draft(live, window, section):
    page = window(java_script_enabled=False)
    backstage(page, live, "red", f"{DESK}{section}")
    if section == "":
        page.get_by_label("First colour", exact=False).first.fill("#0a7f52")
        page.get_by_role("button", name="Keep and show preview").click()
        expect(page.locator("#draft-bar")).to_contain_text("First colour")
        expect(page.locator(".preview-stage iframe")).to_have_count(1)
    elif section == "/words":
        page.get_by_label("One line under the name").first.fill("Since 1899")
        page.get_by_role("button", name="Keep and show preview").click()
        expect(page.locator("#draft-bar")).to_contain_text("One line under the name")
    else:
        page.locator("textarea").first.fill("These are our terms.")
        page.get_by_role("button", name="Keep as a draft").click()
        assert "These are our terms." in page.locator("textarea").first.input_value()
        expect(page.get_by_text("Kept as a draft")).to_be_visible()
