"""An account that Stripe collects from, and a Stripe of the test's own."""

import pytest
import stripe as sdk

from billing.collectors.stripe_billing import StripeCollector
from tests.billing import make


@pytest.fixture
def collector(stripe):
    """Our collector, which talks to the fake."""
    return StripeCollector()


@pytest.fixture
def account(red, public, collector):
    """Red's account; it has said nothing yet of how it pays."""
    return make.account(
        collector="stripe", zone="Europe/Paris", country="FR", email="a@example.com"
    )


@pytest.fixture
def books(stripe):
    """Stripe's own client, to look into its books."""
    return sdk.StripeClient(stripe.key, base_addresses={"api": stripe.url}).v1


@pytest.fixture
def keep(account, collector, stripe):
    """Return `keep(number)`: the account types a card's number, or an IBAN, in the portal."""

    def typed(number="4242424242424242"):
        collector.portal(account=account, return_url="https://example.com/")
        stripe.card_of(account.collector_ref, number)

    return typed
