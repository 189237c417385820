"""The rail of backstage: where this member may go."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.addons import open_addons
from kernel.roles import TITLES

register = template.Library()

# url name, label, icon, the permission that shows it
PLACES: tuple[tuple[str, Promise, str, str], ...] = (
    ("backstage:home", _("Home"), "house", ""),
    ("backstage:events", _("Events"), "calendar-days", "events.view"),
    ("backstage:orders", _("Orders"), "receipt-text", "orders.view"),
    ("backstage:customers", _("Customers"), "users", "customers.view"),
    ("backstage:door", _("Door"), "scan-line", "tickets.scan"),
    ("backstage:money", _("Money"), "landmark", "money.view"),
    ("backstage:settings", _("Settings"), "settings-2", "settings.edit"),
)


@dataclass(frozen=True)
class Place:
    """One line of the rail."""

    url: str
    label: str | Promise
    icon: str
    is_here: bool


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _place(name: str, label: str | Promise, icon: str, path: str) -> Place | None:
    url = _address(name)
    if not url:
        return None
    is_here = path == url if name == "backstage:home" else path.startswith(url)
    return Place(url, label, icon, is_here)


@register.simple_tag(takes_context=True)
def rail(context: template.Context) -> dict[str, Any]:
    """`{% rail as rail %}`: `places`, `addons`, `home`, `search`, `shop`, `role`, `sign_out`."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    may: frozenset[str] = getattr(request, "permissions", frozenset())
    member = getattr(request, "member", None)
    places = [
        _place(name, label, icon, path)
        for name, label, icon, needed in PLACES
        if not needed or needed in may
    ]
    addons = [
        _place(item.url_name, item.title, item.icon or "puzzle", path)
        for addon in open_addons()
        for item in addon.menu
        if not item.role or item.role in may
    ]
    return {
        "places": [place for place in places if place],
        "addons": [place for place in addons if place],
        "home": _address("backstage:home"),
        "search": _address("backstage:search"),
        "role": TITLES.get(member.role, "") if member else "",
        "shop": _address("events:list"),
        "sign_out": _address("backstage:sign_out"),
    }
