"""Where the marks of a small chart stand: drawn on the server, read as a table too.

The drawing is 640 wide; its height is a choice. Values start at zero, so that a bar twice as long
is twice as much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 640
HEAD = 8  # the line of the highest value; its figure stands above it
FOOT = 22
LABELS = 7


@dataclass(frozen=True)
class Mark:
    """One value: its words, and where it stands (`x` is the left of its place, `wide` its width).

    `usual_y` is the height of what is usual, where a row says so; `is_now` marks the bar meant.
    One that is still to come has no value and is not drawn: `is_told` is false.
    """

    label: str
    text: str
    x: float
    y: float
    wide: float
    high: float
    usual_y: float | None
    is_now: bool
    is_named: bool
    is_told: bool = True

    @property
    def middle(self) -> float:
        """The middle of its place."""
        return round(self.x + self.wide / 2, 1)


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be drawn: `floor` is the y of zero, `top` the value at the head."""

    marks: list[Mark]
    height: int
    floor: int
    top: int | float
    width: int = WIDTH

    @property
    def line(self) -> str:
        """The values as the `points` of a polyline."""
        return " ".join(f"{one.middle},{one.y}" for one in self.told)

    @property
    def told(self) -> list[Mark]:
        """The marks that have a value."""
        return [one for one in self.marks if one.is_told]

    @property
    def area(self) -> str:
        """The surface below that line, as a path."""
        if not self.told:
            return ""
        first, last = self.told[0].middle, self.told[-1].middle
        return f"M{first},{self.floor}L{self.line.replace(' ', 'L')}L{last},{self.floor}z"

    @property
    def usual(self) -> str:
        """What is usual as the `points` of a polyline; empty when no row says it."""
        told = [one for one in self.marks if one.usual_y is not None]
        return " ".join(f"{one.middle},{one.usual_y}" for one in told)


def drawing(rows: Sequence[Mapping[str, Any]], *, height: int = 180) -> Drawing:
    """Place rows of `label`, `value` and optionally `text`, `usual`, `is_now`.

    A `value` of None is still to come. `height` is in units of the drawing. At most seven labels
    are written under the axis.
    """
    values = [row.get(key) or 0 for key in ("value", "usual") for row in rows]
    top = max(values, default=0) or 1
    floor = height - FOOT
    place = WIDTH / max(len(rows), 1)
    every = -(-len(rows) // LABELS) or 1

    def y_of(value: float) -> float:
        return round(floor - max(value, 0) / top * (floor - HEAD), 1)

    marks = [
        Mark(
            label=str(row["label"]),
            text=str(row.get("text") or row["value"]),
            x=round(index * place + place * 0.14, 1),
            y=y_of(row["value"] or 0),
            wide=round(place * 0.72, 1),
            high=round(floor - y_of(row["value"] or 0), 1),
            usual_y=None if row.get("usual") is None else y_of(row["usual"]),
            is_now=bool(row.get("is_now")),
            is_named=index % every == 0,
            is_told=row["value"] is not None,
        )
        for index, row in enumerate(rows)
    ]
    return Drawing(marks=marks, height=height, floor=floor, top=top)
