from hypothesis import given
from hypothesis import strategies as st

from themes import colour

HEXES = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(HEXES)
def test_a_colour_comes_back_from_oklch_as_it_went(asked):
    assert colour.to_hex(colour.to_oklch(asked)) == asked


def test_contrast_is_that_of_wcag():
    assert colour.contrast("#000000", "#ffffff") == 21
    assert round(colour.contrast("#777777", "#ffffff"), 2) == 4.48


@given(HEXES, HEXES)
def test_a_mended_colour_is_readable(asked, ground):
    used = colour.mend(asked, ground)
    best_possible = max(colour.contrast(ink, ground) for ink in ("#000000", "#ffffff"))
    assert colour.contrast(used, ground) >= min(colour.AA_TEXT, best_possible)


def test_a_colour_that_is_readable_is_left_alone():
    assert colour.mend("#8c1d2f", "#ffffff") == "#8c1d2f"


@given(HEXES)
def test_there_is_a_readable_ink_for_every_ground(ground):
    assert colour.contrast(colour.readable_on(ground), ground) >= colour.AA_TEXT


def test_a_colour_out_of_gamut_keeps_its_hue():
    asked = colour.Oklch(0.7, 0.37, 150)
    got = colour.to_oklch(colour.to_hex(asked))
    assert abs(got.hue - asked.hue) < 2
    assert got.chroma < asked.chroma
