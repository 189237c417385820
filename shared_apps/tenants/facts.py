"""What can have happened to a tenant. Announced in the tenant's own schema."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class ShopOpened(Fact):
    """A shop was opened; its first owner is a user of its own schema."""

    user_id: int
    sentence = _("Shop opened")


@dataclass(frozen=True, kw_only=True)
class ShopConfirmed(Fact):
    """An owner has shown that his e-mail address is his."""

    sentence = _("Owner’s e-mail address confirmed")


@dataclass(frozen=True, kw_only=True)
class ShopDetailsChanged(Fact):
    """What the shop is called, who answers for it, or what its events begin with.

    `changed` names the fields of `Tenant`; what they say stays out of the history.
    """

    changed: str
    sentence = _("Details of the shop changed: {changed}")


@dataclass(frozen=True, kw_only=True)
class ShopMoved(Fact):
    """The shop has another address; from the old one its visitors are sent on."""

    before: str
    subdomain: str
    sentence = _("Shop moved from “{before}” to “{subdomain}”")


@dataclass(frozen=True, kw_only=True)
class ShopClosed(Fact):
    """Its owner closed the shop: nothing more is sold, tickets stay good."""

    reason: str
    sentence = _("Shop closed by its owner: {reason}")


@dataclass(frozen=True, kw_only=True)
class ShopReopened(Fact):
    """Its owner opened the shop again in time."""

    sentence = _("Shop opened again by its owner")


@dataclass(frozen=True, kw_only=True)
class ShopSuspended(Fact):
    """The shop was closed by us."""

    reason: str
    sentence = _("Shop closed by Marquee: {reason}")


@dataclass(frozen=True, kw_only=True)
class ShopResumed(Fact):
    """The shop was opened again."""

    reason: str
    sentence = _("Shop opened again: {reason}")


@dataclass(frozen=True, kw_only=True)
class FeatureTurnedOn(Fact):
    """A feature was opened, or its state or limits changed while open.

    `source` says whose doing it was, as `Feature.source` does: "staff", or "billing".
    """

    code: str
    state: str
    reason: str
    source: str = "staff"
    sentence = _("Add-on “{code}” switched on: {reason}")


@dataclass(frozen=True, kw_only=True)
class FeatureTurnedOff(Fact):
    """A feature was shut: `state` is off or suspended. `source` says whose doing it was."""

    code: str
    state: str
    reason: str
    source: str = "staff"
    sentence = _("Add-on “{code}” switched off: {reason}")


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact):
    """The shop has another plan, or its plan at other terms, for orders to come.

    `before` and `plan` are codes of the price list, `version` is the list's.
    """

    before: str
    plan: str
    version: str
    reason: str
    sentence = _("Plan changed from “{before}” to “{plan}”: {reason}")


@dataclass(frozen=True, kw_only=True)
class StripeConnected(Fact):
    """The shop's Stripe account may take money; from now on the shop takes it there."""

    account: str
    sentence = _("Stripe account connected")


@dataclass(frozen=True, kw_only=True)
class StripeDisconnected(Fact):
    """The organizer disconnected the platform from his Stripe account."""

    account: str
    sentence = _("Stripe account disconnected")
