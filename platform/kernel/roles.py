"""Roles of an organizer's staff, and what each may."""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = frozenset(
    {
        "events.view", "events.edit", "orders.view", "orders.edit", "orders.refund", "money.view",
        "tickets.scan", "team.edit", "brand.edit", "settings.edit", "customers.view", "addons.view",
        "mails.view", "mails.send",
    }
)  # fmt: skip

# A stranger who looks around in a shop of the demo. Orders are not for his eyes: other strangers
# stand in them. That he changes nothing is seen to by `team.middleware`.
GUEST = "guest"

# What each lets somebody do, to end the sentence "Your role does not include …".
WORDS = {
    "events.view": _("seeing events"),
    "events.edit": _("changing events"),
    "orders.view": _("seeing orders"),
    "orders.edit": _("changing orders"),
    "orders.refund": _("refunding orders"),
    "money.view": _("seeing the money"),
    "tickets.scan": _("letting people in"),
    "team.edit": _("looking after the team"),
    "brand.edit": _("changing the look"),
    "settings.edit": _("the settings of the shop"),
    "customers.view": _("seeing customers"),
    "addons.view": _("the add-ons"),
    "mails.view": _("seeing mails"),
}

ROLES: dict[str, frozenset[str]] = {
    "owner": PERMISSIONS,
    "manager": PERMISSIONS - {"team.edit"},
    "finance": frozenset({"events.view", "orders.view", "money.view", "orders.refund"}),
    "support": frozenset(
        {"events.view", "orders.view", "orders.edit", "customers.view", "mails.view", "mails.send"}
    ),
    "scanner": frozenset({"tickets.scan", "events.view"}),
    GUEST: frozenset({"events.view", "money.view", "addons.view"}),
}

TITLES = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "finance": _("Finance"),
    "support": _("Support"),
    "scanner": _("Door"),
}


def permissions(role: str) -> frozenset[str]:
    """Return what this role may; nothing, if nobody knows the role."""
    return ROLES.get(role, frozenset())
