"""Posters for events without a picture: a motif drawn from the event's name, in brand colours.

The same name always gives the same poster. Colours are classes (`pm`: mark, `ps`: spark, `pi`: ink)
filled by the style sheet, so that a change of brand repaints every poster.
"""

import hashlib
import math
import re
from dataclasses import dataclass
from functools import lru_cache

SCHEMES = 5


@dataclass(frozen=True)
class Poster:
    """How one event's poster is drawn: colour scheme 1–5, size of the title, motif.

    `word` is the length of its longest word, 6–18, so that wide letters fit on one line.
    """

    scheme: int
    size: str
    word: int
    motif: str
    svg: str


class Dice:
    """Numbers that depend on a text and nothing else."""

    def __init__(self, text: str) -> None:
        self.left = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")

    def roll(self, sides: int) -> int:
        """The next number, 0 to sides − 1."""
        self.left, rolled = divmod(self.left, sides)
        return rolled


def _circle(x: float, y: float, r: float, kind: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" class="{kind}"/>'


def _path(d: str, kind: str) -> str:
    return f'<path d="{d}" class="{kind}"/>'


def _arches(dice: Dice) -> str:
    """Arcades: nested arches, as in a theatre's façade."""
    columns = 2 + dice.roll(3)
    width = 400 / columns
    drawn = []
    lit = dice.roll(columns)
    for column in range(columns):
        x = column * width
        for ring in range(4):
            inset = ring * width / 9
            kind = ("pm", "pg", "ps" if column == lit else "pm", "pg")[ring]
            r = width / 2 - inset
            top = 110 + r + inset
            drawn.append(
                _path(f"M{x + inset:g} 340V{top:g}a{r:g} {r:g} 0 0 1 {2 * r:g} 0V340z", kind)
            )
    return "".join(drawn)


def _spotlights(dice: Dice) -> str:
    """Beams from above that cross on the stage."""
    drawn = []
    for number in range(3 + dice.roll(2)):
        top = 30 + dice.roll(340)
        foot = 40 + dice.roll(320)
        spread = 34 + dice.roll(46)
        kind = ("pm", "ps", "pm", "pi")[number % 4]
        drawn.append(
            f'<g class="beam">{_path(f"M{top} -10L{foot + spread} 320H{foot - spread}z", kind)}'
            f'<ellipse cx="{foot}" cy="320" rx="{spread}" ry="{spread / 4:g}" class="{kind}"/></g>'
        )
    return "".join(drawn)


def _tiles(dice: Dice) -> str:
    """Quarter circles on a grid, every poster another arrangement."""
    side = 100
    drawn = []
    for row in range(4):
        for column in range(4):
            turn = dice.roll(4)
            kind = ("pm", "pm", "ps", "pi", "")[dice.roll(5)]
            if not kind:
                continue
            x, y = column * side, row * side - 40
            corner_x, corner_y = x + (turn % 2) * side, y + (turn // 2) * side
            to_x = x if turn % 2 else x + side
            to_y = y if turn // 2 else y + side
            sweep = 1 if turn in (0, 3) else 0
            drawn.append(
                _path(
                    f"M{corner_x} {corner_y}H{to_x}A{side} {side} 0 0 {sweep} {corner_x} {to_y}z",
                    kind,
                )
            )
    return "".join(drawn)


def _moon(dice: Dice) -> str:
    """A large disc behind a horizon of lines."""
    x, r = 130 + dice.roll(150), 96 + dice.roll(44)
    y = 190
    drawn = [_circle(x, y, r, "ps"), _circle(x + r * 0.42, y - r * 0.3, r * 0.78, "pm")]
    for line in range(7):
        top = 232 + line * 16 + line * line
        drawn.append(f'<rect x="0" y="{top}" width="400" height="{3 + line * 1.6:g}" class="pm"/>')
    return "".join(drawn)


def _bulbs(dice: Dice) -> str:
    """A field of lamps, brighter along a curve."""
    phase, bend = dice.roll(628) / 100, 1 + dice.roll(3)
    drawn = []
    for row in range(9):
        for column in range(10):
            wave = 4 + 3.2 * math.sin(phase + column / 9 * math.pi * bend)
            near = max(0.0, 1 - abs(row - wave) / 3.4)
            r = 3 + 14 * near * near
            kind = "ps" if near > 0.78 else "pm"
            drawn.append(_circle(20 + column * 40, 20 + row * 38, round(r, 1), kind))
    return "".join(drawn)


def _curtain(dice: Dice) -> str:
    """Folds of cloth, lifted in the middle; a light stands behind the gap."""
    folds = 8 + dice.roll(3)
    side = 400 / folds
    gap = 2 + dice.roll(folds - 4)
    drawn = [_circle((gap + 0.5) * side, 250, 74 + dice.roll(40), "ps")]
    for fold in range(folds):
        x, away = fold * side, abs(fold - gap)
        foot = min(70 + away * 78, 360)
        kind = "pm" if (fold + gap) % 2 else "pi" if away == 1 and dice.roll(3) == 0 else "pn"
        drawn.append(_path(f"M{x:g} -10H{x + side:g}V{foot:g}q{-side / 2:g} 26 {-side:g} 0z", kind))
    return "".join(drawn)


def _rings(dice: Dice) -> str:
    """Sound: rings around a point off the middle, cut by the edge."""
    x, y = 60 + dice.roll(280), 60 + dice.roll(160)
    drawn = []
    for ring in range(9, 0, -1):
        kind = "ps" if ring == 1 + dice.roll(3) else ("pm" if ring % 2 else "pg")
        drawn.append(_circle(x, y, ring * 34, kind))
    return "".join(drawn)


def _steps(dice: Dice) -> str:
    """Stairs and blocks: architecture seen from the side."""
    drawn = []
    flip = dice.roll(2)
    for step in range(8):
        x = (7 - step if flip else step) * 50
        height = 60 + step * 26 + dice.roll(30)
        kind = ("pm", "pm", "ps", "pm", "pi", "pm", "pm", "ps")[(step + dice.roll(8)) % 8]
        drawn.append(
            f'<rect x="{x}" y="{340 - height}" width="51" height="{height}" class="{kind}"/>'
        )
    drawn.append(_circle(90 if flip else 310, 84, 40, "ps"))
    return "".join(drawn)


MOTIFS = (_arches, _spotlights, _tiles, _moon, _bulbs, _curtain, _rings, _steps)


def _longest(title: str) -> int:
    return max((len(part) for part in re.split(r"[\s-]+", title)), default=0)


def _size(title: str) -> str:
    longest = _longest(title)
    weight = max(len(title) / 2.2, longest * 1.25)
    for size, limit in (("xl", 9), ("l", 14), ("m", 22), ("s", 36)):
        if weight <= limit:
            return size
    return "xs"


@lru_cache(maxsize=2048)
def poster_of(seed: str, title: str) -> Poster:
    """The poster of the event known by `seed` (its slug) and called `title`."""
    dice = Dice(seed)
    scheme = dice.roll(SCHEMES) + 1
    draw = MOTIFS[dice.roll(len(MOTIFS))]
    svg = (
        '<svg class="poster-art" viewBox="0 0 400 340" preserveAspectRatio="xMidYMin slice" '
        f'aria-hidden="true" focusable="false">{draw(dice)}</svg>'
    )
    return Poster(
        scheme=scheme,
        size=_size(title),
        word=min(max(_longest(title), 6), 18),
        motif=draw.__name__.strip("_"),
        svg=svg,
    )
