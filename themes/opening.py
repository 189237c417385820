"""Colours to choose from when a shop is new: those of its logo, then some that go together."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes.colour import to_hex, to_oklch
from themes.colours_from import colours_of
from themes.current import Look
from themes.houses import offered
from themes.tokens import palette

MOST = 4
# What a miniature needs of a palette.
SHOWN = (
    *("paper", "ink", "ink-soft", "rule", "accent", "on-accent", "surface"),
    *(f"poster-{n}{part}" for n in (1, 2, 3) for part in ("", "-ink", "-mark", "-spark")),
)


@dataclass(frozen=True)
class Proposal:
    """Two colours that a shop could wear."""

    title: str | Promise
    accent: str
    second: str

    @property
    def code(self) -> str:
        """What the form sends: "8c1d2f-c79a3a"."""
        return f"{self.accent[1:]}-{self.second[1:]}"


OURS = (
    Proposal(_("Oxblood and brass"), "#6d1626", "#c79a3a"),
    Proposal(_("Harbour and rust"), "#1f3a5f", "#d9722b"),
    Proposal(_("Meadow and corn"), "#1e5b3a", "#e4b52e"),
    Proposal(_("Ink and coral"), "#2b2a6f", "#ff6b4a"),
)


def proposals(look: Look) -> list[Proposal]:
    """At most MOST, all different; those of the logo first, where there is one with colours."""
    found: dict[str, Proposal] = {}
    for one in (*_of_logo(look), *OURS):
        found.setdefault(one.code, one)
    return list(found.values())[:MOST]


def miniatures_css(chosen: list[Proposal]) -> str:
    """The colours of each proposal in each theme: `.mini-classic-1 { --paper: … }`."""
    rules = []
    for house in offered():
        dark = house.scheme == "dark"
        for number, one in enumerate(chosen, start=1):
            tones = palette(house.code, one.accent, one.second, dark=dark)
            said = "".join(f"--{name}:{tones[name]};" for name in SHOWN)
            rules.append(f".mini-{house.code}-{number}{{{said}}}")
    return f"@layer page{{{''.join(rules)}}}"


def _of_logo(look: Look) -> Iterator[Proposal]:
    if not look.logo:
        return
    try:
        with default_storage.open(look.logo) as file:
            colours = colours_of(file)
    except (OSError, ValidationError):
        return
    if len(colours) > 1:
        yield Proposal(_("As in your logo"), colours[0], colours[1])
        yield Proposal(_("The other way round"), colours[1], colours[0])
        if len(colours) > 2:  # noqa: PLR2004
            yield Proposal(_("With its third colour"), colours[0], colours[2])
    elif colours:
        yield Proposal(_("As in your logo"), colours[0], _opposite(colours[0]))


def _opposite(colour: str) -> str:
    """A colour from the other side of the wheel, light enough to stand beside it."""
    first = to_oklch(colour)
    turned = type(first)(0.76, min(max(first.chroma, 0.09), 0.14), (first.hue + 160) % 360)
    return to_hex(turned)
