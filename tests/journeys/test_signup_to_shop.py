"""From the front page to a shop that is open, and what staff then does to it."""

import io
import re

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.journeys.scenes import PASSWORD


def a_logo():
    picture = Image.new("RGB", (240, 80), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((10, 10, 120, 70), fill="#0b6e4f")
    pen.rectangle((130, 10, 180, 70), fill="#f4a300")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def sign_in(page, address, email):
    page.goto(f"{address}/signin")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/shops")


def test_somebody_new_opens_a_shop_and_stands_in_its_backstage(live, page, window):
    page.goto(live.platform)
    page.get_by_label("What is your house called?").fill("red")
    expect(page.get_by_text("This name is taken.")).to_be_visible()
    page.get_by_label("What is your house called?").fill("green-opera")
    expect(page.get_by_text("This address is free.")).to_be_visible()
    page.locator("form.claim").get_by_role("button").click()

    expect(page.get_by_label("Shop name")).to_have_value("green-opera")
    page.get_by_label("Organization").fill("The Green Opera House")
    expect(page.get_by_label("Shop name")).to_have_value("green-opera")
    page.get_by_label("Currency").select_option("GBP")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("E-mail").fill("olive@green.example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Open my shop").click()

    expect(page.get_by_text("at least 10 characters").first).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Organization")).to_have_value("The Green Opera House")
    expect(page.get_by_label("Currency")).to_have_value("GBP")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("E-mail")).to_have_value("olive@green.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Open my shop").click()

    page.wait_for_url(f"{live.shop('green-opera')}/backstage/opening/look")
    page.get_by_label("Your logo").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": a_logo()}
    )
    page.get_by_role("button", name="Take the colours from it").click()
    page.get_by_label("As in your logo").check()
    green = page.get_by_label("As in your logo").get_attribute("value")[:6]
    page.get_by_label("Neon").check()
    expect(page.locator(".mini-classic").first).to_be_hidden()
    page.get_by_role("button", name="Wear this").click()
    page.get_by_label("What is it called?").fill("The Magic Flute")
    page.get_by_label("When does it begin?").fill("2031-05-03T19:30")
    page.get_by_label("What does a ticket cost?").fill("25")
    page.get_by_role("button", name="Put it on sale").click()
    expect(page.get_by_role("heading", name="Your shop is open")).to_be_visible()

    visitor = window()
    visitor.goto(live.shop("green-opera"))
    expect(visitor.get_by_role("img", name="Green Opera").first).to_be_visible()  # the logo
    expect(visitor.locator("body")).to_contain_text("The Magic Flute")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    assert visitor.evaluate(accent).strip() == f"#{green}"

    page.goto(f"{live.platform}/shops")
    expect(page.locator(".my-shop")).to_have_count(1)
    page.get_by_role("button", name="Go backstage").click()
    page.wait_for_url(f"{live.shop('green-opera')}/backstage/")


def test_it_works_without_scripts_on_a_phone(live, window):
    page = window(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"{live.platform}/signup")
    page.get_by_label("Organization").fill("Small Stage")
    page.get_by_label("Shop name").fill("Admin")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("This name is taken.")).to_be_visible()
    page.get_by_label("Shop name").fill("small-stage")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("E-mail").fill("olive@small.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Open my shop").click()
    for step in ("look", "event", "done"):
        page.wait_for_url(f"{live.shop('small-stage')}/backstage/opening/{step}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        if step == "look":
            page.get_by_role("link", name="Skip this").click()
        elif step == "event":
            page.get_by_role("button", name="Load an example event").click()
    page.get_by_role("link", name="See the shop").first.click()
    expect(page.get_by_text("An evening to try things out").first).to_be_visible()


def test_an_unknown_shop_is_a_404_that_tells_nothing(live, page):
    response = page.goto(live.shop("nobody-lives-here"))
    assert response.status == 404
    assert response.text() == "Not found"


def test_staff_switches_an_add_on_and_a_visitor_answers_its_question(live, page, window):
    staff = page
    sign_in(staff, live.platform, "staff@marquee.example")
    staff.goto(f"{live.platform}/control/")
    staff.get_by_role("searchbox").fill("red thea")
    expect(staff.get_by_role("link", name="Blue Festival")).to_have_count(0)
    staff.get_by_role("link", name="Red Theatre").click()
    staff.get_by_role("link", name="Change Surveys").click()
    staff.get_by_label("State").select_option("on")
    staff.get_by_label("Reason").fill("Asked for it by telephone.")
    staff.get_by_role("button", name="Change the feature").click()
    expect(staff.get_by_role("status").first).to_contain_text("Surveys is now on for Red Theatre.")
    expect(staff.locator("#history")).to_contain_text("Asked for it by telephone.")

    owner = window()
    sign_in(owner, live.platform, "owner@red.example")
    owner.goto(f"{live.platform}/shops")
    owner.get_by_role("button", name="Go backstage").click()
    owner.get_by_role("link", name="Surveys").click()
    expect(owner.get_by_role("heading", name="Nobody has answered yet")).to_be_visible()

    order = live.do("paid_order", "red", email="ana@example.org")
    live.do("let_in", "red", reference=order.split("/")[2])
    visitor = window(viewport={"width": 390, "height": 800}, has_touch=True)
    _wait_for_question(live, visitor, order)
    live.do("end_sessions", "red", event_name="Summer Night")
    live.do("tenant_apps.addons.surveys.tasks:ask_visitors")
    mail = live.mail("ana@example.org", "How was Summer Night?")
    link = re.search(r"http://\S+/surveys/\S+", mail.get_body(("plain",)).get_content())[0]

    visitor.goto(f"{link}?score=9")
    expect(visitor.get_by_role("radio", name="9")).to_be_checked()
    visitor.get_by_role("radio", name="10").check()
    visitor.get_by_label("What was the reason?").fill("The light in the second act.")
    visitor.get_by_role("button", name="Send my answer").click()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()

    owner.reload()
    expect(owner.get_by_text("One answer so far.")).to_be_visible()


def _wait_for_question(live, page, order):
    """The worker hears of the admission in its own time."""
    for _ in range(40):
        page.goto(f"{live.shop('red')}{order}")
        if page.get_by_text("One question about Summer Night").count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"the order page has no question\n{live.logs()}")


def test_staff_closes_a_shop_and_goes_backstage_with_a_banner(live, page, window):
    sign_in(page, live.platform, "staff@marquee.example")
    page.goto(f"{live.platform}/control/tenants/blue")
    page.get_by_role("link", name="Go backstage").click()
    page.get_by_label("Reason").fill("Ticket 4711")
    page.get_by_role("button", name="Go backstage").click()
    page.wait_for_url(f"{live.shop('blue')}/backstage/")
    expect(page.locator(".banner")).to_contain_text("Ticket 4711")

    page.goto(f"{live.platform}/control/tenants/blue/suspension")
    page.get_by_label("Reason").fill("Fraud.")
    page.get_by_role("button", name="Close the shop").click()
    visitor = window()
    assert visitor.goto(live.shop("blue")).status == 503
    page.get_by_role("link", name="Open the shop again").click()
    page.get_by_label("Reason").fill("All is well.")
    page.get_by_role("button", name="Open the shop").click()
    page.wait_for_url(f"{live.platform}/control/tenants/blue")
    assert visitor.goto(live.shop("blue")).status == 200
