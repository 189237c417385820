"""Stripe as collector: charges our invoices, and keeps a copy of what accounts have and use.

All calls to Stripe Billing are made in this package. Its books are a copy: what we charge is
reckoned by us, and Stripe's own subscriptions never charge (ADR 0025).
"""

from billing.collectors.stripe_billing.collector import StripeCollector

__all__ = ["StripeCollector"]
