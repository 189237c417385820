"""What is drawn by `infra/bin/screens`: every main page, on a desk and on a phone."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

OWNER = "owner@{shop}.example"
STAFF = "staff@marquee.example"
# The two houses of the demo: what a buyer sees is drawn in both.
SHOPS = {"classic": "meridian", "neon": "openhouse"}

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Scene:
    """One page: where it is, who looks at it, and what he does before the picture is taken."""

    name: str
    path: str
    hosts: tuple[str, ...] = ("meridian",)
    who: str = ""
    act: Act | None = None
    is_whole: bool = False


def _first_event(page: Page) -> None:
    page.locator("main a[href*='/e/']").first.click()
    page.wait_for_load_state()


def _checkout(page: Page) -> None:
    _first_event(page)
    steppers = page.locator("buy-box input[type=number]")
    steppers.first.fill("2")
    page.locator("buy-box button[data-busy]").first.click()
    page.wait_for_url("**/checkout")


def _cart(page: Page) -> None:
    _checkout(page)
    page.goto(page.url.replace("/checkout", "/cart"))


def _order(page: Page) -> None:
    _checkout(page)
    page.locator("input[name=name]").fill("Ada Byron")
    page.locator("input[name=email]").fill("ada@example.org")
    page.locator("input[name=terms]").check()
    number = page.locator("input[name=number]")
    if number.count():
        number.fill("4242 4242 4242 4242")
        page.locator("input[name=expiry]").fill("12/34")
        page.locator("input[name=cvc]").fill("123")
    page.locator(".pay-foot button").click()
    page.wait_for_url("**/orders/**")
    page.wait_for_timeout(1500)


def _palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("tem", delay=60)
    page.wait_for_timeout(900)


BOTH = tuple(SHOPS.values())
PLATFORM = ("marquee",)

SCENES = [
    Scene("whats-on", "/", BOTH),
    Scene("dates", "/?view=dates", BOTH),
    Scene("event", "/", BOTH, act=_first_event),
    Scene("cart", "/", BOTH, act=_cart),
    Scene("checkout", "/", BOTH, act=_checkout, is_whole=True),
    Scene("order", "/", BOTH, act=_order, is_whole=True),
    Scene("terms", "/legal/terms", BOTH),
    Scene("sign-in", "/signin", BOTH),
    Scene("website", "/", PLATFORM, is_whole=True),
    Scene("prices", "/prices", PLATFORM),
    Scene("sign-up", "/signup", PLATFORM),
    Scene("my-shops", "/shops", PLATFORM, who="owner@meridian.example"),
    Scene("plan", "/shops/meridian/billing", PLATFORM, who="owner@meridian.example", is_whole=True),
    Scene(
        "add-on", "/shops/meridian/billing/add-ons/surveys", PLATFORM, who="owner@meridian.example"
    ),
    Scene(
        "invoice",
        "/shops/meridian/billing/invoices/2026-000003",
        PLATFORM,
        who="owner@meridian.example",
    ),
    Scene("console", "/control/", PLATFORM, who=STAFF),
    Scene("revenue", "/control/revenue", PLATFORM, who=STAFF, is_whole=True),
    Scene("invoices", "/control/invoices", PLATFORM, who=STAFF),
    Scene("design", "/control/design", PLATFORM, who=STAFF),
    Scene("home", "/backstage/", who=OWNER),
    Scene("palette", "/backstage/", who=OWNER, act=_palette),
    Scene("events", "/backstage/events", who=OWNER),
    Scene("event-desk", "/backstage/events/1", who=OWNER),
    Scene("event-words", "/backstage/events/1/words", who=OWNER),
    Scene("orders", "/backstage/orders", who=OWNER),
    Scene("customers", "/backstage/customers", who=OWNER),
    Scene("door", "/backstage/door", who=OWNER),
    Scene("money", "/backstage/money", who=OWNER),
    Scene("settings", "/backstage/settings", who=OWNER),
    Scene("brand", "/backstage/settings/brand", who=OWNER),
    Scene("mails", "/backstage/mails/", who=OWNER),
    Scene("add-ons", "/backstage/settings/add-ons", who=OWNER),
]
