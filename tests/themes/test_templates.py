import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import get_template, render_to_string

from themes import current, houses

ROOT = Path(current.__file__).resolve().parents[1]
ROOTS = ("themes", "tenant_apps", "shared_apps", "platform", "billing")
# Letters and paper have no style sheets of their own; scripts they have none either.
WITHOUT_SHEETS = re.compile(r"/mail/|/pdf\.html$|/documents/")
SHOP = ("tokens", "base", "controls", "components", "shop")


def templates() -> list[Path]:
    return sorted(
        path
        for root in ROOTS
        for path in (ROOT / root).rglob("templates/**/*.html")
        if "node_modules" not in path.parts
    )


def name_of(path: Path) -> str:
    return str(path).rpartition("/templates/")[2]


def gzipped(*names: str) -> int:
    return len(
        gzip.compress(b"".join(Path(str(finders.find(name))).read_bytes() for name in names))
    )


@pytest.mark.parametrize("theme", ["classic", "neon", "marquee"])
def test_every_template_is_understood_in_every_theme(theme):
    with current.previewing(current.house_look(theme, "A shop")):
        for path in templates():
            get_template(name_of(path))


def test_a_theme_speaks_first_then_the_one_it_extends():
    found = {}
    for theme in ("classic", "neon"):
        with current.previewing(current.house_look(theme, "A shop")):
            found[theme] = get_template("shop/header.html").origin.name
            assert "gallery/classic" in get_template("ui/field.html").origin.name
    assert "gallery/classic" in found["classic"]
    assert "gallery/neon" in found["neon"]


def test_compiled_templates_are_kept_by_theme_and_not_by_shop():
    loader = engines["django"].engine.template_loaders[0]
    with current.previewing(current.house_look("neon", "One")):
        first = get_template("shop/header.html").template
    with current.previewing(current.house_look("neon", "Another")):
        assert get_template("shop/header.html").template is first
    assert any(key.startswith("neon:") for key in loader.get_template_cache)


def test_an_unknown_theme_is_the_default_one():
    assert houses.house("no-such-house").code == "classic"


def test_pages_have_no_scripts_or_styles_of_their_own():
    for path in templates():
        text = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"\son[a-z]+=", text), path
        if not WITHOUT_SHEETS.search(str(path)) and "<table role" not in text:
            assert not re.search(r"<style|\sstyle=", text), path


@pytest.mark.parametrize("theme", ["classic", "neon"])
def test_a_shop_page_is_light(theme):
    sheets = [f"themes/{name}.css" for name in (*SHOP, theme)]
    assert gzipped(*sheets) < 40_000
    assert gzipped("themes/ui.js", "django_htmx/htmx-4.min.js") < 60_000


def test_icons_that_are_asked_for_by_name_are_there(caplog):
    used = set()
    for path in templates():
        used |= set(re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text("utf-8")))
    missing = [name for name in sorted(used) if not finders.find(f"vendor/lucide/{name}.svg")]
    assert missing == []


def test_an_icon_that_is_missing_is_drawn_as_nothing_and_noted(caplog):
    from themes.icons import icon_svg

    assert icon_svg("no-such-icon") == ""
    assert icon_svg("../../../etc/passwd") == ""
    assert "no-such-icon" in caplog.text


def test_a_poster_is_the_same_every_time_and_another_for_another_event():
    from themes.posters import poster_of

    assert poster_of("hamlet", "Hamlet") == poster_of("hamlet", "Hamlet")
    drawn = {poster_of(f"event-{number}", "X").svg for number in range(40)}
    assert len(drawn) > 30


def test_a_state_is_a_word_with_a_shape():
    html = render_to_string("ui/state.html", {"code": "x", "word": "Sold out", "meaning": "mute"})
    assert "Sold out" in html
