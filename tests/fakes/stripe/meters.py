"""Meters: what is told of usage, and its sums.

Stripe works on events a moment later: `world.meters_are_late` leaves them out of the sums.
"""

import re
import secrets
import time

from tests.fakes.stripe.customers import find
from tests.fakes.stripe.refusals import Refused
from tests.fakes.stripe.world import World, paged, shaped, unplayed

DAY = 86_400
OLDEST, AHEAD = 35 * DAY, 300
WHOLE = re.compile(r"-?\d+")


def create(world: World, account: str, params: dict) -> dict:
    """`POST /v1/billing/meters`: one for each name of an event."""
    unplayed(params, "event_name", "display_name", "default_aggregation", "customer_mapping",
             "value_settings")  # fmt: skip
    name = params["event_name"]
    if len(name) > 100:
        raise Refused("Invalid string: at most 100 characters", param="event_name")
    if _of_event(world, account, name):
        raise Refused(
            f"A meter with the event name {name} already exists.",
            code="resource_already_exists",
            param="event_name",
        )
    return world.keep(
        account,
        shaped(
            "billing.meter",
            event_name=name,
            display_name=params["display_name"],
            default_aggregation=params["default_aggregation"],
            customer_mapping=params.get("customer_mapping")
            or {"event_payload_key": "stripe_customer_id", "type": "by_id"},
            value_settings=params.get("value_settings") or {"event_payload_key": "value"},
            livemode=False,
        ),
    )


def retrieve(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/billing/meters/:id`."""
    return world.find(account, "billing.meter", ident)


def list_meters(world: World, account: str, params: dict) -> dict:
    """`GET /v1/billing/meters`."""
    unplayed(params, "status", "limit", "starting_after")
    status = params.get("status")
    found = [m for m in world.every(account, "billing.meter") if status in (None, m["status"])]
    return paged(found, params, "/v1/billing/meters")


def take(world: World, account: str, params: dict) -> dict:
    """`POST /v1/billing/meter_events`.

    Stripe finds out about names and customers that it does not know a moment later; the fake at
    once, so that a test cannot miss it.
    """
    meter = _of_event(world, account, params["event_name"])
    if meter is None:
        raise Refused(f"No active meter found for event name {params['event_name']}")
    payload = params["payload"]
    customer = payload.get(meter["customer_mapping"]["event_payload_key"])
    value = payload.get(meter["value_settings"]["event_payload_key"])
    if not customer or value is None:
        raise Refused("The payload needs a customer and a value.", param="payload")
    find(world, account, customer)
    if not WHOLE.fullmatch(value):
        raise Refused("The value must be a whole number.", code="meter_event_invalid_value")
    now = int(time.time())
    at = params.get("timestamp", now)
    if at < now - OLDEST:
        raise Refused("Too long ago.", code="timestamp_too_far_in_past", param="timestamp")
    if at > now + AHEAD:
        raise Refused("In the future.", code="timestamp_in_future", param="timestamp")
    identifier = params.get("identifier") or secrets.token_hex(16)
    _check_identifier(world, account, identifier, now)
    event = shaped("billing.meter_event", identifier=identifier, timestamp=at, payload=payload,
                   event_name=meter["event_name"])  # fmt: skip
    world.meter_events.append(
        event | {"account": account, "meter": meter["id"], "customer": customer,
                 "value": int(value), "is_late": world.meters_are_late}
    )  # fmt: skip
    return event


def _check_identifier(world: World, account: str, identifier: str, now: int) -> None:
    if len(identifier) > 100:
        raise Refused("Invalid string: at most 100 characters", param="identifier")
    known = any(
        event["identifier"] == identifier
        for event in world.meter_events
        if event["account"] == account and event["created"] > now - DAY
    )
    if known:
        raise Refused(
            f"An event already exists with identifier {identifier}.", code="duplicate_meter_event"
        )


def list_summaries(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/billing/meters/:id/event_summaries`: one sum over the whole time."""
    unplayed(params, "customer", "start_time", "end_time", "limit", "starting_after")
    meter = world.find(account, "billing.meter", ident)
    find(world, account, params["customer"])
    start, end = params["start_time"], params["end_time"]
    for name in ("start_time", "end_time"):
        if params[name] % 60:
            raise Refused("Must be aligned with minute boundaries.", param=name)
    if end <= start:
        raise Refused("The end must come after the start.", param="end_time")
    events = [
        e
        for e in world.meter_events
        if (e["meter"], e["customer"], e["is_late"]) == (ident, params["customer"], False)
        and start <= e["timestamp"] < end
    ]
    formula = meter["default_aggregation"]["formula"]
    summary = shaped("billing.meter_event_summary", meter=ident, start_time=start, end_time=end,
                     aggregated_value=_aggregated(formula, events))  # fmt: skip
    return paged([summary] if events else [], params, f"/v1/billing/meters/{ident}/event_summaries")


def _aggregated(formula: str, events: list[dict]) -> float:
    if formula == "count":
        return len(events)
    if formula == "last":
        return max(events, key=lambda e: e["timestamp"])["value"] if events else 0
    return sum(e["value"] for e in events)


def catch_up(world: World) -> None:
    """Stripe has worked on what it was told."""
    for event in world.meter_events:
        event["is_late"] = False
    world.meters_are_late = False


def _of_event(world: World, account: str, name: str) -> dict | None:
    active = (m for m in world.every(account, "billing.meter") if m["status"] == "active")
    return next((m for m in active if m["event_name"] == name), None)
