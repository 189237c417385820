"""Colour arithmetic: sRGB hex, OKLCH, and the contrast that WCAG 2 measures.

OKLCH after Björn Ottosson, "A perceptual color space for image processing" (2020); contrast after
WCAG 2.2, "relative luminance" and "contrast ratio".
"""

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache

AA_TEXT = 4.5
AA_SHAPES = 3.0

_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Oklch:
    """A colour as lightness (0–1), chroma (0–about 0.37) and hue (degrees)."""

    lightness: float
    chroma: float
    hue: float

    def at(self, lightness: float, *, chroma: float | None = None) -> "Oklch":
        """The same hue at another lightness (and chroma, when given)."""
        return replace(self, lightness=lightness, chroma=self.chroma if chroma is None else chroma)


def is_hex(text: str) -> bool:
    """Whether `text` is a colour written `#rrggbb` in lower case."""
    return bool(_HEX.fullmatch(text))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _linear_rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


@lru_cache(maxsize=4096)
def to_oklch(colour: str) -> Oklch:
    """The OKLCH form of `#rrggbb`."""
    r, g, b = _linear_rgb(colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b_axis = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b_axis), math.degrees(math.atan2(b_axis, a)) % 360)


def _to_linear_rgb(colour: Oklch) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _fits(rgb: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in rgb)


@lru_cache(maxsize=4096)
def to_hex(colour: Oklch) -> str:
    """`#rrggbb` of an OKLCH colour; chroma is lowered until the colour fits into sRGB."""
    rgb = _to_linear_rgb(colour)
    if not _fits(rgb):
        low, high = 0.0, colour.chroma
        for _ in range(18):
            middle = (low + high) / 2
            if _fits(_to_linear_rgb(replace(colour, chroma=middle))):
                low = middle
            else:
                high = middle
        rgb = _to_linear_rgb(replace(colour, chroma=low))
    return "#" + "".join(f"{round(_encoded(min(max(c, 0.0), 1.0)) * 255):02x}" for c in rgb)


def luminance(colour: str) -> float:
    """WCAG relative luminance of `#rrggbb`, 0 (black) to 1 (white)."""
    r, g, b = _linear_rgb(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def mend(colour: str, on: str, ratio: float = AA_TEXT) -> str:
    """`colour`, moved in lightness only as far as it needs to reach `ratio` on the ground `on`.

    It is darkened on light grounds and lightened on dark ones; hue is kept, so the brand stays
    itself. Black or white is the last resort.
    """
    if contrast(colour, on) >= ratio:
        return colour
    darken = luminance(on) > 0.18
    start = to_oklch(colour)
    for step in range(1, 101):
        lightness = start.lightness + (-0.01 if darken else 0.01) * step
        if not 0 < lightness < 1:
            break
        candidate = to_hex(start.at(lightness))
        if contrast(candidate, on) >= ratio:
            return candidate
    return "#000000" if darken else "#ffffff"


def readable_on(ground: str, *, dark: str = "#16130f", light: str = "#ffffff") -> str:
    """Whichever of the two inks reads better on `ground`; pure black or white if neither is AA."""
    best = max((dark, light), key=lambda ink: contrast(ink, ground))
    if contrast(best, ground) >= AA_TEXT:
        return best
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, ground))


def mixed_hue(one: float, other: float, weight: float) -> float:
    """A hue between two, `weight` (0–1) of the way from `one` to `other` by the shorter arc."""
    arc = (other - one + 540) % 360 - 180
    return (one + arc * weight) % 360
