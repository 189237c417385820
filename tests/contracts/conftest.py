"""Tests here talk to a Stripe of our own."""

from tests.fakes.stripe.fixture import stripe

__all__ = ["stripe"]
