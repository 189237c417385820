"""What billing does when something has happened."""

from billing.facts import SwitchMade
from billing.services import accounts, switching
from kernel.actor import Actor, acting
from kernel.facts.bus import when
from kernel.tenancy import current
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import FeatureTurnedOff, FeatureTurnedOn, ShopClosed
from shared_apps.tenants.models import Tenant

OWN = "billing"
# What a feature's state, set by staff, means for the account. Past due is no gift: it is active.
MEANS = {
    "on": "active",
    "past_due": "active",
    "trial": "trial",
    "suspended": "paused",
    "off": "off",
}


@when(FeatureTurnedOn, outside=True)
def follow_a_staff_switch_on(fact: FeatureTurnedOn) -> None:
    """What staff switches on, the account has from today on."""
    if fact.source != OWN:
        _grant(fact.code, fact.state, fact.reason)


@when(FeatureTurnedOff, outside=True)
def follow_a_staff_switch_off(fact: FeatureTurnedOff) -> None:
    """What staff switches off costs nothing more."""
    if fact.source != OWN:
        _grant(fact.code, fact.state, fact.reason)


@when(ShopClosed, outside=True)
def stop_with_the_shop(fact: ShopClosed) -> None:
    """A shop that its owner closed pays for nothing from the next month on."""
    account = accounts.account_of(_tenant())
    switching.stop_all(account=account, by=_who(), reason=fact.reason)


@when(SwitchMade)
def let_shops_know_their_shares(fact: SwitchMade) -> None:
    """What a shop knows of our shares is as old as the switch before."""
    directory.changed()


def _grant(code: str, state: str, reason: str) -> None:
    account = accounts.account_of(_tenant())
    switching.grant(account=account, code=code, state=MEANS[state], by=_who(), reason=reason)


def _tenant() -> Tenant:
    return Tenant.objects.select_related("plan").get(pk=current().tenant_id)


def _who() -> Actor:
    return acting()
