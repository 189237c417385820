"""Design tokens from a brand: two colours and a theme in, CSS custom properties out.

The same palette feeds pages (as `light-dark()` pairs), mails and PDFs (as plain hex). Every pair of
ink and ground below is mended to WCAG AA, so no brand colour can make a page unreadable.
"""

from dataclasses import dataclass
from functools import lru_cache

from themes.colour import (
    AA_SHAPES,
    AA_TEXT,
    Oklch,
    contrast,
    mend,
    mixed_hue,
    readable_on,
    to_hex,
    to_oklch,
)
from themes.fonts import FACES, INTERFACE, face
from themes.houses import House, house

# Never the brand's: (light, dark) of the word and of the wash behind it.
MEANINGS = {
    "good": ("#17693a", "#7ed6a0", "#dff2e4", "#12301f"),
    "warn": ("#7d4e00", "#f2bd5c", "#fbecca", "#38270a"),
    "bad": ("#b3261e", "#ff9d92", "#fbe3df", "#43130f"),
    "info": ("#1d5a91", "#8fc4f5", "#e0edf8", "#10293f"),
}


@dataclass(frozen=True)
class Mending:
    """A colour that could not be read and what stands in for it; ratios are WCAG contrast."""

    role: str
    asked: str
    used: str
    ratio_asked: float
    ratio_used: float


def _grounds(style: House, accent: Oklch, dark: bool) -> dict[str, str]:
    ground = style.ground
    hue = mixed_hue(ground.hue, accent.hue, ground.lean)
    tinted = Oklch(ground.dark if dark else ground.light, ground.chroma, hue)
    if dark:
        steps = {"paper": 0.0, "surface": 0.04, "sunken": -0.03, "rule": 0.14, "rule-strong": 0.32}
        inks = {"ink": 0.955, "ink-soft": 0.79, "ink-faint": 0.68}
    else:
        steps = {"paper": 0.0, "surface": 0.018, "sunken": -0.03, "rule": -0.1, "rule-strong": -0.4}
        inks = {"ink": 0.19, "ink-soft": 0.41, "ink-faint": 0.5}
    tones = {
        name: to_hex(tinted.at(min(ground_l, 0.998)))
        for name, step in steps.items()
        for ground_l in (tinted.lightness + step,)
    }
    worst = tones["surface"] if dark else tones["sunken"]
    for name, lightness in inks.items():
        tones[name] = mend(to_hex(tinted.at(lightness, chroma=0.012)), worst)
    tones["rule-strong"] = mend(tones["rule-strong"], tones["paper"], AA_SHAPES)
    return tones


def _brand(name: str, colour: str, tones: dict[str, str], dark: bool) -> dict[str, str]:
    """Fill, ink on the fill, text and wash of one brand colour on these grounds."""
    paper = tones["paper"]
    fill = mend(colour, paper, AA_SHAPES) if dark else colour
    base = to_oklch(colour)
    wash = to_hex(base.at(0.27 if dark else 0.935, chroma=min(base.chroma, 0.05)))
    worst = tones["surface"] if dark else tones["sunken"]
    text = mend(mend(colour, worst), wash)
    over = to_oklch(fill)
    pressed = to_hex(over.at(over.lightness + (0.05 if over.lightness < 0.62 else -0.06)))
    ink = readable_on(fill)
    return {
        name: fill,
        f"on-{name}": ink,
        f"{name}-pressed": pressed if contrast(pressed, ink) >= AA_TEXT else fill,
        f"{name}-text": text,
        f"{name}-wash": wash,
        f"{name}-edge": mend(colour, paper, AA_SHAPES),
    }


def _posters(accent: str, second: str) -> dict[str, str]:
    """Five duotones for posters that have no picture; the same in light and dark, like print."""
    first, other = to_oklch(accent), to_oklch(second)
    deep = to_hex(first.at(0.27, chroma=min(first.chroma, 0.09)))
    pale = to_hex(first.at(0.925, chroma=min(first.chroma, 0.055)))
    night = to_hex(other.at(0.21, chroma=min(other.chroma, 0.04)))
    shade = to_hex(first.at(max(first.lightness - 0.16, 0.12)))
    tint = to_hex(other.at(min(max(other.lightness + 0.18, 0.55), 0.9)))
    schemes = (
        (accent, shade, second if contrast(second, accent) > 1.4 else tint),
        (deep, accent if contrast(accent, deep) > 1.6 else pale, tint),
        (second, to_hex(other.at(max(other.lightness - 0.14, 0.1))), accent),
        (pale, accent, second),
        (night, second if contrast(second, night) > 1.5 else tint, accent),
    )
    found = {}
    for number, (ground, mark, spark) in enumerate(schemes, start=1):
        if contrast(spark, ground) < 1.25:
            spark = mend(spark, ground, 1.8)
        found[f"poster-{number}"] = ground
        found[f"poster-{number}-ink"] = readable_on(ground, dark=night, light=pale)
        found[f"poster-{number}-mark"] = mark
        found[f"poster-{number}-spark"] = spark
    return found


@lru_cache(maxsize=512)
def palette(theme: str, accent: str, second: str, *, dark: bool = False) -> dict[str, str]:
    """All colours of a brand in one scheme: token name (without dashes in front) → `#rrggbb`."""
    style = house(theme)
    tones = _grounds(style, to_oklch(accent), dark)
    tones |= _brand("accent", accent, tones, dark)
    tones |= _brand("second", second, tones, dark)
    for name, (word, word_dark, wash, wash_dark) in MEANINGS.items():
        tones[name] = word_dark if dark else word
        tones[f"{name}-wash"] = wash_dark if dark else wash
        tones[f"on-{name}"] = readable_on(tones[name])
    return tones | _posters(accent, second)


def mendings(theme: str, accent: str, second: str) -> list[Mending]:
    """Where the brand's colours were not readable as text and what is used instead."""
    found = []
    for dark in (False, True):
        tones = palette(theme, accent, second, dark=dark)
        for name, asked in (("accent", accent), ("second", second)):
            used = tones[f"{name}-text"]
            if used != asked:
                ground = tones["surface"] if dark else tones["sunken"]
                found.append(
                    Mending(
                        role=f"{name}-{'dark' if dark else 'light'}",
                        asked=asked,
                        used=used,
                        ratio_asked=round(contrast(asked, ground), 2),
                        ratio_used=round(contrast(used, ground), 2),
                    )
                )
    return found


def colour_css(theme: str, accent: str, second: str) -> str:
    """The colour tokens as CSS declarations, light and dark in one value."""
    light = palette(theme, accent, second)
    dark = palette(theme, accent, second, dark=True)
    return "".join(
        f"--{name}:{value};"
        if value == dark[name]
        else f"--{name}:light-dark({value},{dark[name]});"
        for name, value in light.items()
    )


def stylesheet(
    theme: str, accent: str, second: str, display_font: str, *, text_font: str = ""
) -> str:
    """The whole of `/brand.css`: faces and custom properties; nothing an organizer typed as CSS."""
    display, text = face(display_font), face(text_font)
    # The interface's own face is always there: backstage is set in it, whatever the shop wears.
    faces = "".join(one.css() for one in dict.fromkeys((INTERFACE, text, display)))
    type_tokens = (
        f"--font-ui:{text.family};"
        f"--font-display:{display.family};--display-weight:{display.heading_weight};"
        f"--display-tracking:{display.heading_tracking};--display-leading:{display.heading_leading};"
    )
    shape = "".join(f"--{name}:{value};" for name, value in house(theme).shape.items())
    said = f"{type_tokens}{shape}{colour_css(theme, accent, second)}"
    return f"{faces}@layer tokens{{:root{{{said}}}}}"


__all__ = ["FACES", "Mending", "colour_css", "mendings", "palette", "stylesheet"]
