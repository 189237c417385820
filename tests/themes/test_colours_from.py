"""The colours that are taken from a logo."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageDraw

from themes.colour import to_oklch
from themes.colours_from import colours_of


def logo(*, ground, bars=(), kind="PNG"):
    """A picture with one bar per `(colour, width)` on a ground."""
    picture = Image.new("RGBA", (600, 300), ground)
    at = 20
    for colour, width in bars:
        ImageDraw.Draw(picture).rectangle((at, 40, at + width, 260), fill=colour)
        at += width + 20
    out = io.BytesIO()
    (picture if kind == "PNG" else picture.convert("RGB")).save(out, kind)
    return io.BytesIO(out.getvalue())


def hues(colours):
    return [round(to_oklch(one).hue) for one in colours]


def near(hue, other):
    return abs((hue - other + 180) % 360 - 180) < 12


RED, BLUE = "#c8261b", "#1d5a91"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_larger_colour_comes_first(kind):
    found = colours_of(logo(ground="#ffffff", bars=[(BLUE, 60), (RED, 240)], kind=kind))
    assert near(hues(found)[0], to_oklch(RED).hue)
    assert near(hues(found)[1], to_oklch(BLUE).hue)


def test_what_shows_through_is_no_colour_of_the_logo():
    found = colours_of(logo(ground=(0, 255, 0, 0), bars=[(RED, 120)]))
    assert len(found) == 1
    assert near(hues(found)[0], to_oklch(RED).hue)


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#808080", "#fdfcfa", "#101010"])
def test_black_white_and_grey_are_nobodys_colours(ground):
    assert colours_of(logo(ground=ground, bars=[("#ffffff", 90), ("#000000", 90)])) == []


def test_two_shades_that_the_eye_takes_for_one_are_one():
    assert len(colours_of(logo(ground="#ffffff", bars=[("#c8261b", 99), ("#cc2a1f", 99)]))) == 1


def test_the_file_can_be_read_again_afterwards():
    file = logo(ground=RED)
    colours_of(file)
    assert file.tell() == 0
    assert len(colours_of(file)) == 1


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"0" * 50])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError):
        colours_of(io.BytesIO(content))
