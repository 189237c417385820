"""The faces a shop can choose from: open variable fonts, served by us.

The files come from the `@fontsource-variable` packages and are copied by the set-up into
`static/vendor/fonts/<package>/`. The numbers of the stand-in are measured against Arial or Times
New Roman, and carried over to Noto, so that text keeps its lines while the real face arrives.
"""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,"
    "U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
LATIN_EXT = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+1D00-1DBF,U+1E00-1E9F,U+20A0-20AB,"
    "U+2C60-2C7F,U+A720-A7FF"
)


@dataclass(frozen=True)
class Face:
    """A typeface: where its files are and what stands in while they load."""

    code: str
    label: str | Promise
    package: str
    axes: str
    weights: str
    width: str
    stand_in: str
    generic: str
    size_adjust: float
    ascent: float
    descent: float
    heading_weight: int
    heading_tracking: str
    heading_leading: str

    @property
    def family(self) -> str:
        """The CSS font stack."""
        return f'"{self.code}","{self.code} stand-in",{self.generic}'

    def path(self, subset: str) -> str:
        """The static path of one subset's file."""
        return f"vendor/fonts/{self.package}/{self.package}-{subset}-{self.axes}-normal.woff2"

    def css(self) -> str:
        """The `@font-face` rules: the face, its extended Latin, and its measured stand-in."""
        rules = [
            f'@font-face{{font-family:"{self.code}";src:url("{static(self.path(subset))}")'
            f' format("woff2");font-weight:{self.weights};{self.width}'
            f"font-display:swap;unicode-range:{spread}}}"
            for subset, spread in (("latin", LATIN), ("latin-ext", LATIN_EXT))
        ]
        # Of two rules for one face the later is tried first: Noto only where the others are not.
        rules.append(self._stand_in(*_NOTO[self.stand_in]))
        rules.append(self._stand_in(self.stand_in, 1))
        return "".join(rules)

    def _stand_in(self, source: str, ratio: float) -> str:
        ascent, descent = self.ascent / ratio, self.descent / ratio
        return (
            f'@font-face{{font-family:"{self.code} stand-in";src:{source};'
            f"size-adjust:{self.size_adjust * ratio:.1f}%;ascent-override:{ascent:.1f}%;"
            f"descent-override:{descent:.1f}%;line-gap-override:0%}}"
        )


_ARIAL = 'local("Arial"),local("Liberation Sans"),local("Helvetica Neue"),local("Roboto")'
_TIMES = 'local("Times New Roman"),local("Liberation Serif"),local("Times")'
# On phones and desks that have none of these, Noto is what is there; how wide they are beside it.
_NOTO = {
    _ARIAL: ('local("Noto Sans"),local("NotoSans-Regular")', 0.938),
    _TIMES: ('local("Noto Serif"),local("NotoSerif-Regular")', 0.842),
}
_SANS = "system-ui,sans-serif"
_SERIF = "Georgia,serif"

INTERFACE = Face(
    "Instrument Sans", _("Instrument Sans: plain and modern"), "instrument-sans", "wght", "400 700",
    "", _ARIAL, _SANS, 103.3, 93.9, 24.2, 640, "-0.022em", "1.06",
)  # fmt: skip

FACES: dict[str, Face] = {
    face.package: face
    for face in (
        Face("Newsreader", _("Newsreader: literary"), "newsreader", "wght", "200 800",
             "", _TIMES, _SERIF, 105.2, 69.9, 25.2, 420, "-0.024em", "1.06"),
        Face("Fraunces", _("Fraunces: warm and old"), "fraunces", "wght", "100 900",
             "", _TIMES, _SERIF, 118.0, 82.9, 21.6, 480, "-0.022em", "1.06"),
        Face("Anybody", _("Anybody: wide and loud"), "anybody", "standard", "100 900",
             "font-stretch:50% 150%;", _ARIAL, _SANS, 118.0, 67.4, 20.3, 820, "-0.02em", "0.98"),
        Face("Bricolage Grotesque", _("Bricolage Grotesque: hand-cut"), "bricolage-grotesque",
             "wght", "200 800", "", _ARIAL, _SANS, 104.0, 89.4, 26.0, 720, "-0.03em", "1.0"),
        Face("Big Shoulders", _("Big Shoulders: tall poster letters"), "big-shoulders", "wght",
             "100 900", "", _ARIAL, _SANS, 68.0, 144.9, 31.5, 820, "-0.005em", "0.92"),
        Face("Unbounded", _("Unbounded: round and bold"), "unbounded", "wght", "200 900",
             "", _ARIAL, _SANS, 136.0, 73.2, 18.0, 620, "-0.035em", "1.06"),
        INTERFACE,
    )
}  # fmt: skip

# For running text: sober, with true tabular figures, and readable at 16 px.
TEXT_FACES: dict[str, Face] = {
    face.package: face
    for face in (
        INTERFACE,
        Face("Figtree", _("Figtree: friendly and round"), "figtree", "wght", "300 900",
             "", _ARIAL, _SANS, 101.5, 93.6, 24.6, 680, "-0.02em", "1.08"),
        Face("Source Sans 3", _("Source Sans: clear in long texts"), "source-sans-3", "wght",
             "200 900", "", _ARIAL, _SANS, 94.6, 108.2, 42.3, 680, "-0.015em", "1.08"),
        Face("Source Serif 4", _("Source Serif: like a printed programme"), "source-serif-4",
             "wght", "200 900", "", _TIMES, _SERIF, 119.4, 86.8, 28.1, 600, "-0.015em", "1.08"),
        Face("Atkinson Hyperlegible Next", _("Atkinson Hyperlegible: for tired eyes"),
             "atkinson-hyperlegible-next", "wght", "200 800", "", _ARIAL, _SANS, 100.0, 98.4, 31.6,
             680, "-0.02em", "1.08"),
    )
}  # fmt: skip


def face(code: str) -> Face:
    """The face named by its package; the interface's own when the name is unknown."""
    return FACES.get(code) or TEXT_FACES.get(code) or INTERFACE
