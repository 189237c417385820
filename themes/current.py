"""The look in force: the brand of the current schema, without a database query once warm.

A process keeps what it knows for a second; behind that stands the Django cache, behind that the
table. `save_brand` drops both, so the process that saved sees the change at once.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace

from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils.functional import cached_property

from kernel.tenancy import PUBLIC, Shop, current
from themes.edition import EDITION
from themes.fonts import face
from themes.houses import DEFAULT, PLATFORM, house
from themes.models import Brand
from themes.tokens import palette

LOCAL_SECONDS = 1.0
CACHE_SECONDS = 600

_known: dict[str, tuple[float, "Look"]] = {}
_preview: ContextVar["Look | None"] = ContextVar("themes_preview", default=None)


@dataclass(frozen=True)
class Look:
    """A brand as templates, mails and PDFs read it: never empty, every value usable."""

    name: str
    theme: str
    accent: str
    second: str
    display_font: str
    scheme: str
    logo: str = ""
    tagline: str = ""
    footer: str = ""
    version: str = "0"

    @property
    def edition(self) -> str:
        """The key of `/brand.css`: changes with the brand and with our own tokens."""
        return f"{self.version}{EDITION}"

    @property
    def css_url(self) -> str:
        """The address of the style sheet with this look's custom properties."""
        return f"{reverse('brand_css')}?v={self.edition}"

    @property
    def logo_url(self) -> str:
        """The address of the logo, or an empty string."""
        return f"{reverse('brand_logo')}?v={self.edition}" if self.logo else ""

    @cached_property
    def colours(self) -> dict[str, str]:
        """The light palette with underscores for dashes, for mails and PDFs."""
        tones = palette(self.theme, self.accent, self.second)
        return {name.replace("-", "_"): value for name, value in tones.items()}

    @property
    def font_files(self) -> list[str]:
        """Static paths of the two Latin files a page needs first."""
        display = face(self.display_font).path("latin")
        return list(dict.fromkeys([face("").path("latin"), display]))


def _key(schema_name: str) -> str:
    return f"themes:look:{schema_name}:{EDITION}"


def house_look(theme: str, name: str) -> Look:
    """The look of a shop that has not said anything yet."""
    style = house(theme)
    return Look(
        name=name,
        theme=style.code,
        accent=style.accent,
        second=style.second,
        display_font=style.display_font,
        scheme=style.scheme,
    )


def look_from(brand: Brand, *, fallback_theme: str, name: str) -> Look:
    """A brand's row completed with the taste of its theme."""
    base = house_look(brand.theme or fallback_theme, name)
    return replace(
        base,
        accent=brand.accent or base.accent,
        second=brand.second or base.second,
        display_font=brand.display_font or base.display_font,
        scheme=brand.scheme or base.scheme,
        logo=brand.logo.name or "",
        tagline=brand.tagline,
        footer=brand.footer,
        version=brand.version,
    )


def _stored(shop: Shop) -> Look:
    fallback = shop.theme or DEFAULT
    name = shop.name or shop.schema_name
    key = _key(shop.schema_name)
    kept = cache.get(key)
    if kept:
        return Look(**{**kept, "name": name})
    brand = Brand.objects.order_by("pk").first()
    found = house_look(fallback, name)
    if brand:
        found = look_from(brand, fallback_theme=fallback, name=name)
    cache.set(key, asdict(found), timeout=CACHE_SECONDS)
    return found


def look() -> Look:
    """The look of the current schema; the platform's own in `public`."""
    preview = _preview.get()
    if preview is not None:
        return preview
    schema_name = connection.schema_name  # type: ignore[attr-defined]
    if schema_name == PUBLIC:
        return house_look(PLATFORM, "Marquee")
    known = _known.get(schema_name)
    now = time.monotonic()
    if known and now - known[0] < LOCAL_SECONDS:
        return known[1]
    fresh = _stored(current())
    _known[schema_name] = (now, fresh)
    return fresh


def forget(schema_name: str) -> None:
    """Drop what this process and the cache know about a schema's look."""
    _known.pop(schema_name, None)
    cache.delete(_key(schema_name))


@contextmanager
def previewing(other: Look):
    """Render with another look inside the block: previews, the gallery of components, tests."""
    token = _preview.set(other)
    try:
        yield other
    finally:
        _preview.reset(token)
