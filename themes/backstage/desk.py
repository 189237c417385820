"""What every page of the brand desk shows around its form: sections, draft, preview."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.facts.history import people
from kernel.tenancy import current
from themes.hooks import PreviewPage, preview_pages
from themes.models import Brand, BrandDraft
from themes.preview import SCHEMES, WORD, right_now
from themes.said import differing, told
from themes.services import drafting

# code, name, icon: the sections that are forms, in the order in which they make sense.
SECTIONS: tuple[tuple[str, Promise, str], ...] = (
    ("look", _("Look"), "palette"),
    ("logo", _("Logo & icon"), "image"),
    ("front", _("Front page"), "panel-top"),
    ("words", _("Words"), "type"),
    ("languages", _("Languages"), "languages"),
    ("mail", _("Mail"), "mail"),
)
WIDTHS = {"phone": _("Phone"), "desktop": _("Desktop")}
SHADES = {"": _("As chosen"), "light": _("Light"), "dark": _("Dark")}


@dataclass(frozen=True)
class Place:
    """A place of the desk to go to."""

    label: str | Promise
    url: str
    icon: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class State:
    """How the draft stands to what is published: what differs, and who changed it last."""

    draft: BrandDraft | None
    newest: Brand | None
    changes: list[str]
    by: str


def state() -> State:
    """How the draft stands."""
    draft, newest = BrandDraft.there(), Brand.newest()
    published = newest.said if newest else {}
    changes = told(differing(draft.said, published)) if draft else []
    by = people([draft.by])[draft.by] if draft else ""
    return State(draft, newest, changes, by)


def around(request: HttpRequest, here: str) -> dict[str, Any]:
    """The context of a page of the desk; `here` is its section's code."""
    return {
        "title": _("Brand"),
        "sentence": _("How your shop, your mails and your tickets look. Visitors see it when you "
                      "publish."),
        "back_url": reverse("backstage:settings"),
        "back": _("Settings"),
        "sections": list(_sections(here)),
        "section": here,
        "state": state(),
        "preview": preview(request),
        "zone": current().timezone,
    }  # fmt: skip


def _sections(here: str) -> Iterable[Place]:
    for code, label, icon in SECTIONS:
        yield Place(label, address(code), icon, code == here)
    yield Place(_("Legal"), reverse("backstage:legal"), "scale", here == "legal")
    yield Place(_("History"), reverse("backstage:brand_history"), "history", here == "history")


def address(section: str) -> str:
    """The address of a section."""
    if section == "look":
        return reverse("backstage:brand")
    return reverse("backstage:brand_section", args=[section])


def pages() -> list[PreviewPage]:
    """The pages on which a look can be seen."""
    found = [page for answer in preview_pages.ask() for page in answer]
    mail = PreviewPage("mail", _("Mail"), reverse("backstage:brand_preview_mail"))
    return [*(one for one in found if not one.is_paper), mail,
            *(one for one in found if one.is_paper)]  # fmt: skip


def preview(request: HttpRequest) -> dict[str, Any]:
    """The frame beside the form: which page, how wide, how light; chosen by the query."""
    offered = pages()
    shown = next((one for one in offered if one.code == request.GET.get("show")), offered[0])
    width = request.GET.get("width", "") if request.GET.get("width", "") in WIDTHS else "desktop"
    shade = request.GET.get("shade", "") if request.GET.get("shade", "") in SCHEMES else ""
    chosen = {"show": shown.code, "width": width, "shade": shade}
    token = right_now(is_frame=True).token()

    def link(**changes: str) -> str:
        return f"?{urlencode({name: one for name, one in {**chosen, **changes}.items() if one})}"

    def frame(page: PreviewPage) -> str:
        return f"{page.url}?{urlencode({WORD: token})}"

    return {
        "shown": shown,
        "width": "paper" if shown.is_paper else width,
        "src": frame(shown) + (f"&scheme={shade}" if shade else ""),
        "pages": [
            {"page": one, "href": link(show=one.code), "src": frame(one), "is_here": one is shown}
            for one in offered
        ],
        "widths": [
            {"code": code, "label": label, "href": link(width=code), "is_here": code == width}
            for code, label in WIDTHS.items()
        ],
        "shades": [
            {"code": code, "label": label, "href": link(shade=code), "is_here": code == shade}
            for code, label in SHADES.items()
        ],
    }


def seen() -> str:
    """What a form that is drawn now has seen, for its hidden field."""
    return str(drafting.seen_now())
