"""Drawing a letter: text and HTML, in the look in force, in the active language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi

from kernel.tenancy import current
from themes.current import Look, look
from themes.tokens import palette

LOGO = "logo@marquee"  # the Content-ID of the logo, which travels with the mail
DARK = "@media (prefers-color-scheme:dark)"

# What changes when the reader's screen is dark. The light values stand in `mail/style.css`.
DARK_RULES = {
    ".page": "background-color:{sunken};color:{ink}",
    ".sheet": "background-color:{surface};border-color:{rule}",
    ".ink, h1, h2": "color:{ink}",
    ".soft": "color:{ink_soft}",
    ".link": "color:{accent_text}",
    ".ruled": "border-color:{rule}",
    ".button-cell": "background-color:{accent}",
    ".button-link": "background-color:{accent};border-color:{accent};color:{on_accent}",
    ".wash": "background-color:{accent_wash};color:{ink}",
    ".plate": "background-color:{plate}",
}

_inliner = css_inline.CSSInliner(
    load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=False
)
_many_lines = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Drawn:
    """A letter, both ways."""

    text: str
    html: str


def draw(
    template: str, *, subject: str, context: Mapping[str, Any], unsubscribe_url: str = ""
) -> Drawn:
    """Draw `<template>.txt` and `<template>.html` as a letter of the current shop."""
    shop, brand = current(), look()
    said = {
        "shop": shop,
        "brand": brand,
        "tones": brand.colours,
        "dark_css": mark_safe(dark_css(brand)),  # noqa: S308 - colours that we computed
        "logo_src": f"cid:{LOGO}" if brand.logo else "",
        "subject": subject,
        "language": get_language() or shop.language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "unsubscribe_url": unsubscribe_url,
        **context,
    }
    plain = get_template(f"{template}.txt").template.render(  # type: ignore[attr-defined]
        Context(said, autoescape=False)
    )
    html = render_to_string(f"{template}.html", said)
    return Drawn(tidy(plain), _inliner.inline(html))


def tidy(text: str) -> str:
    """A plain text without the empty lines that template tags leave."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return _many_lines.sub("\n\n", lines) + "\n"


def dark_tones(brand: Look) -> dict[str, str]:
    """The dark palette, with underscores for dashes, as `Look.colours` has the light one."""
    tones = palette(brand.theme, brand.accent, brand.second, dark=True)
    return {name.replace("-", "_"): value for name, value in tones.items()} | {"plate": "#ffffff"}


def dark_css(brand: Look) -> str:
    """The rules of a dark screen: for programs that ask the reader's device, and for Outlook's own.

    Outlook marks what it recoloured by `data-ogsc` and `data-ogsb`, and understands no media query.
    """
    tones = dark_tones(brand)
    asked, outlook = [], []
    for selectors, told in DARK_RULES.items():
        body = ";".join(f"{one} !important" for one in told.format_map(tones).split(";"))
        asked.append(f"{selectors}{{{body}}}")
        marked = ",".join(
            f"[{mark}] {one.strip()}"
            for one in selectors.split(",")
            for mark in ("data-ogsc", "data-ogsb")
        )
        outlook.append(f"{marked}{{{body}}}")
    return f"{DARK}{{{''.join(asked)}}}{''.join(outlook)}"


def in_scheme(html: str, scheme: str) -> str:
    """A drawn letter as it looks on a light or dark screen, whatever the screen that shows it."""
    told = "@media all" if scheme == "dark" else "@media not all"
    return html.replace(DARK, told)
