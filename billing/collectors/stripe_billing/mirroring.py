"""What an account has, as Stripe's subscriptions: for its staff's eyes, and never charged.

Three at most, since a subscription holds twenty items: what is due by the month, by the year, and
what is used. Each begins with the next month and prorates nothing, so that its first invoice asks
for nothing; and its collection is paused, so that later ones are void as they are made.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import stripe

from billing.collectors.stripe_billing import customers, prices
from billing.collectors.stripe_billing.prices import Price
from billing.models import Account
from billing.spans import after, month_of

KINDS = ("month", "year", "usage")
VOID = {"behavior": "void"}


def mirror(client: stripe.StripeClient, account: Account, wanted: Mapping[str, Price]) -> None:
    """Bring customer and subscriptions up to date with what the account has."""
    customer = customers.refresh(client, account)
    ids = prices.ensured(client, wanted)
    there = by_kind(client, customer.id)
    for kind in KINDS:
        keys = {key: ids[key] for key, price in wanted.items() if price.kind == kind}
        some = there.get(kind, [])
        known = some[0] if some else None
        for double in some[1:]:
            _cancel(client, double)
        if known is None:
            if keys:
                _begin(client, account, customer.id, kind, keys)
        elif not keys:
            _cancel(client, known)
        else:
            _follow(client, known, keys)


def by_kind(client: stripe.StripeClient, customer: str) -> dict[str, list[stripe.Subscription]]:
    """Our subscriptions of a customer, the oldest of each kind first."""
    asked: Any = {"customer": customer, "limit": 100}
    found: dict[str, list[stripe.Subscription]] = {}
    for one in client.v1.subscriptions.list(asked).auto_paging_iter():
        found.setdefault(one.metadata.to_dict().get("kind", ""), []).append(one)
    return {kind: sorted(some, key=lambda one: one.created) for kind, some in found.items()}


def has_begun(client: stripe.StripeClient, customer: str) -> bool:
    """Whether there has ever been a copy of what this customer has."""
    asked: Any = {"customer": customer, "status": "all", "limit": 1}
    return bool(client.v1.subscriptions.list(asked).data)


def items_of(client: stripe.StripeClient, subscription: str) -> list[stripe.SubscriptionItem]:
    """The items of a subscription, all of them."""
    asked: Any = {"subscription": subscription, "limit": 100}
    return list(client.v1.subscription_items.list(asked).auto_paging_iter())


def _begin(client: stripe.StripeClient, account: Account, customer: str, kind: str,
           keys: Mapping[str, str]) -> None:  # fmt: skip
    zone = ZoneInfo(account.zone)
    month = after(month_of(datetime.now(UTC).astimezone(zone).date()))
    asked: Any = {
        "customer": customer,
        "items": [_item(key, price) for key, price in keys.items()],
        "billing_cycle_anchor": int(datetime.combine(month, time.min, zone).timestamp()),
        "proration_behavior": "none",
        "metadata": {"schema": account.tenant.schema_name, "kind": kind},
    }
    made = client.v1.subscriptions.create(asked)
    pause: Any = {"pause_collection": VOID}
    client.v1.subscriptions.update(made.id, pause)


def _follow(
    client: stripe.StripeClient, known: stripe.Subscription, keys: Mapping[str, str]
) -> None:
    there = {item.price.id: item for item in items_of(client, known.id)}
    wanted = set(keys.values())
    new = [_item(key, price) for key, price in keys.items() if price not in there]
    gone = [
        {"id": item.id, "deleted": True} for price, item in there.items() if price not in wanted
    ]
    changes: dict[str, Any] = {}
    if new or gone:
        changes |= {"items": [*new, *gone], "proration_behavior": "none"}
    if not is_paused(known):
        changes["pause_collection"] = VOID
    if changes:
        params: Any = changes
        client.v1.subscriptions.update(known.id, params)


def is_paused(known: stripe.Subscription) -> bool:
    """Whether its invoices are void as they are made, for good."""
    pause = known.pause_collection
    return pause is not None and pause.behavior == "void" and pause.resumes_at is None


def _item(key: str, price: str) -> dict[str, Any]:
    return {"price": price, "metadata": {"key": key}}


def _cancel(client: stripe.StripeClient, known: stripe.Subscription) -> None:
    asked: Any = {"invoice_now": False, "prorate": False}
    client.v1.subscriptions.cancel(known.id, asked)
