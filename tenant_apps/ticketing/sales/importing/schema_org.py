"""schema.org Event JSON as lines: an array, a `@graph`, an `ItemList`, or one event.

An event's own `subEvent`s are its sessions; events with the same `superEvent` are sessions of it;
any other event is a session of the event with its name at its place.
"""

from collections.abc import Iterator
from typing import Any

Values = dict[str, str]

NAMES = {
    "event_id": "@id", "session_id": "@id", "event": "name", "summary": "abstract",
    "category": "keywords", "venue": "location.name", "address": "location.address",
    "postcode": "location.address.postalCode", "city": "location.address.addressLocality",
    "country": "location.address.addressCountry", "latitude": "location.geo.latitude",
    "longitude": "location.geo.longitude", "timezone": "scheduleTimezone",
    "starts_at": "startDate", "ends_at": "endDate", "doors_at": "doorTime",
    "capacity": "maximumAttendeeCapacity", "ticket": "offers.name", "price": "offers.price",
    "currency": "offers.priceCurrency", "quantity": "offers.inventoryLevel",
}  # fmt: skip


def flatten(root: Any) -> Iterator[tuple[int, Values]]:
    """(number of the event in the file, values by column) for each session and offer."""
    for number, node in enumerate(_events(root), start=1):
        for values in _sessions(node):
            yield number, values


def _events(root: Any) -> list[dict]:
    if isinstance(root, dict):
        for name in ("@graph", "itemListElement"):
            if isinstance(root.get(name), list):
                return _events(root[name])
        root = [root]
    if not isinstance(root, list):
        return []
    nodes = [one.get("item", one) if isinstance(one, dict) else one for one in root]
    return [one for one in nodes if isinstance(one, dict) and _is_event(one)]


def _is_event(node: dict) -> bool:
    kinds = _list(node.get("@type", "Event"))
    return any(
        isinstance(one, str) and one.endswith(("Event", "Festival", "EventSeries")) for one in kinds
    )


def _sessions(node: dict) -> Iterator[Values]:
    subs = [one for one in _list(node.get("subEvent")) if isinstance(one, dict)]
    if subs:
        for sub in subs:
            yield from _offers({**node, **sub, "offers": sub.get("offers", node.get("offers"))},
                               _whole(node), session_id=_id(sub))  # fmt: skip
        return
    parent = next((one for one in _list(node.get("superEvent")) if isinstance(one, dict)), None)
    if parent is not None:
        whole = {**_whole(node), **_whole(parent)}
        yield from _offers(node, whole, session_id=_id(node))
    else:
        yield from _offers(node, {**_whole(node), "event_id": ""}, session_id=_id(node))


def _whole(node: dict) -> Values:
    """What the event as a whole is called."""
    said = {
        "event_id": _id(node),
        "event": _text(node.get("name")),
        "summary": _text(node.get("abstract")),
        "category": _text(next(iter(_list(node.get("keywords"))), "")).partition(",")[0],
    }
    return {name: value for name, value in said.items() if value}


def _offers(node: dict, whole: Values, *, session_id: str) -> Iterator[Values]:
    session = {
        **whole,
        **_place(next(iter(_list(node.get("location"))), None)),
        "session_id": session_id,
        "timezone": _text(node.get("scheduleTimezone")),
        "starts_at": _text(node.get("startDate")),
        "ends_at": _text(node.get("endDate")),
        "doors_at": _text(node.get("doorTime")),
        "capacity": _text(node.get("maximumAttendeeCapacity")),
    }
    offers: list[dict] = [one for one in _list(node.get("offers")) if isinstance(one, dict)]
    if not offers and node.get("isAccessibleForFree") is True:
        offers = [{"price": "0"}]
    for offer in offers or [{}]:
        values = {
            **session,
            "ticket": _text(offer.get("name")),
            "price": _text(offer.get("price", offer.get("lowPrice"))),
            "currency": _text(offer.get("priceCurrency")),
            "quantity": _number(offer.get("inventoryLevel")),
        }
        yield {name: value for name, value in values.items() if value}


def _place(location: Any) -> Values:
    if isinstance(location, str):
        return {"venue": location.strip()}
    if not isinstance(location, dict):
        return {}
    geo = location.get("geo")
    geo = geo if isinstance(geo, dict) else {}
    found = {
        "venue": _text(location.get("name")),
        "latitude": _text(geo.get("latitude", location.get("latitude"))),
        "longitude": _text(geo.get("longitude", location.get("longitude"))),
    }
    address = location.get("address")
    if isinstance(address, dict):
        country = address.get("addressCountry")
        found |= {
            "address": _text(address.get("streetAddress")),
            "postcode": _text(address.get("postalCode")),
            "city": _text(address.get("addressLocality")),
            "country": _text(country.get("name") if isinstance(country, dict) else country),
        }
    else:
        found["address"] = _text(address)
    return found


def _id(node: dict) -> str:
    return _text(node.get("@id", node.get("identifier")))


def _number(value: Any) -> str:
    """A number, or the value of a QuantitativeValue."""
    return _text(value.get("value") if isinstance(value, dict) else value)


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()


def _list(value: Any) -> list:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
