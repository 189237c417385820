"""Subscriptions and their items. A month's end (`renew`) makes an invoice, and charges it."""

import time

from tests.fakes.stripe import invoices
from tests.fakes.stripe.customers import find
from tests.fakes.stripe.refusals import Refused
from tests.fakes.stripe.world import World, checked, merged, paged, shaped, unplayed

MOST_ITEMS = 20
LONGEST = {"month": 31 * 86_400, "year": 366 * 86_400}
ABSENT = ("cancel_at", "canceled_at", "ended_at", "pause_collection", "pending_update",
          "billing_cycle_anchor_config", "next_pending_invoice_item_invoice", "transfer_data",
          "pending_invoice_item_interval", "trial_end", "trial_start", "trial_settings",
          "billing_thresholds", "managed_payments")  # fmt: skip


def create(world: World, account: str, params: dict) -> dict:
    """`POST /v1/subscriptions`. Its first invoice is charged at once.

    Not so one that begins with its `billing_cycle_anchor` and prorates nothing.
    """
    unplayed(params, "customer", "items", "metadata", "billing_cycle_anchor", "description",
             "proration_behavior", "collection_method", "billing_mode")  # fmt: skip
    customer = find(world, account, params.get("customer", ""))
    mode = (params.get("billing_mode") or {}).get("type", "flexible")
    asked = params.get("items") or []
    prices = [_price(world, account, one) for one in asked]
    _check_prices(prices, mode)
    anchor = params.get("billing_cycle_anchor")
    _check_anchor(anchor, prices)
    made = shaped(
        "subscription",
        customer=customer["id"],
        currency=prices[0]["currency"],
        metadata=checked(params.get("metadata")),
        description=params.get("description"),
        status="active",
        billing_mode={"type": mode, "flexible": None},
        billing_cycle_anchor=anchor or int(time.time()),
        cancel_at_period_end=False,
        **dict.fromkeys(ABSENT),
    )
    made["items"] = {"object": "list", "data": [], "has_more": False,
                     "url": f"/v1/subscription_items?subscription={made['id']}"}  # fmt: skip
    for one, price in zip(asked, prices, strict=True):
        _add(world, account, made, price, one)
    starts_free = anchor is not None and params.get("proration_behavior") == "none"
    world.keep(account, made)
    _invoice(world, account, made, "subscription_create", free=starts_free)
    world.say(account, "customer.subscription.created", made)
    return made


def _price(world: World, account: str, asked: dict) -> dict:
    unplayed(asked, "price", "quantity", "metadata")
    price = world.find(account, "price", asked.get("price", ""))
    if not price["active"]:
        raise Refused("This price is not active.", param="items")
    if price["type"] != "recurring":
        raise Refused("The price specified is set to `type=one_time`.", param="items")
    if price["recurring"]["usage_type"] == "metered" and "quantity" in asked:
        raise Refused("You cannot set the quantity for metered plans.", param="items")
    return price


def _check_prices(prices: list[dict], mode: str) -> None:
    if not prices:
        raise Refused("Missing required param: items.", code="parameter_missing", param="items")
    if len(prices) > MOST_ITEMS:
        raise Refused(f"A subscription may have at most {MOST_ITEMS} items.", param="items")
    if len({price["id"] for price in prices}) < len(prices):
        raise Refused("Cannot add multiple subscription items with the same plan.", param="items")
    if len({price["currency"] for price in prices}) > 1:
        raise Refused("All prices on a subscription must have the same currency.", param="items")
    intervals = {(p["recurring"]["interval"], p["recurring"]["interval_count"]) for p in prices}
    if mode == "classic" and len(intervals) > 1:
        raise Refused("All prices must have the same `recurring.interval`.", param="items")


def _check_anchor(anchor: int | None, prices: list[dict]) -> None:
    if anchor is None:
        return
    now = int(time.time())
    longest = min(LONGEST[price["recurring"]["interval"]] for price in prices)
    if anchor <= now:
        raise Refused("billing_cycle_anchor must be in the future.", param="billing_cycle_anchor")
    if anchor > now + longest:
        raise Refused(
            "billing_cycle_anchor cannot be later than the next natural billing date.",
            param="billing_cycle_anchor",
        )


def _add(world: World, account: str, subscription: dict, price: dict, asked: dict) -> None:
    metered = price["recurring"]["usage_type"] == "metered"
    item = shaped(
        "subscription_item",
        price=price,
        subscription=subscription["id"],
        metadata=checked(asked.get("metadata")),
        billing_thresholds=None,
    )
    del item["plan"]
    if metered:
        del item["quantity"]
    else:
        item["quantity"] = asked.get("quantity", 1)
    subscription["items"]["data"].append(world.keep(account, item))


def update(world: World, account: str, params: dict, ident: str) -> dict:
    """`POST /v1/subscriptions/:id`: items, and whether its invoices are collected."""
    unplayed(params, "items", "metadata", "pause_collection", "proration_behavior", "description")
    known = _active(world, account, ident)
    if params.get("items"):
        if params.get("proration_behavior") != "none":
            unplayed({"prorations": ""})
        _change_items(world, account, known, params["items"])
    if "pause_collection" in params:
        pause = params["pause_collection"]
        known["pause_collection"] = pause and ({"resumes_at": None} | pause) or None
    checked(params.get("metadata"))
    known["metadata"] = merged(known["metadata"], params.get("metadata"))
    world.say(account, "customer.subscription.updated", known)
    return known


def _change_items(world: World, account: str, known: dict, changes: list[dict]) -> None:
    items = known["items"]["data"]
    gone, new = [], []
    for change in changes:
        unplayed(change, "id", "price", "quantity", "metadata", "deleted")
        if "id" not in change:
            new.append((change, _price(world, account, change)))
            continue
        found = next((item for item in items if item["id"] == change["id"]), None)
        if found is None:
            raise Refused(f"No such subscription_item: '{change['id']}'", status=404,
                          code="resource_missing")  # fmt: skip
        if change.get("deleted"):
            gone.append(found)
    kept = [item for item in items if item not in gone]
    if not kept and not new:
        raise Refused(
            "A subscription must have at least one active plan. To cancel a subscription, please "
            "use the cancel API endpoint on subscriptions."
        )
    prices = [item["price"] for item in kept] + [price for _change, price in new]
    _check_prices(prices, known["billing_mode"]["type"])
    known["items"]["data"] = kept
    for item in gone:
        del world.books[account][item["id"]]
    for change, price in new:
        _add(world, account, known, price, change)


def cancel(world: World, account: str, params: dict, ident: str) -> dict:
    """`DELETE /v1/subscriptions/:id`."""
    unplayed(params, "invoice_now", "prorate")
    known = _active(world, account, ident)
    now = int(time.time())
    known |= {"status": "canceled", "canceled_at": now, "ended_at": now}
    world.say(account, "customer.subscription.deleted", known)
    return known


def retrieve(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/subscriptions/:id`."""
    return world.find(account, "subscription", ident)


def list_subscriptions(world: World, account: str, params: dict) -> dict:
    """`GET /v1/subscriptions`: without those that are cancelled, unless asked for."""
    unplayed(params, "customer", "status", "limit", "starting_after")
    status = params.get("status")
    found = [
        one
        for one in world.every(account, "subscription")
        if params.get("customer") in (None, one["customer"])
        and (status == "all" or (status or "active") == one["status"])
    ]
    return paged(found, params, "/v1/subscriptions")


def list_items(world: World, account: str, params: dict) -> dict:
    """`GET /v1/subscription_items`."""
    unplayed(params, "subscription", "limit", "starting_after")
    known = world.find(account, "subscription", params["subscription"])
    return paged(known["items"]["data"], params, "/v1/subscription_items")


def renew(world: World, account: str, ident: str) -> dict:
    """A period is over: the next invoice, which is charged unless collection is paused."""
    known = _active(world, account, ident)
    return _invoice(world, account, known, "subscription_cycle", free=False)


def _invoice(world: World, account: str, subscription: dict, reason: str, *, free: bool) -> dict:
    customer = find(world, account, subscription["customer"])
    parent = {
        "type": "subscription_details",
        "quote_details": None,
        "subscription_details": {
            "subscription": subscription["id"], "metadata": dict(subscription["metadata"])
        },
    }  # fmt: skip
    made = invoices.draft(world, account, customer, subscription["currency"], parent=parent,
                          billing_reason=reason)  # fmt: skip
    for item in [] if free else subscription["items"]["data"]:
        amount = (item["price"]["unit_amount"] or 0) * item.get("quantity", 0)
        line = shaped("line_item", invoice=made["id"], amount=amount, subtotal=amount, taxes=[],
                      currency=made["currency"], metadata={})  # fmt: skip
        made["lines"]["data"].append(line)
    made["total"] = made["subtotal"] = sum(line["amount"] for line in made["lines"]["data"])
    subscription["latest_invoice"] = made["id"]
    if subscription["pause_collection"]:
        assert subscription["pause_collection"]["behavior"] == "void"
        invoices.voided(world, account, made)
        return made
    invoices.opened(world, account, made)
    if made["status"] == "open":
        invoices.pay(world, account, {}, made["id"])
    return made


def _active(world: World, account: str, ident: str) -> dict:
    known = world.find(account, "subscription", ident)
    if known["status"] == "canceled":
        raise Refused(f"No such subscription: '{ident}'", status=404, code="resource_missing")
    return known
