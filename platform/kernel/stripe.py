"""The one place that makes a Stripe client, and says what Stripe's errors mean to us."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal

log = logging.getLogger(__name__)

# Seconds to connect, and to wait for an answer. A buyer waits with us: three tries, then we tell.
TIMEOUT = (3.0, 8.0)
RETRIES = 2

# What the payment page loads, and must allow beyond the house's policy
# (docs.stripe.com/security/guide#content-security-policy).
SCRIPT = "https://js.stripe.com/clover/stripe.js"
ALLOWED = {
    "script-src": ["https://js.stripe.com", "https://*.js.stripe.com"],
    "connect-src": ["https://api.stripe.com"],
    "frame-src": [
        "https://js.stripe.com",
        "https://*.js.stripe.com",
        "https://hooks.stripe.com",
    ],
}


def page_policy() -> dict[str, list[str]]:
    """The content policy of a page with Stripe's form on it: `@csp_override(page_policy())`."""
    house: dict[str, list[str]] = settings.SECURE_CSP  # type: ignore[assignment]
    stripes = {
        name: [*house.get(name, house["default-src"]), *sources]
        for name, sources in ALLOWED.items()
    }
    return house | stripes


class StripeUnreachable(Refusal):
    """Stripe did not answer, or had no time for us. The same call may be repeated."""

    code = "stripe_unreachable"
    sentence = _("We cannot reach our payment partner just now. Please try again in a moment.")
    status = 503


class StripeRefused(Refusal):
    """Stripe will not do this: wrong keys, a closed account, or a call that is not allowed."""

    code = "stripe_refused"
    sentence = _("Our payment partner did not accept this. Nothing has been charged.")
    status = 502


def client() -> stripe.StripeClient:
    """The client for the platform's key; thread-safe, one for each process.

    Retries what failed on the way, under one idempotency key.
    """
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=8)
def _client(key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": base} if base else None,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
    )


@contextmanager
def asking(
    *,
    unreachable: type[Refusal] = StripeUnreachable,
    refused: type[Refusal] = StripeRefused,
) -> Iterator[stripe.StripeClient]:
    """Give a client; inside the block Stripe's errors become ours, and are logged with their id.

    Raises `refused` too where this installation has no keys.
    """
    if not settings.STRIPE_SECRET_KEY:
        raise refused
    try:
        yield client()
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        log.warning("stripe unreachable: %s", error)
        raise unreachable from error
    except stripe.StripeError as error:
        if error.http_status is None or error.http_status in (409, 429) or error.http_status >= 500:
            log.warning("stripe unreachable: %s", error)
            raise unreachable from error
        log.error("stripe refused: %s (code %s)", error, error.code)
        raise refused from error
