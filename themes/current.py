"""The look in force: the brand of the current schema, without a database query once warm.

A process keeps what it knows for a second; behind that stands the Django cache, behind that the
table. To publish drops both, so the process that published sees the change at once.
"""

import hashlib
import json
import time
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field, replace
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from kernel.tenancy import PUBLIC, Shop, current
from kernel.tongues import spoken
from themes.edition import EDITION
from themes.fonts import INTERFACE, face
from themes.houses import DEFAULT, PLATFORM, house
from themes.models import Brand, LegalText
from themes.said import LANGUAGES, TEXTS, Said
from themes.tokens import palette

LOCAL_SECONDS = 1.0
CACHE_SECONDS = 600

_known: dict[str, tuple[float, "Look"]] = {}
_preview: ContextVar["Look | None"] = ContextVar("themes_preview", default=None)


@dataclass(frozen=True)
class Hero:
    """What stands at the head of the front page: a picture's id (0: none) and words."""

    picture: int
    headline: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """A brand as templates, mails and PDFs read it: never empty, every value usable.

    `language` is the shop's own, `languages` are those it is offered in, its own first. `texts` are
    in each language; the properties give them in the reader's. `legal` tells the version in force
    of each legal text that was published. `preview` is "", "link" for whoever was given a link, or
    "frame" for the frames of the editor; the right to it is then in `token`.
    """

    name: str
    theme: str
    accent: str
    second: str
    display_font: str
    text_font: str
    scheme: str
    logo: str = ""
    logo_dark: str = ""
    icon: str = ""
    hero_picture: int = 0
    language: str = "en"
    languages: tuple[str, ...] = LANGUAGES
    links: tuple[str, ...] = ()
    texts: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)
    legal: dict[str, int] = field(default_factory=dict, hash=False)
    version: str = "0"
    preview: str = ""
    token: str = ""

    def _text(self, name: str) -> str:
        """In the reader's language, else in the shop's own, else in whatever has it."""
        written = self.texts.get(name, {})
        reader = (get_language() or "").partition("-")[0]
        for language in (reader, self.language):
            if text := written.get(language):
                return text
        return next((text for text in written.values() if text), "")

    @property
    def tagline(self) -> str:
        """One line under the name."""
        return self._text("tagline")

    @property
    def footer(self) -> str:
        """What stands at the foot of pages: an imprint, or how to reach the shop."""
        return self._text("footer")

    @property
    def mail_footer(self) -> str:
        """What stands at the foot of mails: the postal address that the law asks for."""
        return self._text("mail_footer")

    @property
    def hero(self) -> Hero | None:
        """The head of the front page; None where the organizer wants none."""
        headline, sentence = self._text("hero_headline"), self._text("hero_sentence")
        if not (headline or self.hero_picture):
            return None
        return Hero(self.hero_picture, headline, sentence)

    @property
    def edition(self) -> str:
        """The key of `/brand.css`: changes with the brand and with our own tokens."""
        return f"{self.version}{EDITION}"

    def url(self, page: str, *args: object) -> str:
        """The address of one of the brand's files, as it looks in this edition."""
        asked = {"v": self.edition} | ({"preview": self.token} if self.preview == "frame" else {})
        return f"{spoken(reverse(page, args=args), '')}?{urlencode(asked)}"

    @property
    def css_url(self) -> str:
        """The address of the style sheet with this look's custom properties."""
        return self.url("brand_css")

    @property
    def logo_url(self) -> str:
        """The address of the logo, or an empty string."""
        return self.url("brand_logo") if self.logo else ""

    @property
    def logo_dark_url(self) -> str:
        """The address of the logo for dark grounds; the usual one where there is no other."""
        return self.url("brand_logo_dark") if self.logo_dark else self.logo_url

    @property
    def icon_url(self) -> str:
        """The address of the small icon of browser tabs."""
        return self.url("brand_icon", 32) if self.icon else self.url("brand_initial")

    @property
    def touch_icon_url(self) -> str:
        """The address of the icon on the home screen of a phone, or an empty string."""
        return self.url("brand_icon", 180) if self.icon else ""

    @property
    def manifest_url(self) -> str:
        """The address of the manifest, which names the large icons."""
        return self.url("brand_manifest")

    @cached_property
    def colours(self) -> dict[str, str]:
        """The light palette with underscores for dashes, for mails and PDFs."""
        tones = palette(self.theme, self.accent, self.second)
        return {name.replace("-", "_"): value for name, value in tones.items()}

    @property
    def font_files(self) -> list[str]:
        """Static paths of the two Latin files a page needs first."""
        faces = (face(self.text_font), face(self.display_font))
        return list(dict.fromkeys(one.path("latin") for one in faces))


def _key(schema_name: str) -> str:
    return f"themes:look:{schema_name}:{EDITION}"


def house_look(theme: str, name: str, language: str = "en") -> Look:
    """The look of a shop that has not said anything yet."""
    style = house(theme)
    return Look(
        name=name,
        theme=style.code,
        accent=style.accent,
        second=style.second,
        display_font=style.display_font,
        text_font=INTERFACE.package,
        scheme=style.scheme,
        language=language,
        languages=_own_first(language, LANGUAGES),
    )


def look_from(said: Said, *, shop: Shop, legal: dict[str, int] | None = None) -> Look:
    """What a brand says, completed with the taste of its theme."""
    base = house_look(
        said.get("theme") or shop.theme or DEFAULT, shop.name or shop.schema_name, shop.language
    )
    return replace(
        base,
        accent=said.get("accent") or base.accent,
        second=said.get("second") or base.second,
        display_font=said.get("display_font") or base.display_font,
        text_font=said.get("text_font") or base.text_font,
        scheme=said.get("scheme") or base.scheme,
        logo=said.get("logo", ""),
        logo_dark=said.get("logo_dark", ""),
        icon=said.get("icon") or said.get("logo_icon", ""),
        hero_picture=said.get("hero_picture", 0),
        languages=_own_first(shop.language, said.get("languages") or LANGUAGES),
        links=tuple(said.get("links", ())),
        texts={
            name: {code: text for code in LANGUAGES if (text := said.get(f"{name}_{code}"))}
            for name in TEXTS
        },
        legal=legal or {},
        version=_version(said),
    )


def shown(said: Said, shop: Shop) -> dict[str, object]:
    """What stands in the fields of a form: what is said, else what the theme says."""
    base = look_from(said, shop=shop)
    words = ("theme", "accent", "second", "display_font", "text_font")
    return {**said, **{word: getattr(base, word) for word in words}}


def _own_first(own: str, languages: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda code: code != own))


def _version(said: Said) -> str:
    if not said:
        return "0"
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


def _stored(shop: Shop) -> Look:
    key = _key(shop.schema_name)
    kept = cache.get(key)
    if kept:
        return Look(**{**kept, "name": shop.name or shop.schema_name})
    brand = Brand.newest()
    found = look_from(brand.said if brand else {}, shop=shop, legal=LegalText.in_force())
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
