"""A draft is shown to whoever has its link, and to nobody else."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core import signing

from kernel import kept
from themes import preview
from themes.current import forget
from themes.models import Brand
from themes.services import drafting, publishing, save_brand

RED_INK = "#aa1122"


@pytest.fixture(autouse=True)
def a_look_of_its_own(red):
    yield
    forget("red")


@pytest.fixture
def link(red):
    """The query of a link to red's draft, which is neon."""
    save_brand(theme="classic")
    drafting.change(words={"theme": "neon", "accent": RED_INK, "tagline_en": "Not yet told"})
    return {preview.WORD: preview.right_now(is_frame=False).token()}


@pytest.fixture
def frame(link):
    """The query of a frame of the editor."""
    return {preview.WORD: preview.right_now(is_frame=True).token()}


def body(answer):
    return answer.content.decode()


def test_whoever_has_the_link_sees_the_whole_shop_in_the_draft(red, client_for, link):
    guest = client_for(red)
    answer = guest.get("/", link, follow=True)
    html = body(answer)
    assert answer.redirect_chain == [("/", 302)], "the right is no longer in the address"
    assert "theme-neon" in html
    assert "This is a preview" in html
    assert 'name="robots" content="noindex' in html
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Cache-Control"] == "private, no-store"
    assert "theme-neon" in body(guest.get("/cart"))
    assert RED_INK in body(guest.get("/brand.css"))


def test_everybody_else_sees_what_is_published(red, client_for, link):
    client_for(red).get("/", link, follow=True)
    html = body(client_for(red).get("/"))
    assert "theme-classic" in html
    assert "preview" not in html


def test_a_preview_is_kept_for_no_stranger(red, client_for, link, monkeypatch):
    monkeypatch.setattr(kept, "connection", SimpleNamespace(in_atomic_block=False))
    kept._kept.clear()
    guest = client_for(red)
    guest.get("/", link, follow=True)
    guest.get("/")
    assert "theme-classic" in body(client_for(red).get("/"))
    assert len(kept._kept) == 1
    assert all(b"theme-neon" not in page for _until, page, _head in kept._kept.values())
    kept._kept.clear()


def test_one_press_leaves_it(red, client_for, link):
    guest = client_for(red)
    guest.get("/", link, follow=True)
    assert guest.post("/preview/leave").status_code == 302
    assert "theme-classic" in body(guest.get("/"))


def test_a_link_of_red_opens_nothing_in_blue(red, blue, client_for, link):
    answer = client_for(blue).get("/", link)
    assert answer.status_code == 410
    assert "theme-neon" not in body(answer)
    guest = client_for(blue)
    guest.cookies[preview.COOKIE] = link[preview.WORD]
    assert "theme-neon" not in body(guest.get("/"))


def test_a_link_ends_after_a_week(red, client_for, link, monkeypatch):
    guest = client_for(red)
    guest.get("/", link, follow=True)
    monkeypatch.setattr(preview, "LINK_SECONDS", -1)
    assert client_for(red).get("/", link).status_code == 410
    answer = guest.get("/")
    assert "theme-classic" in body(answer)
    assert answer.cookies[preview.COOKIE].value == ""


def test_a_link_ends_with_its_draft(red, client_for, link):
    guest = client_for(red)
    guest.get("/", link, follow=True)
    drafting.discard()
    assert client_for(red).get("/", link).status_code == 410
    assert "theme-classic" in body(guest.get("/"))


@pytest.mark.parametrize("token", ["x", "", "a:b:c", "é", "x" * 3000])
def test_what_we_have_not_signed_is_no_right(red, client_for, token):
    answer = client_for(red).get("/", {preview.WORD: token})
    assert answer.status_code == (410 if token else 200)
    forged = signing.dumps({"s": "red", "d": "x", "n": 0, "f": True}, salt="another")
    assert client_for(red).get("/", {preview.WORD: forged}).status_code == 410


def test_only_the_editors_own_frames_may_be_framed_and_only_by_this_host(red, client_for, frame):
    answer = client_for(red).get("/", frame)
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "This is a preview" not in body(answer), "the editor says so around it"
    usual = client_for(red).get("/")
    assert usual["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in usual["Content-Security-Policy"]


def test_a_frame_sets_nothing_and_takes_nothing(red, client_for, frame):
    guest = client_for(red)
    guest.get("/", frame)
    assert not guest.cookies
    query = f"?{preview.WORD}={frame[preview.WORD]}"
    assert guest.post(f"/cart/add{query}", {}).status_code == 405


def test_a_frame_wears_the_draft_down_to_its_style_sheet(red, client_for, frame):
    guest = client_for(red)
    html = body(guest.get("/", frame | {"scheme": "dark"}))
    assert 'data-scheme="dark"' in html
    address = html.split('href="/brand.css?')[1].split('"')[0].replace("&amp;", "&")
    assert RED_INK in body(guest.get(f"/brand.css?{address}"))


def test_an_older_edition_can_be_looked_at(red, client_for, link):
    publishing.publish()
    right = preview.Right(number=1, is_frame=True)
    assert "theme-classic" in body(client_for(red).get("/", {preview.WORD: right.token()}))
    assert Brand.newest().number == 2


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example/x"])
def test_a_link_leads_nowhere_but_into_the_shop(red, client_for, link, path):
    answer = client_for(red).get("/", link, PATH_INFO=path)
    assert urlsplit(answer["Location"]).netloc == ""
