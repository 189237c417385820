import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themes import houses, tokens
from themes.colour import AA_SHAPES, AA_TEXT, contrast

HEXES = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
STATIC = Path(tokens.__file__).parent / "static" / "themes"
GROUNDS = ("paper", "surface", "sunken")


@pytest.mark.parametrize("theme", ["classic", "neon", "marquee"])
@pytest.mark.parametrize("dark", [False, True])
@given(accent=HEXES, second=HEXES)
def test_no_brand_colour_can_make_a_page_unreadable(theme, dark, accent, second):
    tones = tokens.palette(theme, accent, second, dark=dark)
    for ground in GROUNDS:
        for ink in ("ink", "ink-soft", "ink-faint", "accent-text", "second-text"):
            assert contrast(tones[ink], tones[ground]) >= AA_TEXT, (ink, ground)
    for name in ("accent", "second"):
        assert contrast(tones[f"on-{name}"], tones[name]) >= AA_TEXT
        assert contrast(tones[f"on-{name}"], tones[f"{name}-pressed"]) >= AA_TEXT
        assert contrast(tones[f"{name}-text"], tones[f"{name}-wash"]) >= AA_TEXT
        assert contrast(tones[f"{name}-edge"], tones["paper"]) >= AA_SHAPES
    for number in range(1, 6):
        ground = tones[f"poster-{number}"]
        assert contrast(tones[f"poster-{number}-ink"], ground) >= AA_TEXT


@pytest.mark.parametrize("theme", ["classic", "neon", "marquee"])
@pytest.mark.parametrize("dark", [False, True])
def test_words_of_meaning_are_readable_on_every_ground_and_on_their_wash(theme, dark):
    style = houses.house(theme)
    tones = tokens.palette(theme, style.accent, style.second, dark=dark)
    for meaning in tokens.MEANINGS:
        for ground in (*GROUNDS, f"{meaning}-wash"):
            assert contrast(tones[meaning], tones[ground]) >= AA_TEXT, (meaning, ground)
        assert contrast(tones[f"on-{meaning}"], tones[meaning]) >= AA_TEXT


def test_an_unreadable_colour_is_mended_and_the_owner_is_told():
    told = tokens.mendings("classic", "#ffe600", "#1f3a4d")
    light = next(one for one in told if one.role == "accent-light")
    assert light.asked == "#ffe600"
    assert light.ratio_asked < AA_TEXT <= light.ratio_used
    assert light.used == tokens.palette("classic", "#ffe600", "#1f3a4d")["accent-text"]


def test_a_readable_colour_is_not_talked_about():
    roles = {one.role for one in tokens.mendings("classic", "#8c1d2f", "#1f3a4d")}
    assert "accent-light" not in roles


def test_the_style_sheet_says_both_schemes_and_nothing_that_was_typed():
    css = tokens.stylesheet("classic", "#8c1d2f", "#1f3a4d", "}</style><script>")
    assert "--accent:light-dark(#8c1d2f," in css
    assert "script" not in css
    assert "font-display:swap" in css


def test_the_stand_in_colours_are_those_of_the_platforms_brand():
    style = houses.house(houses.PLATFORM)
    printed = (STATIC / "tokens.css").read_text("utf-8")
    for declaration in tokens.colour_css(style.code, style.accent, style.second).split(";")[:-1]:
        assert f"{declaration};" in printed


def test_every_token_that_a_sheet_uses_is_made_somewhere():
    sheets = [path.read_text("utf-8") for path in STATIC.glob("*.css")]
    style = houses.house("classic")
    made = set(re.findall(r"(--[a-z0-9-]+)\s*:", "".join(sheets)))
    css = tokens.stylesheet("classic", style.accent, style.second, style.display_font)
    made |= set(re.findall(r"(--[a-z0-9-]+):", css))
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", "".join(sheets)))
    assert used - made == set()
