"""Drawing a picture: `{% load pictures %}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from themes.pictures.models import Picture
from themes.pictures.shapes import SHAPES
from themes.pictures.sheet import classes

register = template.Library()
TYPES = {"avif": "image/avif", "webp": "image/webp"}


@register.simple_tag
def picture(
    one: Picture | None,
    *,
    shape: str = "poster",
    sizes: str = "100vw",
    first: bool = False,
    decorative: bool = False,
    extra: str = "",
) -> SafeString:
    """Draw a picture in one of `themes.pictures.shapes`; nothing, if there is none.

    `{% picture event.picture shape="wide" sizes="(min-width: 60rem) 66vw, 100vw" first=True %}`

    `first`: it is in sight when the page opens, so it is fetched at once. `decorative`: the words
    beside it say the same, so that a screen reader passes it by. Costs no query and no look at the
    disk, if the picture was selected along with its owner.
    """
    if not one:
        return SafeString("")
    alt = "" if decorative else one.words.alt
    haste = 'fetchpriority="high"' if first else 'loading="lazy"'
    if not one.has(shape):
        part = one.cut("free")
        drawn = format_html(
            '<img src="{}" width="{}" height="{}" alt="{}" decoding="async" {}>',
            one.url(one.first_name), part.width, part.height, alt, SafeString(haste),
        )  # fmt: skip
        return _framed(one, "free", SafeString(""), drawn, extra)
    part = one.cut(shape)
    widths = part.widths(SHAPES[shape])
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        (
            (TYPES[kind], _srcset(one, shape, widths, kind), sizes)
            for kind in SHAPES[shape].formats
            if kind in TYPES
        ),
    )
    usual = min(widths, key=lambda width: abs(width - 960))
    drawn = format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" decoding="async" {}>',
        one.url(one.name(shape, usual, "jpg")), _srcset(one, shape, widths, "jpg"), sizes,
        usual, part.height_at(usual), alt, SafeString(haste),
    )  # fmt: skip
    return _framed(one, shape, sources, drawn, extra)


def _framed(
    one: Picture, shape: str, sources: SafeString, drawn: SafeString, extra: str
) -> SafeString:
    ground = "" if one.is_see_through else one.colour
    told = classes(one.cut(shape).focus(one), ground)
    return format_html(
        '<picture class="picture {}{}">{}{}</picture>', told, f" {extra}" if extra else "",
        sources, drawn,
    )  # fmt: skip


def _srcset(one: Picture, shape: str, widths: list[int], kind: str) -> str:
    return ", ".join(f"{one.url(one.name(shape, width, kind))} {width}w" for width in widths)
