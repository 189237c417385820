"""Whether what a brand chose can be read: pairs of ink and ground, measured (WCAG 2.2)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes.colour import AA_SHAPES, AA_TEXT, contrast, mend
from themes.tokens import palette

AAA_TEXT = 7.0


@dataclass(frozen=True)
class Pair:
    """Ink on ground as a reader meets them; `ratio` is WCAG contrast, `needed` the least of it.

    Where it is not reached, `used` is what pages show in the place of the ink, and `field` the
    brand's colour that could be changed to it, if one wants.
    """

    label: Promise
    scheme: str
    ink: str
    ground: str
    ratio: float
    needed: float
    used: str
    field: str = ""

    @property
    def passes(self) -> bool:
        """Whether the chosen ink itself can be read."""
        return self.ratio >= self.needed

    @property
    def grade(self) -> str:
        """`AAA`, `AA` or "", as WCAG calls it; shapes have no AAA."""
        if not self.passes:
            return ""
        return "AAA" if self.ratio >= AAA_TEXT and self.needed == AA_TEXT else "AA"


def pairs(theme: str, accent: str, second: str) -> list[Pair]:
    """The pairs that matter, in light and in dark."""
    return [pair for dark in (False, True) for pair in _pairs(theme, accent, second, dark)]


def _pairs(theme: str, accent: str, second: str, dark: bool) -> list[Pair]:
    tones = palette(theme, accent, second, dark=dark)
    scheme = "dark" if dark else "light"
    paper = tones["paper"]
    hardest = tones["surface"] if dark else tones["sunken"]
    asked = (
        (_("Text on the page"), tones["ink"], paper, AA_TEXT, "", ""),
        (_("Small print"), tones["ink-soft"], hardest, AA_TEXT, "", ""),
        (_("Word on a button"), tones["on-accent"], tones["accent"], AA_TEXT, "", ""),
        (_("First colour as text"), accent, hardest, AA_TEXT, "accent", tones["accent-text"]),
        (_("First colour as a shape"), accent, paper, AA_SHAPES, "accent", tones["accent-edge"]),
        (_("Second colour as text"), second, hardest, AA_TEXT, "second", tones["second-text"]),
    )
    return [
        Pair(label, scheme, ink, ground, _measured(ink, ground), needed,
             used or mend(ink, ground, needed), field)
        for label, ink, ground, needed, field, used in asked
    ]  # fmt: skip


def _measured(ink: str, ground: str) -> float:
    """Cut, not rounded, so that 4.49 is never told as 4.5."""
    return int(contrast(ink, ground) * 100) / 100
