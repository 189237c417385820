"""The shapes in which a picture is shown, and how one is cut out around what matters in it.

Numbers are pixels of the original unless they say otherwise. The editor in
`static/themes/pictures.js` cuts its previews by the same rule.
"""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Framed(Protocol):
    """What a cut is made of: a size, a crop in fractions, and a focal point in per cent."""

    width: int
    height: int
    crop_x: float
    crop_y: float
    crop_width: float
    crop_height: float
    focal_x: int
    focal_y: int


@dataclass(frozen=True)
class Shape:
    """A ratio (width by height; None: as the crop is) and the widths it is made in.

    `formats` are file endings, the best first; "jpg" stands for the one that every program reads,
    which is a PNG where the picture is see-through.
    """

    title: Promise
    ratio: float | None
    widths: tuple[int, ...]
    formats: tuple[str, ...] = ("avif", "webp", "jpg")


SHAPES = {
    "free": Shape(_("As it is cut"), None, (320, 640, 960, 1280, 1920)),
    "poster": Shape(_("Poster"), 3 / 4, (320, 480, 640, 960, 1280)),
    "wide": Shape(_("Wide"), 16 / 9, (480, 640, 960, 1280, 1920)),
    "square": Shape(_("Square"), 1.0, (48, 180, 320, 640)),
    # What other sites show beside a link: 1200 × 630, in the one format that all of them read.
    "share": Shape(_("Beside a link"), 1200 / 630, (1200,), ("jpg",)),
}


@dataclass(frozen=True)
class Cut:
    """A part of a picture."""

    left: int
    top: int
    width: int
    height: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom, as Pillow has it."""
        return self.left, self.top, self.left + self.width, self.top + self.height

    def widths(self, shape: Shape) -> list[int]:
        """The widths this cut is made in: never larger than it is itself."""
        return [one for one in shape.widths if one <= self.width] or [self.width]

    def height_at(self, width: int) -> int:
        """Its height when it is drawn so wide."""
        return max(1, round(self.height * width / self.width))

    def focus(self, picture: Framed) -> tuple[int, int]:
        """Where the focal point lies within this cut, in per cent."""
        across = (picture.focal_x / 100 * picture.width - self.left) / self.width
        down = (picture.focal_y / 100 * picture.height - self.top) / self.height
        return _per_cent(across), _per_cent(down)


def cut(picture: Framed, shape: str) -> Cut:
    """The part of the picture that is shown in this shape: the largest, nearest to the focus."""
    left, top = round(picture.crop_x * picture.width), round(picture.crop_y * picture.height)
    width = max(1, min(round(picture.crop_width * picture.width), picture.width - left))
    height = max(1, min(round(picture.crop_height * picture.height), picture.height - top))
    ratio = SHAPES[shape].ratio
    if ratio is None:
        return Cut(left, top, width, height)
    across = max(1, min(width, round(height * ratio)))
    down = max(1, min(height, round(width / ratio)))
    wanted_left = round(picture.focal_x / 100 * picture.width - across / 2)
    wanted_top = round(picture.focal_y / 100 * picture.height - down / 2)
    return Cut(
        min(max(wanted_left, left), left + width - across),
        min(max(wanted_top, top), top + height - down),
        across,
        down,
    )


def _per_cent(part: float) -> int:
    return round(min(max(part, 0.0), 1.0) * 100)
