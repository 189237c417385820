"""Every page for everybody: axe, narrow and wide, light and dark, steady, light, at home.

The pages are those of the addresses themselves, so that a new one is looked at unasked.
"""

import re
from importlib import import_module

import pytest
from django.urls import URLPattern
from playwright.sync_api import expect

from tests.journeys.looking import Looker
from tests.journeys.scenes import PASSWORD

JS_LIMIT, CSS_LIMIT = 60_000, 40_000  # gzipped bytes
CARD = "4242 4242 4242 4242"
# What is no page: files, what a machine asks for, parts of pages, and pages that lead on.
NO_PAGE = re.compile(
    r"\.(css|csv|xlsx|pdf|ics|svg|png|txt|xml|webmanifest)$|^api/|^hooks/|/body$|/plate$|"
    r"/brand/preview|^brand/|^pictures/|/html$|/files/|^language|^currency|^preview/|/enter$|"
    r"/signout|signout$|/link$|/test$|/connect$|/visit$|try/"
)
WORDS = {
    ("backstage/events", "pk"): "event",
    ("backstage/venues", "pk"): "venue",
    ("backstage/tickets", "pk"): "ticket",
    ("backstage/settings/team", "pk"): "member",
}


def addresses(urlconf, kinds, known):
    """The paths of all pages behind these kinds of door whose words are known, in order."""
    found = []
    for route, pattern in _routes(import_module(urlconf).urlpatterns):
        door = getattr(pattern.callback, "door", None)
        if door is None or door.kind not in kinds or NO_PAGE.search(route) or "^" in route:
            continue
        path = _filled(route, known)
        if path is not None and f"/{path}" not in found:
            found.append(f"/{path}")
    return found


def _routes(patterns, before=""):
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one
        else:
            yield from _routes(one.url_patterns, route)


def _filled(route, known):
    for word in re.findall(r"<(?:\w+:)?(\w+)>", route):
        name = next((told for (at, w), told in WORDS.items() if route.startswith(at) and w == word),
                    word)  # fmt: skip
        if name not in known:
            return None
        route = re.sub(rf"<(?:\w+:)?{word}>", str(known[name]), route, count=1)
    return route


@pytest.fixture(scope="module")
def rooms(live):
    """What stands in both shops: the words of addresses, by shop."""
    there = {shop: live.do("tests.journeys.rooms:furnish", shop) for shop in ("red", "blue")}
    for told in there.values():
        told |= {
            "session_pk": told["session"], "type_pk": told["type"], "currency": "USD",
            "section": "colours", "code": "order_confirmed", "kind": "terms",
        }  # fmt: skip
    return there


@pytest.fixture
def looker(chromium, live):
    """Return `looker(email=None, shop=None)`: a window, maybe of somebody who is signed in."""
    opened = []

    def open_window(email=None, shop=None, **options):
        said = {"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **options}
        context = chromium.new_context(**said)
        context.set_default_timeout(15_000)
        if email:
            key = live.do("tests.journeys.rooms:key_to_the_door", shop, email=email)
            url = live.shop(shop) if shop else live.platform
            context.add_cookies([{"name": "sessionid", "value": key, "url": url}])
        opened.append(context)
        return Looker(context, live.port)

    yield open_window
    for one in opened:
        one.close()


def _look_at_all(looker, base, paths, *, anew=True, at_least):
    seen = [path for path in paths if looker.look(base + path, anew=anew)]
    assert looker.faults == [], "\n".join(looker.faults)
    assert len(seen) >= at_least, seen


@pytest.mark.parametrize("shop", ["red", "blue"])
def test_the_shop_is_for_everybody(live, looker, rooms, shop):
    told, eyes = rooms[shop], looker()
    paths = addresses("config.urls_tenant", {"shop"}, {})
    paths += [f"/e/{told['slug']}", told["order"], "/?view=dates", "/?q=nothing+like+it"]
    key = live.do("tests.journeys.rooms:waiting_payment", shop)
    paths.append(f"/checkout/pay/{key}")
    _fill_a_cart(eyes.page, live, shop, told["slug"])
    _look_at_all(eyes, live.shop(shop), [*paths, "/cart", "/checkout"], at_least=9)


def test_backstage_is_for_everybody(live, looker, rooms):
    eyes = looker("owner@red.example", "red")
    paths = addresses("config.urls_tenant", {"backstage"}, rooms["red"])
    _look_at_all(eyes, live.shop("red"), paths, anew=False, at_least=30)


def test_the_platform_is_for_everybody(live, looker, rooms):
    known = {"subdomain": "red", "kind": "terms"}
    there = [
        ("staff@marquee.example", {"control"}, 6),
        ("owner@red.example", {"signed_in"}, 5),
        (None, {"platform"}, 8),
    ]
    for email, kinds, at_least in there:
        paths = addresses("config.urls_public", kinds, known)
        eyes = looker(email)
        _look_at_all(eyes, live.platform, paths, anew=email is None, at_least=at_least)


@pytest.mark.parametrize("language", ["es", "fr", "pt"])
def test_the_website_fits_a_phone_in_languages_of_longer_words(live, looker, language):
    eyes = looker(viewport={"width": 360, "height": 740}, locale=language)
    for path in ("/", "/prices", "/add-ons", "/questions", "/contact", "/try", "/signup"):
        eyes.page.goto(live.platform + path)
        eyes.no_wider_than_the_window(f"in {language}")
    eyes.page.locator(".public-foot .menu > summary").click()
    eyes.no_wider_than_the_window(f"with the menu of languages, in {language}")
    assert eyes.faults == []


def _fill_a_cart(page, live, shop, slug):
    page.goto(f"{live.shop(shop)}/e/{slug}")
    page.get_by_role("spinbutton").first.fill("2")
    page.get_by_role("button", name="Hold").click()
    page.wait_for_url("**/checkout")


@pytest.mark.parametrize("shop", ["red", "blue"])
def test_pages_of_a_purchase_are_light(live, looker, rooms, shop):
    eyes = looker()
    _fill_a_cart(eyes.page, live, shop, rooms[shop]["slug"])
    for path in ("/", f"/e/{rooms[shop]['slug']}", "/cart", "/checkout", rooms[shop]["order"]):
        weights = looker_weights(looker, eyes, live.shop(shop) + path)
        assert weights.get("script", 0) < JS_LIMIT, (path, weights)
        assert weights.get("stylesheet", 0) < CSS_LIMIT, (path, weights)


def looker_weights(looker, eyes, url):
    """What a first visit to this page fetches: with the cookies, without the browser's cache."""
    fresh = looker(storage_state=eyes.context.storage_state())
    weights = fresh.weigh(url)
    fresh.context.close()
    return weights


# ------------------------------------------------------------------ by keys alone


def _focused(page):
    """The element that has the focus: what it is and what a screen reader calls it."""
    return page.evaluate(
        """() => {
          const one = document.activeElement;
          const named = one.getAttribute("aria-labelledby");
          const name = named ? document.getElementById(named).textContent
            : one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent;
          return [one.tagName, one.name || "", (name || "").trim().replace(/\\s+/g, " ")];
        }"""
    )


def _tab_to(page, wanted, most=60):
    """Press Tab until the focus is on what is wanted, which shows it; no trap on the way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        tag, name, words = _focused(page)
        assert tag == "BODY" or words or name, f"{tag} has no name"
        if wanted in (name, words) or wanted in words:
            outline = page.evaluate(
                """() => {
                  const shows = (one) => one && getComputedStyle(one).outlineStyle !== "none";
                  const one = document.activeElement;
                  return shows(one) || shows(one.closest("article, label, .affix, .field"));
                }"""
            )
            assert outline, f"one does not see that {words} has the focus"
            return
    raise AssertionError(f"no way to {wanted} by Tab on {page.url}")


@pytest.mark.parametrize("shop", ["red", "blue"])
def test_a_ticket_is_bought_by_keys_alone(live, page, rooms, shop):
    page.goto(live.shop(shop))
    page.keyboard.press("Tab")
    assert "content" in _focused(page)[2].lower() or "skip" in _focused(page)[2].lower()
    _tab_to(page, "An evening for everybody")
    page.keyboard.press("Enter")
    page.wait_for_url("**/e/**")
    _tab_to(page, f"qty_{rooms[shop]['type']}")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    _tab_to(page, "Hold 2 tickets")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checkout")
    for field, typed in (("name", "Ana Keys"), ("email", f"keys@{shop}.example.org")):
        _tab_to(page, field)
        page.keyboard.type(typed)
    _tab_to(page, "terms")
    page.keyboard.press("Space")
    _tab_to(page, "number")
    page.keyboard.type(CARD)
    _tab_to(page, "Pay")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()


def test_the_purchase_has_the_names_that_a_screen_reader_says(live, page, rooms):
    page.goto(f"{live.shop('red')}/e/{rooms['red']['slug']}")
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("spinbutton", name="Stalls")).to_have_count(1)
    expect(page.get_by_role("combobox", name="Prices in")).to_have_count(1)
    page.get_by_role("spinbutton", name="Stalls").fill("1")
    page.get_by_role("button", name="Hold 1 ticket").click()
    page.wait_for_url("**/checkout")
    for name in ("Your name", "Your e-mail", "Card number"):
        expect(page.get_by_role("textbox", name=name)).to_have_count(1)
    expect(page.get_by_role("checkbox", name="I accept")).to_have_count(1)
    for name in ("Your tickets", "You", "Payment"):
        expect(page.get_by_role("region", name=name, exact=True)).to_have_count(1)
    expect(page.get_by_role("timer")).to_have_count(1)


# ------------------------------------------------------------------ without, and otherwise


@pytest.mark.parametrize("shop", ["red", "blue"])
def test_a_ticket_is_bought_without_scripts_in_the_currency_of_ones_choice(
    live, window, rooms, shop
):
    page = window(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(live.shop(shop))
    page.get_by_role("link", name="An evening for everybody").first.click()
    page.get_by_label("Prices in").select_option("USD")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".offer-price").first).to_contain_text("US$26.00")
    page.get_by_role("spinbutton").first.fill("2")
    page.get_by_role("button", name="Hold").click()
    expect(page.locator(".sum-total").first).to_contain_text("US$52.00")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Your e-mail").fill(f"plain@{shop}.example.org")
    page.get_by_label("I accept").check()
    page.get_by_label("Card number").fill(CARD)
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("heading", name="See you there")).to_be_visible()
    expect(page.locator(".sum-total").first).to_contain_text("US$52.00")


@pytest.mark.parametrize("shop", ["red", "blue"])
def test_large_letters_lose_nothing(live, looker, rooms, shop):
    eyes = looker(viewport={"width": 640, "height": 512})  # 1280 px at 200 %
    for path in ("/", f"/e/{rooms[shop]['slug']}", rooms[shop]["order"]):
        eyes.page.goto(live.shop(shop) + path)
        eyes.no_wider_than_the_window("at 200 %")
        eyes.page.evaluate(SPACED)  # WCAG 2.2, 1.4.12
        eyes.no_wider_than_the_window("with wide letters")
        cut = eyes.page.evaluate(CUT_OFF)
        assert cut == [], (path, cut)
    assert eyes.faults == []


SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll("main h1, main h2, main button, main a, main p")]
  .filter((one) => {
    const look = getComputedStyle(one);
    return one.clientWidth && look.overflow === "hidden" && !one.closest(".unseen, .poster, .menu")
      && look.clipPath === "none" && one.scrollHeight > one.clientHeight + 4;
  }).map((one) => one.outerHTML.slice(0, 120))"""


def test_whoever_wants_no_motion_sees_none(live, window, rooms):
    page = window(reduced_motion="reduce")
    page.goto(f"{live.shop('blue')}/e/{rooms['blue']['slug']}")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter((one) => {
          const look = getComputedStyle(one);
          const longest = (text) => Math.max(...text.split(",").map(parseFloat));
          return longest(look.animationDuration) > 0.02 || longest(look.transitionDuration) > 0.02;
        }).map((one) => one.className)"""
    )
    assert moving == []


def test_colours_of_the_readers_own_hide_nothing(live, window, rooms):
    page = window(forced_colors="active")
    page.goto(f"{live.shop('red')}/e/{rooms['red']['slug']}")
    found = [page.locator(".stepper").first, page.get_by_role("button", name="Choose")]
    for one in found:
        assert one.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") > 0


def test_a_member_of_the_team_signs_in_by_keys(live, page):
    page.goto(f"{live.platform}/signin")
    _tab_to(page, "login")
    page.keyboard.type("owner@red.example")
    _tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/shops")
    expect(page.get_by_role("main")).to_have_count(1)
