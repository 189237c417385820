"""The pytest fixture: our settings, pointed at a fake Stripe of this test's own."""

from collections.abc import Iterator

import pytest
from stripe import HTTPClient

from tests.fakes.stripe.server import FakeStripe


@pytest.fixture
def stripe(settings, monkeypatch) -> Iterator[FakeStripe]:
    """A fresh Stripe over HTTP, on this machine; the SDK's pauses between tries are cut short."""
    monkeypatch.setattr(HTTPClient, "INITIAL_DELAY", 0.01)
    fake = FakeStripe().start()
    settings.STRIPE_SECRET_KEY = fake.key
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_fake"
    settings.STRIPE_WEBHOOK_SECRET = fake.webhook_secret
    settings.STRIPE_API_BASE = fake.url
    yield fake
    fake.stop()
