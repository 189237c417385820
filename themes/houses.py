"""The themes on offer: one folder each in `gallery/`, described by its `theme.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GALLERY = Path(__file__).resolve().parent / "gallery"
DEFAULT = "classic"
PLATFORM = "marquee"


@dataclass(frozen=True)
class Ground:
    """Where a theme's neutral colours come from (OKLCH)."""

    hue: float
    lean: float
    chroma: float
    light: float
    dark: float


@dataclass(frozen=True, kw_only=True)
class House:
    """A theme: its name, what it extends, and its own taste where a brand says nothing.

    `shape` are the tokens that a theme owns: radius, rule weight, depth, width (CSS values).
    """

    code: str
    title: str
    extends: str
    scheme: str
    display_font: str
    ground: Ground
    accent: str
    second: str
    shape: dict[str, str]
    is_platform: bool


@cache
def houses() -> dict[str, House]:
    """All themes by code, read once from the gallery."""
    found = {}
    for path in sorted(GALLERY.glob("*/theme.toml")):
        told = tomllib.loads(path.read_text("utf-8"))
        found[path.parent.name] = House(
            code=path.parent.name,
            title=told["title"],
            extends=told.get("extends", ""),
            scheme=told["scheme"],
            display_font=told["faces"]["display"],
            ground=Ground(**told["ground"]),
            accent=told["brand"]["accent"],
            second=told["brand"]["second"],
            shape=told.get("shape", {}),
            is_platform=told.get("platform", False),
        )
    return found


def house(code: str) -> House:
    """The theme called `code`; the default one when there is none of that name."""
    return houses().get(code) or houses()[DEFAULT]


def offered() -> list[House]:
    """The themes an organizer may choose."""
    return [one for one in houses().values() if not one.is_platform]


@cache
def folders(code: str) -> tuple[Path, ...]:
    """Template folders of a theme, its own first, then those it extends."""
    chain: list[Path] = []
    name = house(code).code
    while name:
        chain.append(GALLERY / name / "templates")
        name = house(name).extends
    return tuple(chain)
