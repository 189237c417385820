"""What tenants do when something has happened."""

from kernel.facts.bus import when
from shared_apps.inbox.facts import StripeSaid
from shared_apps.tenants.services import stripe_account


@when(StripeSaid, outside=True)
def follow_stripe_account(fact: StripeSaid) -> None:
    """Take money through Stripe once Stripe allows it; stop when the organizer leaves."""
    if fact.kind == "account.updated":
        stripe_account.refresh(account=fact.account)
    elif fact.kind == "account.application.deauthorized":
        stripe_account.disconnect(account=fact.account)
