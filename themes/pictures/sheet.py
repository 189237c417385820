"""Writes `static/themes/pictures.css`: `python -m themes.pictures.sheet`.

A page carries no inline style, so where the focal point lies and which colour stands in for a
picture while it loads are classes: steps of five per cent, and four steps of each primary colour.
"""

from pathlib import Path

FILE = Path(__file__).parents[1] / "static" / "themes" / "pictures.css"
STEP = 5  # per cent
TONES = "05af"
HEAD = """\
/* Pictures of the organizer, as {% picture %} draws them. Written by themes/pictures/sheet.py. */
@layer components {
  .picture { display: block; }
  .picture img {
    display: block; inline-size: 100%; block-size: auto; object-fit: cover;
    object-position: var(--focus-x, 50%) var(--focus-y, 50%); background: var(--ground, none);
  }
  .poster > .picture, .hero-picture > .picture, .poster > .picture img, \
.hero-picture > .picture img { block-size: 100%; }
"""


def classes(focus: tuple[int, int], colour: str) -> str:
    """The classes of one picture: focal point in per cent, colour as `#rrggbb` or ""."""
    across, down = (round(part / STEP) * STEP for part in focus)
    if not colour:
        return f"focus-x-{across} focus-y-{down}"
    tones = "".join(TONES[round(int(colour[at : at + 2], 16) / 85)] for at in (1, 3, 5))
    return f"focus-x-{across} focus-y-{down} ground-{tones}"


def sheet() -> str:
    """The whole style sheet."""
    steps = range(0, 101, STEP)
    rules = [f"  .focus-{axis}-{at} {{ --focus-{axis}: {at}%; }}" for axis in "xy" for at in steps]
    rules += [
        f"  .ground-{red}{green}{blue} {{ --ground: #{red}{green}{blue}; }}"
        for red in TONES
        for green in TONES
        for blue in TONES
    ]
    return HEAD + "\n".join(rules) + "\n}\n"


if __name__ == "__main__":
    FILE.write_text(sheet())
