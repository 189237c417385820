"""The colours of a picture: what a logo says about a brand.

Counted on a small copy, joined in OKLab where the eye sees one colour, and ordered by how much of
the picture they are and how strong. White, black, grey and what shows through are no brand colours.
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from kernel.uploads import UNREADABLE
from themes.colour import Oklch, to_hex, to_oklch

BOX = (120, 120)  # pixels that are counted, at most
MOST_PIXELS = 20_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
SEEN_AS_ONE = 0.09  # distance in OKLab
GREY = 0.035  # chroma
LEAST_SHARE = 0.012  # of what is not transparent


@dataclass
class _Patch:
    colour: Oklch
    pixels: float


def colours_of(picture: IO[bytes] | Image.Image, *, most: int = 5) -> list[str]:
    """The brand colours in a picture as `#rrggbb`, the most telling first; at most `most`.

    Empty for a picture in black, white and grey. A file is read from its start and left there.
    Raises ValidationError for what is no PNG, JPEG or WebP or has too many pixels.
    """
    counted = Counter(_pixels(_small(picture)))
    everything = sum(counted.values()) or 1
    patches: list[_Patch] = []
    for hex_colour, pixels in counted.most_common():
        colour = to_oklch(hex_colour)
        if _is_no_brand(colour):
            continue
        near = min(patches, key=lambda one: _apart(one.colour, colour), default=None)
        if near is not None and _apart(near.colour, colour) < SEEN_AS_ONE:
            near.pixels += pixels
        else:
            patches.append(_Patch(colour, pixels))
    told = [one for one in patches if one.pixels / everything >= LEAST_SHARE]
    told.sort(key=lambda one: one.pixels * (0.25 + one.colour.chroma), reverse=True)
    return [to_hex(one.colour) for one in told[:most]]


def _small(picture: IO[bytes] | Image.Image) -> Image.Image:
    if isinstance(picture, Image.Image):
        return _shrunk(picture)
    picture.seek(0)
    try:
        with Image.open(picture, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(_("The logo has too many pixels. 960 × 480 is enough."))
            return _shrunk(opened)
    except UNREADABLE as error:
        raise ValidationError(
            _("This file is not a PNG, JPEG or WebP picture that we can read.")
        ) from error
    finally:
        picture.seek(0)


def _shrunk(picture: Image.Image) -> Image.Image:
    small = picture.convert("RGBA")
    # Nearest: an average of two neighbours is a colour that the logo does not have.
    small.thumbnail(BOX, Image.Resampling.NEAREST)
    return small


def _pixels(small: Image.Image) -> list[str]:
    """The colours of the opaque pixels, each rounded so that what a camera blurred is one."""
    data = small.tobytes()
    solid = (data[at : at + 3] for at in range(0, len(data), 4) if data[at + 3] > 127)
    return ["#" + bytes(min(255, (c + 4) // 8 * 8) for c in rgb).hex() for rgb in solid]


def _is_no_brand(colour: Oklch) -> bool:
    return (
        colour.chroma < GREY
        or colour.lightness < 0.17
        or (colour.lightness > 0.95 and colour.chroma < 0.06)
    )


def _apart(one: Oklch, other: Oklch) -> float:
    def place(colour: Oklch) -> tuple[float, float, float]:
        angle = math.radians(colour.hue)
        return (
            colour.lightness, colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)
        )  # fmt: skip

    return math.dist(place(one), place(other))
