"""An owner's morning backstage: found by keys, kept as a view, done to many, taken back."""

from playwright.sync_api import expect

from tests.journeys.scenes import PASSWORD

PATIENCE = 60_000  # milliseconds: the tickets of all these orders are being printed meanwhile
BUYERS = ("ana", "bea", "cem", "dia")


def come_in(page, live):
    page.goto(f"{live.platform}/signin")
    page.locator("input[name=login]").fill("owner@red.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live.platform}/shops")
    page.get_by_role("button", name="Go backstage").click()
    page.wait_for_url(f"{live.shop('red')}/backstage/")


def test_a_morning_at_the_desk_by_keyboard(page, live):
    for name in BUYERS:
        email = f"{name}@desk.example"
        live.do("paid_order", shop="red", number=1, email=email, name=f"{name} Desk")
    come_in(page, live)

    # The palette: found by a word of the name, opened with Enter.
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("bea desk")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_contain_text("bea@desk.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/backstage/orders/*")
    expect(page.locator("h1")).to_contain_text("Order")

    # A filter that stays, and opens beside the list without losing it.
    page.goto(f"{live.shop('red')}/backstage/orders?q=desk&status=paid")
    page.get_by_text("Keep as a view").click()
    page.get_by_label("What do you call it?").fill("Desk people")
    page.get_by_role("button", name="Keep the view").click()
    expect(page.get_by_role("link", name="Desk people")).to_have_attribute("aria-current", "page")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    panel = page.locator("side-panel.is-open .side-panel")
    expect(panel).to_contain_text("@desk.example")
    page.keyboard.press("Escape")
    expect(page.locator("side-panel.is-open")).to_have_count(0)
    page.evaluate("async () => { await navigation.transition?.finished; }")
    expect(page.locator("th a:focus")).to_have_count(1)

    # Something done to all that are chosen, with progress, to its end.
    page.locator("[data-pick-all]").check()
    expect(page.locator(".bulk-count")).to_have_text("4 chosen")
    page.get_by_role("button", name="Send the tickets again").click()
    page.wait_for_url("**/backstage/tasks/*")
    expect(page.locator("[data-finished]")).to_contain_text("4 of 4 are done.", timeout=PATIENCE)
    assert live.mail("cem@desk.example", "Your tickets", seconds=60)

    # Deleted and taken back.
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("link", name="Desk people").click()
    page.get_by_text("This view").click()
    page.get_by_role("button", name="Delete the view").click()
    expect(page.get_by_role("link", name="Desk people")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Desk people")).to_be_visible()


def test_without_scripts_the_same_is_done_by_plain_pages(window, live):
    live.do("paid_order", shop="red", number=1, email="eva@plain.example", name="Eva Plain")
    page = window(java_script_enabled=False)
    come_in(page, live)
    page.goto(f"{live.shop('red')}/backstage/search?q=plain")
    expect(page.locator("#stage")).to_contain_text("eva@plain.example")
    page.goto(f"{live.shop('red')}/backstage/orders?q=plain")
    page.locator("input[name=chosen]").first.check()
    page.get_by_role("button", name="Make a table").click()
    expect(page.locator("h1")).to_have_text("A table of 1 order")
    for _ in range(80):
        if page.locator("[data-finished]").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("link", name="Download as CSV")).to_be_visible()


def test_on_a_small_phone_nothing_is_wider_than_the_window(window, live):
    live.do("paid_order", shop="red", number=1, email="fin@phone.example", name="Fin Phone")
    page = window(viewport={"width": 360, "height": 740})
    come_in(page, live)
    for path in ("", "orders", "events", "customers", "settings", "tasks", "search?q=fin"):
        page.goto(f"{live.shop('red')}/backstage/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
