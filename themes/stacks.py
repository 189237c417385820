"""Bars made of parts that lie upon one another: drawn on the server, read as a table too.

The first series lies at the bottom. As in `themes.charts`, the drawing is 640 wide and begins at
zero; a part below nothing is left out of the drawing, and stands in the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from themes.charts import FOOT, HEAD, LABELS, WIDTH


@dataclass(frozen=True)
class Part:
    """One part of a bar: `number` is its series, from 1, as the style sheet counts them."""

    number: int
    text: str
    y: float
    high: float


@dataclass(frozen=True)
class Bar:
    """All parts at one place; `is_named` where its label is written under the axis."""

    label: str
    parts: list[Part]
    x: float
    wide: float
    is_named: bool

    @property
    def middle(self) -> float:
        """The middle of its place."""
        return round(self.x + self.wide / 2, 1)


@dataclass(frozen=True)
class Stack:
    """A chart ready to be drawn: `floor` is the y of zero."""

    bars: list[Bar]
    height: int
    floor: int
    width: int = WIDTH


def stack(rows: Sequence[Mapping[str, Any]], *, height: int = 200) -> Stack:
    """Place rows of `label`, `values` (a number for each series) and `texts`, their words."""
    top = max((sum(max(value, 0) for value in row["values"]) for row in rows), default=0) or 1
    floor = height - FOOT
    place = WIDTH / max(len(rows), 1)
    every = -(-len(rows) // LABELS) or 1
    bars = []
    for index, row in enumerate(rows):
        bar = Bar(
            label=str(row["label"]),
            parts=_parts(row, top, floor),
            x=round(index * place + place * 0.14, 1),
            wide=round(place * 0.72, 1),
            is_named=(len(rows) - 1 - index) % every == 0,
        )
        bars.append(bar)
    return Stack(bars=bars, height=height, floor=floor)


def _parts(row: Mapping[str, Any], top: float, floor: int) -> list[Part]:
    parts, below = [], 0.0
    for number, (value, text) in enumerate(zip(row["values"], row["texts"], strict=True), start=1):
        if value <= 0:
            continue
        high = value / top * (floor - HEAD)
        parts.append(
            Part(number=number, text=str(text), y=round(floor - below - high, 1),
                 high=round(high, 1))
        )  # fmt: skip
        below += high
    return parts
