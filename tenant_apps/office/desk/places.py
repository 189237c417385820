"""Where things are set, in groups: for the page of settings, and for search."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.addons import open_addons
from tenant_apps.office.team.hooks import owners_places, settings_places


@dataclass(frozen=True)
class Place:
    """A page under Settings: what it is called, what is done there, and the permission to see it.

    `words` are what people may call it besides; `address` is where it is, if not in this shop.
    """

    group: str
    title: str | Promise
    sentence: str | Promise
    url_name: str
    icon: str
    may: str = "settings.edit"
    words: str | Promise = ""
    address: str = ""

    @property
    def url(self) -> str:
        """Where it is; "" where this house has no such page."""
        if self.address:
            return self.address
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


GROUPS: dict[str, str | Promise] = {
    "shop": _("Shop"),
    "look": _("Look"),
    "money": _("Money"),
    "people": _("People"),
    "door": _("Door"),
    "mail": _("Mail"),
    "developer": _("Developer"),
    "addons": _("Add-ons"),
}
PLACES = (
    Place(
        "shop", _("Venues"), _("Addresses and time zones of the places you play."),
        "backstage:venues", "map-pin", "events.view", _("places rooms halls address"),
    ),
    Place(
        "shop", _("Legal texts"), _("Imprint, terms and privacy, as buyers read them."),
        "backstage:legal", "scale", "brand.edit", _("terms privacy imprint conditions"),
    ),
    Place(
        "shop", _("Bring events in"), _("From a spreadsheet: look first, then take over."),
        "backstage:import", "file-up", "events.edit", _("import csv upload spreadsheet"),
    ),
    Place(
        "look", _("Brand"), _("Logo, colours, typeface and theme."),
        "backstage:brand", "palette", "brand.edit", _("logo colours theme font favicon design"),
    ),
    Place(
        "money", _("Payouts"), _("What was sold, what was given back, what is yours."),
        "backstage:money", "landmark", "money.view", _("money payout statement ledger fees"),
    ),
    Place(
        "people", _("Team"), _("Who may come backstage, and what each may do."),
        "backstage:team", "users", "team.edit", _("members roles staff invite permissions"),
    ),
    Place(
        "people", _("History"), _("Everything that happened, and who did it."),
        "backstage:history", "history", "settings.edit", _("audit log activity"),
    ),
    Place(
        "people", _("Tasks"), _("Long work in the background, and the files it made."),
        "backstage:tasks", "list-checks", "", _("jobs exports progress downloads"),
    ),
    Place(
        "door", _("Door"), _("Scan tickets and let people in, on any phone."),
        "backstage:door", "scan-line", "tickets.scan", _("scanner check-in entrance"),
    ),
    Place(
        "mail", _("Mails"), _("What was sent to whom, and what did not arrive."),
        "backstage:mails", "mail", "mails.view", _("email letters bounces sender"),
    ),
    Place(
        "developer", _("API keys"), _("For your own programs."),
        "backstage:apikeys", "key-round", "settings.edit", _("token developer integration"),
    ),
    Place(
        "addons", _("All add-ons"), _("What else this shop could do, and what it costs."),
        "backstage:addons", "puzzle", "addons.view", _("extensions plugins features"),
    ),
)  # fmt: skip


def open_to(permissions: Collection[str]) -> Iterator[Place]:
    """The places that somebody with these permissions may go to, add-ons' own among them."""
    for place in PLACES:
        if (not place.may or place.may in permissions) and place.url:
            yield place
    for item in settings_places.ask(permissions=frozenset(permissions)):
        yield Place("addons", item.title, "", item.url_name, item.icon or "puzzle", item.role)
    for addon in open_addons():
        for item in addon.menu:
            if not item.role or item.role in permissions:
                icon = item.icon or "puzzle"
                yield Place("addons", item.title, addon.summary, item.url_name, icon, item.role)


def of_owners() -> Iterator[Place]:
    """The places that only owners have, on the platform."""
    for one in owners_places.ask():
        yield Place(one.group, one.title, one.sentence, "", one.icon, address=one.url)


def grouped(
    permissions: Collection[str], *, is_owner: bool = False
) -> list[tuple[str | Promise, list[Place]]]:
    """The same by group, owners' own among them; groups without a place are left out."""
    found = [*open_to(permissions), *(of_owners() if is_owner else ())]
    groups = ((title, [p for p in found if p.group == code]) for code, title in GROUPS.items())
    return [(title, places) for title, places in groups if places]
