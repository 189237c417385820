"""The colours of a house with their contrast ratios, and the icons that templates ask for."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from themes.colour import AA_SHAPES, AA_TEXT, contrast
from themes.houses import House
from themes.states import STATES
from themes.tokens import MEANINGS, palette

_ROOT = Path(__file__).resolve().parents[2]
_ICON = re.compile(r'{% icon "([a-z0-9-]+)"')
_WORDS = ("ink", "ink-soft", "ink-faint", "accent-text", "second-text", *MEANINGS)
_FILLS = ("accent", "second", *MEANINGS)
_EDGES = ("rule-strong", "accent-edge", "second-edge")


@dataclass(frozen=True)
class Tone:
    """A colour on its ground: token names, `#rrggbb`, WCAG contrast and what is asked of it."""

    name: str
    ground: str
    colour: str
    ratio: float
    wanted: float

    @property
    def is_enough(self) -> bool:
        """Whether it reaches what is asked of it."""
        return self.ratio >= self.wanted


def _pairs() -> list[tuple[str, str, float]]:
    words = [
        (name, ground, AA_TEXT) for name in _WORDS for ground in ("paper", "surface", "sunken")
    ]
    fills = [(f"on-{name}", name, AA_TEXT) for name in _FILLS]
    washes = [(name, f"{name}-wash", AA_TEXT) for name in MEANINGS]
    edges = [(name, "paper", AA_SHAPES) for name in _EDGES]
    posters = [(f"poster-{at}-ink", f"poster-{at}", AA_TEXT) for at in range(1, 6)]
    return [*words, *fills, *washes, *edges, *posters]


def tones(style: House, *, dark: bool) -> list[Tone]:
    """Every pair of ink and ground of a house in its own colours."""
    found = palette(style.code, style.accent, style.second, dark=dark)
    return [
        Tone(name, ground, found[name], round(contrast(found[name], found[ground]), 2), wanted)
        for name, ground, wanted in _pairs()
    ]


def swatch_css() -> str:
    """Classes by which the plate shows a pair: `.tone-<ink>-on-<ground>`."""
    return "".join(
        f".tone-{name}-on-{ground}{{color:var(--{name});background:var(--{ground})}}"
        for name, ground, _wanted in _pairs()
    )


@cache
def icons() -> tuple[str, ...]:
    """The names of the icons that templates and states ask for, in order."""
    asked = {shape for _word, _meaning, shape in STATES.values()}
    for folder in ("themes", "shared_apps", "tenant_apps", "billing"):
        for path in (_ROOT / folder).rglob("templates/**/*.html"):
            asked.update(_ICON.findall(path.read_text("utf-8")))
    return tuple(sorted(asked))
