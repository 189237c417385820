"""A stranger finds an event, buys and comes in: by mouse, by thumb, by keyboard, against luck."""

import io
import json
import urllib.request

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
GOOD, DECLINED = "4242 4242 4242 4242", "4000 0000 0000 0002"
CHALLENGED, PENDING = "4000 0000 0000 3220", "4000 0000 0000 0077"


def choose(page, live, path, number=2, shop="red"):
    page.goto(f"{live.shop(shop)}{path}")
    page.get_by_role("spinbutton").first.fill(str(number))
    page.locator("#buy button:not([type=button])").click()
    page.wait_for_url("**/checkout")


def fill_in(page, *, email, card=GOOD, name="Ana Silva"):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your e-mail").fill(email)
    page.get_by_label("I accept").check()
    give_card(page, card)


def give_card(page, card):
    page.get_by_label("Card number").fill(card)
    page.get_by_label("Valid until").fill("12/40")
    page.get_by_label("Three digits").fill("123")


def pay(page):
    page.get_by_role("button", name="Pay").click()


def codes_on(page):
    page.wait_for_function("[...document.images].every(one => one.complete)")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def nothing_serious(page):
    found = Axe().run(page).response["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    told = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in bad]
    assert told == [], f"{page.url}: {told}"


def no_wider_than_the_window(page):
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


@pytest.mark.parametrize("shop", ["red", "blue"])
def test_from_the_programme_to_a_green_light(live, page, shop):
    name = f"Jazz at {shop}"
    live.do("event", shop, name=name, price=2400)
    page.goto(live.shop(shop))
    nothing_serious(page)
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    nothing_serious(page)
    page.get_by_role("spinbutton").fill("2")
    expect(page.locator("[data-total]")).to_contain_text("48.00")
    page.get_by_role("button", name="Hold 2 tickets").click()

    page.wait_for_url("**/checkout")
    expect(page.locator(".sum-total").first).to_contain_text("48.00")
    nothing_serious(page)
    fill_in(page, email=f"ana@{shop}.example.org")
    pay(page)
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()
    nothing_serious(page)
    assert len(set(codes_on(page))) == 2

    mail = live.mail(f"ana@{shop}.example.org")
    pdf = next(part for part in mail.iter_attachments() if part.get_filename("").endswith(".pdf"))
    pages = PdfReader(io.BytesIO(pdf.get_content())).pages
    assert len(pages) == 2
    assert name in pages[0].extract_text()
    assert any(part.get_content_type() == "text/calendar" for part in mail.walk())
    verdicts = scan_twice(live, shop, codes_on(page)[0])
    assert [(one["status"], one["reason"]) for one in verdicts] == [
        ("ok", ""),
        ("error", "already_redeemed"),
    ]
    assert verdicts[1]["first_scan"]["gate"] == "North"
    assert scan(live, shop, "v1.forged.code", live.do("door_key", shop))["reason"] == "invalid"


def scan_twice(live, shop, code):
    key = live.do("door_key", shop)
    return [scan(live, shop, code, key) for _ in range(2)]


def scan(live, shop, code, key):
    request = urllib.request.Request(
        f"http://127.0.0.1:{live.port}/api/v1/checkin/scan",
        data=json.dumps({"code": code, "gate": "North"}).encode(),
        headers={
            "Host": f"{shop}.localhost:{live.port}",
            "X-API-Key": key,
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_a_small_phone_without_scripts_buys_as_well(live, window):
    path = live.do("event", "red", name="Without scripts", price=1250)
    page = window(java_script_enabled=False, **PHONE)
    page.goto(f"{live.shop('red')}{path}")
    choose(page, live, path, number=1)
    fill_in(page, email="phone@example.org")
    pay(page)
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()


def test_every_page_of_a_purchase_fits_a_small_phone(live, window):
    path = live.do("event", "blue", name="A very long name " * 6, price=1250)
    page = window(**PHONE)
    page.goto(live.shop("blue"))
    no_wider_than_the_window(page)
    page.goto(f"{live.shop('blue')}{path}")
    no_wider_than_the_window(page)
    choose(page, live, path, shop="blue")
    no_wider_than_the_window(page)
    nothing_serious(page)
    fill_in(page, email="thumb@example.org", name="N" * 280)
    pay(page)
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()
    no_wider_than_the_window(page)
    nothing_serious(page)


def test_a_declined_card_loses_nothing_and_another_one_pays(live, page):
    choose(page, live, live.do("event", "red", name="Second try"))
    fill_in(page, email="again@example.org", card=DECLINED)
    pay(page)
    expect(page.get_by_text("The card was declined.")).to_be_visible()
    give_card(page, GOOD)
    pay(page)
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()


def test_the_bank_asks_and_is_answered(live, page):
    choose(page, live, live.do("event", "red", name="Is it you"))
    fill_in(page, email="bank@example.org", card=CHALLENGED)
    pay(page)
    page.get_by_role("button", name="Yes, it is me").click()
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()


def test_a_payment_that_takes_its_time_arrives_by_itself(live, page):
    choose(page, live, live.do("event", "red", name="Slow money"))
    fill_in(page, email="slow@example.org", card=PENDING)
    pay(page)
    expect(page.get_by_role("heading", name="Almost there")).to_be_visible()
    live.do("the_bank_agrees", "red")
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()


def test_what_was_typed_stays_when_something_is_wrong(live, page):
    choose(page, live, live.do("event", "red", name="Typing"))
    page.get_by_label("Your name").fill("Ana Silva")
    page.get_by_label("Your e-mail").fill("not-an-address")
    page.locator("form.checkout").evaluate("form => form.noValidate = true")
    pay(page)
    expect(page.get_by_label("Your name")).to_have_value("Ana Silva")
    expect(page.get_by_label("Your e-mail")).to_have_value("not-an-address")


def test_going_back_adds_to_what_is_kept(live, page):
    path = live.do("event", "red", name="Change of mind", price=1000)
    choose(page, live, path, number=1)
    choose(page, live, path, number=3)
    expect(page.locator(".sum-total").first).to_contain_text("30.00")
    page.goto(f"{live.shop('red')}/cart")
    page.get_by_role("button", name="Take out").click()
    expect(page.get_by_text("Nothing in it yet")).to_be_visible()


def test_a_lost_link_comes_again_by_mail_and_only_there(live, page):
    order = live.do("paid_order", "red", email="lost@example.org")
    page.goto(f"{live.shop('red')}/orders/find")
    page.get_by_label("e-mail").fill("LOST@example.org")
    page.get_by_role("button", name="Send me the links").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    text = live.mail("lost@example.org", "Your orders").get_body(("plain",)).get_content()
    assert order in text


def test_the_whole_purchase_by_keyboard(live, page):
    path = live.do("event", "red", name="By keyboard")
    page.goto(f"{live.shop('red')}{path}")
    page.get_by_role("spinbutton").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checkout")
    page.get_by_label("Your name").focus()
    for text in ("Ana Silva", "keys@example.org"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # the terms themselves are a link beside the box
    for text in (GOOD, "12/40", "123"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()
