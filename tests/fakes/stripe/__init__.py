"""A Stripe of our own for tests: it remembers, speaks HTTP, and refuses what Stripe refuses."""

from tests.fakes.stripe.server import FakeStripe
from tests.fakes.stripe.webhooks import Letter

__all__ = ["FakeStripe", "Letter"]
