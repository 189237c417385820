"""The page of components: for staff only, and it shows all there is."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from themes import tokens
from themes.design.groups import GROUPS, SURFACES

THEMES = Path(tokens.__file__).parent
UI = THEMES / "gallery" / "classic" / "templates" / "ui"


def components() -> set[str]:
    """All `ui/` templates, whole pages and what stands in a page's head aside."""
    return {
        f"ui/{path.name}"
        for path in UI.glob("*.html")
        if path.name != "alternates.html" and not path.read_text("utf-8").startswith("{% extends")
    }


@pytest.fixture
def staff(public, platform_client, django_user_model):
    user = django_user_model.objects.create_user("staff@example.org", "a password", is_staff=True)
    return platform_client(user)


def test_every_component_stands_on_the_page(staff):
    shown = set()
    for code in GROUPS:
        answer = staff.get(f"/control/design/{code}/plate")
        assert answer.status_code == 200
        shown |= {one.name for one in answer.templates if one.name}
    assert components() - shown == set()


@pytest.mark.parametrize("surface", SURFACES)
def test_every_house_draws_every_group_without_a_style_or_script_of_its_own(staff, surface):
    for code in GROUPS:
        answer = staff.get(f"/control/design/{code}/plate?house={surface}&scheme=dark")
        html = answer.content.decode()
        assert answer.status_code == 200
        assert SURFACES[surface].classes in html
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)", html)


def test_a_plate_may_be_framed_by_our_own_page_and_by_nobody_else(staff):
    plate = staff.get("/control/design/buttons/plate")
    assert plate["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in plate["Content-Security-Policy"]
    page = staff.get("/control/design/buttons?house=neon&width=phone")
    assert page["X-Frame-Options"] == "DENY"
    assert '/control/design/buttons/plate?house=neon&amp;width=phone"' in page.content.decode()


def test_the_colours_are_shown_with_ratios_that_are_high_enough(staff):
    html = staff.get("/control/design/colours/plate?house=neon").content.decode()
    assert "too low" not in html
    css = staff.get("/control/design/theme/neon.css").content.decode()
    assert ".tone-ink-on-paper{" in css
    assert "--display-stretch:132%" in css


@pytest.mark.parametrize("path", ["", "buttons", "buttons/plate", "theme/neon.css"])
def test_who_is_not_of_our_staff_does_not_come_in(public, platform_client, path):
    stranger = platform_client().get(f"/control/design/{path}")
    assert stranger.status_code == 302
    assert "/signin" in stranger["Location"]


def test_what_is_not_there_is_not_found(staff):
    assert staff.get("/control/design/no-such-group").status_code == 404
    assert staff.get("/control/design/no-such-group/plate").status_code == 404


def test_only_the_sheets_of_tokens_have_colours_of_their_own():
    for name in ("base", "controls", "components", "data", "shop", "classic", "neon", "design"):
        css = (THEMES / "static" / "themes" / f"{name}.css").read_text("utf-8")
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(", css) == [], name


def test_a_group_has_a_template_in_every_house():
    for group in GROUPS.values():
        assert get_template(group.template)
