"""What the desk answers when others ask."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from kernel.search import Found, matching, search
from tenant_apps.office.desk import places

# title, url name, icon, permission, further words
ACTS = (
    (_("New event"), "backstage:event_new", "plus", "events.edit", _("create add write")),
    (_("New venue"), "backstage:venue_new", "plus", "events.edit", _("create add place")),
    (_("Refund an order…"), "backstage:orders_to_refund", "undo-2", "orders.refund",
     _("money back cancel")),
    (_("Invite somebody"), "backstage:team", "user-plus", "team.edit", _("team member staff")),
    (_("Scan tickets"), "backstage:door", "scan-line", "tickets.scan", _("door check-in")),
    (_("Change the look"), "backstage:brand", "palette", "brand.edit", _("brand logo colours")),
    (_("Bring events in from a file"), "backstage:import", "file-up", "events.edit",
     _("import csv upload")),
)  # fmt: skip
PAGES = (
    (_("Home"), "backstage:home", "house", "", _("today start")),
    (_("Events"), "backstage:events", "calendar-days", "events.view", _("programme")),
    (_("Orders"), "backstage:orders", "receipt-text", "orders.view", _("sales bookings")),
    (_("Customers"), "backstage:customers", "users", "customers.view", _("buyers people")),
    (_("Money"), "backstage:money", "landmark", "money.view", _("payout revenue")),
    (_("Settings"), "backstage:settings", "settings-2", "settings.edit", _("options shop")),
)


@search.answer
def acts_and_pages(*, q, permissions, limit):
    """What one can do, and where one can go."""
    acts = list(_things("acts", ACTS, permissions))
    if not q:
        return acts[:limit]
    pages = [*_things("pages", PAGES, permissions), *_settings(permissions)]
    once = {one.url: one for one in reversed(pages)}
    return matching(acts, q, limit) + matching(reversed(list(once.values())), q, limit)


def _things(group, things, permissions):
    for title, name, icon, may, words in things:
        if (not may or may in permissions) and (url := _address(name)):
            yield Found(group, title, url, icon=icon, words=words)


def _settings(permissions):
    for one in places.open_to(permissions):
        yield Found("pages", one.title, one.url, icon=one.icon, words=one.words)


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
