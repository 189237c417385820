"""The script of the payment page, in a browser, with a stand-in for Stripe's own script."""

from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from kernel.stripe import SCRIPT, page_policy

OURS = Path(__file__).parents[2] / "themes/static/sales/stripe_pay.js"
PAGE = """<!doctype html><html lang="fr"><title>Pay</title>
<form data-stripe-pay data-publishable-key="pk_test_1" data-client-secret="pi_1_secret_2"
  data-account="acct_3" data-return-url="https://shop.test/paid" data-email="ann@example.com">
<div data-stripe-element></div><p data-stripe-message role="alert" hidden></p>
<button type="submit" disabled>Pay 42</button></form>
<script src="%s" defer></script><script src="/stripe_pay.js" defer></script>"""
# Remembers what it was asked, and answers as the page's address says.
STAND_IN = """
const wish = new URL(location).searchParams.get("wish");
window.asked = [];
window.Stripe = (key, options) => {
  window.asked.push(["stripe", key, options]);
  return {
    elements: (options) => {
      window.asked.push(["elements", options]);
      return { create: (kind, options) => {
        window.asked.push(["create", kind, options]);
        const hears = {};
        return {
          on: (name, heard) => { hears[name] = heard; },
          mount: (place) => {
            place.textContent = "card fields";
            setTimeout(() => wish === "loaderror"
              ? hears.loaderror({ error: { message: "no" } }) : hears.ready());
          },
        };
      } };
    },
    confirmPayment: async ({ confirmParams }) => {
      window.asked.push(["confirm", confirmParams]);
      if (wish === "decline")
        return { error: { type: "card_error", message: "Votre carte a été refusée." } };
      if (wish === "paid")
        return { error: { type: "api", code: "payment_intent_unexpected_state" } };
      if (wish === "api") return { error: { type: "api_error", message: "Internal: 42" } };
      location.assign(confirmParams.return_url);
      return new Promise(() => {});
    },
  };
};
"""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """Open the payment page of a shop, as it answers with its content policy."""
    policy = "; ".join(f"{name} {' '.join(said)}" for name, said in page_policy().items())
    context = browser.new_context()

    def open_page(wish="", *, stripe=True):
        page = context.new_page()
        page.set_default_timeout(5000)
        html = {"content_type": "text/html", "headers": {"Content-Security-Policy": policy}}
        script = {"content_type": "text/javascript; charset=utf-8"}
        page.route("**/*", lambda route: route.abort())
        page.route("https://shop.test/pay*", lambda r: r.fulfill(body=PAGE % SCRIPT, **html))
        page.route("https://shop.test/paid*", lambda r: r.fulfill(body="Thank you", **html))
        page.route("**/stripe_pay.js", lambda r: r.fulfill(body=OURS.read_text(), **script))
        if stripe:
            page.route(SCRIPT, lambda route: route.fulfill(body=STAND_IN, **script))
        page.goto(f"https://shop.test/pay?wish={wish}")
        return page

    yield open_page
    context.close()


@pytest.mark.journey
def test_the_form_is_told_whose_account_it_is_and_leads_to_the_return_address(visit):
    page = visit()
    button = page.get_by_role("button", name="Pay 42")
    expect(button).to_be_enabled()
    asked = {name: rest for name, *rest in page.evaluate("window.asked")}
    assert asked["stripe"] == ["pk_test_1", {"stripeAccount": "acct_3", "locale": "fr"}]
    assert asked["elements"][0]["clientSecret"] == "pi_1_secret_2"
    assert asked["create"][1]["defaultValues"]["billingDetails"]["email"] == "ann@example.com"
    button.click()
    page.wait_for_url("https://shop.test/paid")


@pytest.mark.journey
def test_a_declined_card_is_told_in_the_buyers_words_and_can_be_tried_again(visit):
    page = visit("decline")
    page.get_by_role("button", name="Pay 42").click()
    expect(page.get_by_role("alert")).to_have_text("Votre carte a été refusée.")
    expect(page.get_by_role("button", name="Pay 42")).to_be_enabled()


@pytest.mark.journey
def test_what_stripe_says_to_programmers_is_not_shown_to_buyers(visit):
    page = visit("api")
    page.get_by_role("button", name="Pay 42").click()
    expect(page.get_by_role("alert")).to_contain_text("did not work")
    assert "42" not in page.get_by_role("alert").inner_text()


@pytest.mark.journey
def test_a_payment_that_was_made_in_another_tab_leads_to_the_order(visit):
    page = visit("paid")
    page.get_by_role("button", name="Pay 42").click()
    page.wait_for_url("https://shop.test/paid")


@pytest.mark.journey
@pytest.mark.parametrize(("wish", "stripe"), [("loaderror", True), ("", False)])
def test_a_form_that_cannot_be_loaded_says_so_and_takes_no_click(visit, wish, stripe):
    page = visit(wish, stripe=stripe)
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(page.get_by_role("button")).to_be_disabled()
