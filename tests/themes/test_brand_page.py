"""The brand desk: a draft is kept as it is typed, looked at, published, and put back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kernel.facts.models import Record
from tests import make
from themes.current import forget, look
from themes.models import Brand, BrandDraft
from themes.services import drafting, publishing, save_brand

DESK = "/backstage/settings/brand"
CHOSEN = {
    "theme": "neon",
    "accent": "#AA3300",
    "second": "#003355",
    "display_font": "fraunces",
    "text_font": "figtree",
    "scheme": "",
}


@pytest.fixture(autouse=True)
def a_look_of_its_own(red, settings, tmp_path):
    """Files in a folder of the test, and no look kept that the rollback takes back."""
    settings.MEDIA_ROOT = tmp_path
    yield
    forget("red")


@pytest.fixture
def manager(red, client_for):
    return client_for(red, "manager")


@pytest.fixture
def owner(red, client_for):
    return client_for(red, "owner")


def body(answer):
    return answer.content.decode()


def opened(client, section=""):
    """What a page that is opened now sends along."""
    html = body(client.get(DESK + section))
    return {
        name: html.split(f'name="{name}" value="')[1].split('"')[0] for name in ("seen", "hand")
    }


def touch(client, page, section="", **fields):
    """What the page's script sends: the fields that were touched."""
    said = {**page, **fields, "touched": list(fields)}
    headers = {"HX-Request": "true", "HX-Target": "brand-told"}
    return body(client.post(DESK + section, said, headers=headers))


def logo(kind="PNG", size=(300, 100)):
    out = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "#8c1d2f").save(out, kind)
    return SimpleUploadedFile("logo.png", out.getvalue())


def test_what_is_chosen_is_a_draft_until_it_is_published(red, manager, client_for):
    shop = client_for(red)
    page = opened(manager)
    assert manager.post(DESK, {**CHOSEN, **page}).status_code == 302
    assert "theme-classic" in body(shop.get("/"))
    assert "#aa3300" in body(manager.get(DESK))
    seen = body(manager.get(f"{DESK}/publish")).split('name="seen" value="')[1].split('"')[0]
    manager.post(f"{DESK}/publish", {"seen": seen, "note": "Season 2027"})
    html = body(shop.get("/"))
    assert "theme-neon" in html
    assert "#aa3300" in body(shop.get("/brand.css"))
    edition = Brand.newest()
    assert (edition.number, edition.note) == (1, "Season 2027")
    assert edition.by == f"user:{manager.user.pk}"
    assert BrandDraft.there() is None
    assert Record.objects.filter(name="BrandPublished", body={"number": 1}).count() == 1


def test_each_field_is_kept_as_it_is_touched_and_the_frame_is_told(red, manager):
    page = opened(manager)
    told = touch(manager, page, accent="#0055aa")
    assert "Kept in the draft" in told
    assert "First colour is not published yet" in told
    assert "/?preview=" in told
    touch(manager, page, display_font="fraunces")
    touch(manager, page, accent="#8c1d2f")
    assert BrandDraft.there().said == {"accent": "#8c1d2f", "display_font": "fraunces"}


def test_what_does_not_fit_is_said_at_once_and_the_rest_is_kept(red, manager):
    page = opened(manager)
    touch(manager, page, second="#003355")
    told = touch(manager, page, accent="red")
    assert "nothing has been saved" in told
    assert BrandDraft.there().said == {"second": "#003355"}


def test_two_people_lose_nothing(red, manager, owner):
    """Other fields are joined; of the same field the second is told, and decides."""
    hers, his = opened(manager), opened(owner)
    touch(manager, hers, accent="#0055aa")
    touch(owner, his, second="#116633")
    assert BrandDraft.there().said == {"accent": "#0055aa", "second": "#116633"}
    told = touch(owner, his, accent="#aa0011")
    assert manager.user.name in told
    assert "#0055aa" in told
    assert BrandDraft.there().said["accent"] == "#0055aa"
    answer = owner.post(DESK, {**CHOSEN, **his, "accent": "#aa0011", "keep": "accent"})
    assert answer.status_code == 302
    assert BrandDraft.there().said["accent"] == "#aa0011"


def test_a_whole_form_takes_back_nothing_that_its_reader_has_not_touched(red, manager, owner):
    """Without a script all fields are sent, also those that somebody else has changed meanwhile."""
    old = opened(owner)
    touch(manager, opened(manager), accent="#0055aa", scheme="dark")
    look_of_theme = {**CHOSEN, "theme": "classic", "accent": "#8c1d2f", "second": "#1f3a4d",
                     "display_font": "newsreader", "text_font": "instrument-sans"}  # fmt: skip
    owner.post(DESK, {**look_of_theme, **old, "text_font": "figtree"})
    assert BrandDraft.there().said == {
        "accent": "#0055aa", "scheme": "dark", "text_font": "figtree",
    }  # fmt: skip


def test_who_publishes_has_seen_what_he_publishes(red, manager, owner):
    touch(manager, opened(manager), accent="#0055aa")
    seen = body(owner.get(f"{DESK}/publish")).split('name="seen" value="')[1].split('"')[0]
    touch(manager, opened(manager), accent="#00ff00")
    html = body(owner.post(f"{DESK}/publish", {"seen": seen}, follow=True))
    assert "Somebody changed the draft" in html
    assert Brand.newest() is None
    assert BrandDraft.there().said["accent"] == "#00ff00"


def test_an_older_edition_is_put_back_as_a_new_one_and_history_tells_it(red, manager, client_for):
    save_brand(accent="#0055aa", tagline="Since 1899")
    save_brand(accent="#aa0011")
    drafting.change(words={"second": "#116633"})
    html = body(manager.get(f"{DESK}/history"))
    assert "Edition 2" in html
    assert "First colour" in html
    manager.post(f"{DESK}/history/1")
    assert "#0055aa" in body(client_for(red).get("/brand.css"))
    assert [one.number for one in Brand.objects.all()] == [3, 2, 1]
    assert (Brand.newest().copy_of, Brand.newest().said["accent"]) == (1, "#0055aa")
    assert Brand.objects.get(number=1).said == Brand.newest().said
    assert BrandDraft.there().said["second"] == "#116633", "a draft stays as it is"
    assert Record.objects.filter(name="BrandRolledBack", body={"number": 3, "copy_of": 1}).exists()
    assert manager.get(f"{DESK}/history/3").status_code == 404, "it is in force"


def test_a_draft_that_is_given_up_leaves_no_trace(red, manager):
    touch(manager, opened(manager), accent="#0055aa")
    assert manager.get(f"{DESK}/discard").status_code == 200
    assert BrandDraft.there() is not None
    manager.post(f"{DESK}/discard")
    assert BrandDraft.there() is None
    assert publishing.Brand.newest() is None


def test_a_colour_that_cannot_be_read_is_measured_and_its_mend_is_one_press_away(red, manager):
    page = opened(manager)
    told = touch(manager, page, accent="#ffee00")
    assert "Use this instead" in told
    mended = told.split('name="use" value="accent:')[1].split('"')[0]
    manager.post(DESK, {**page, "use": f"accent:{mended}"})
    assert BrandDraft.there().said["accent"] == mended
    publishing.publish()
    assert look().colours["accent_text"] == mended


def test_colours_are_taken_from_the_logo(red, manager):
    manager.post(f"{DESK}/logo", {**opened(manager, "/logo"), "logo": logo()})
    html = body(manager.get(DESK))
    assert "In your logo" in html
    colour = html.split('value="accent:')[1].split('"')[0]
    manager.post(DESK, {**opened(manager), "use": f"accent:{colour}"})
    assert BrandDraft.there().said["accent"] == colour


def test_a_logo_is_drawn_anew_and_icons_are_made_of_it(red, manager, client_for):
    manager.post(f"{DESK}/logo", {**opened(manager, "/logo"), "logo": logo(size=(2000, 1000))})
    publishing.publish()
    shop = client_for(red)
    answer = shop.get("/brand/logo")
    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (960, 480))
    for size in (32, 180, 512):
        answer = shop.get(f"/brand/icon-{size}.png")
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as drawn:
            assert drawn.size == (size, size)
    assert shop.get("/brand/icon-33.png").status_code == 404
    icons = shop.get("/brand/manifest.webmanifest").json()["icons"]
    assert {one["sizes"] for one in icons} == {"32x32", "180x180", "512x512"}
    manager.post(f"{DESK}/logo", {**opened(manager, "/logo"), "remove_logo": "on"})
    publishing.publish()
    assert shop.get("/brand/logo").status_code == 404
    assert shop.get("/brand/initial.svg")["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("", "accent", "#12345"),
        ("", "theme", "marquee"),
        ("", "display_font", "Comic Sans"),
        ("/words", "tagline_en", "x" * 121),
        ("/words", "links", "javascript:alert(1)"),
        ("/words", "links", "http://plain.example"),
        ("/words", "links", "https://user@bank.example/"),
        ("/words", "links", "\n".join(["https://a.example"] * 9)),
        ("/languages", "languages", ["xx"]),
        ("/logo", "logo", SimpleUploadedFile("logo.png", b"not a picture")),
        ("/logo", "icon", SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>")),
        ("/logo", "logo_dark", SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 2_000_001)),
    ],
)
def test_what_is_no_brand_is_said_at_the_field_and_nothing_is_kept(manager, section, name, value):
    if hasattr(value, "seek"):
        value.seek(0)
    rest = CHOSEN if section == "" else {}
    html = body(manager.post(DESK + section, {**opened(manager, section), **rest, name: value}))
    assert "has-error" in html
    assert BrandDraft.there() is None


def test_words_in_the_readers_language_links_and_languages(red, manager, client_for):
    words = {
        "tagline_en": "Since 1899",
        "tagline_fr": "Depuis 1899",
        "links": "https://www.instagram.com/red\n\nhttps://red.example",
    }
    manager.post(f"{DESK}/words", {**opened(manager, "/words"), **words})
    manager.post(f"{DESK}/languages", {**opened(manager, "/languages"), "languages": ["fr"]})
    publishing.publish()
    assert look().languages == ("en", "fr")
    shop = client_for(red)
    html = body(shop.get("/", headers={"accept-language": "fr"}))
    assert "Depuis 1899" in html
    assert ">Instagram</a>" in html
    assert ">red.example</a>" in html


@pytest.mark.parametrize("theme", ["classic", "neon"])
def test_the_head_of_the_front_page(red, client_for, theme):
    save_brand(theme=theme, hero_headline="The new season", hero_sentence="Nine plays.")
    make.event()
    html = body(client_for(red).get("/"))
    assert "The new season" in html
    assert ("front-edge" in html) == (theme == "neon")
    assert html.count("<h1") == 1
    assert "The new season" not in body(client_for(red).get("/?q=summer"))


@pytest.mark.parametrize("section", ["", "/logo", "/front", "/words", "/languages", "/mail",
                                     "/history", "/legal", "/link", "/legal/terms"])  # fmt: skip
def test_every_section_is_drawn(red, manager, section):
    make.event()
    answer = manager.get(DESK + section)
    assert answer.status_code == 200
    assert body(answer).count("<h1") == 1


@pytest.mark.parametrize("page", ["mail", "ticket"])
def test_mail_and_ticket_are_shown_in_the_draft(red, manager, page):
    save_brand(theme="classic")
    touch(manager, opened(manager), accent="#0055aa")
    html = body(manager.get(DESK))
    frame = html.split(f'data-show="{DESK}/preview/{page}?preview=')[1].split('"')[0]
    answer = manager.get(f"{DESK}/preview/{page}?preview={frame}")
    assert answer.status_code == 200
    assert "#0055aa" in body(answer)
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'none'" in answer["Content-Security-Policy"]


def test_who_may_not_dress_the_shop(red, client_for):
    support = client_for(red, "support")
    for address in (DESK, f"{DESK}/publish", f"{DESK}/link", f"{DESK}/history", f"{DESK}/legal"):
        assert support.get(address).status_code == 403
    assert support.post(DESK, CHOSEN).status_code == 403
    assert BrandDraft.there() is None
