"""What the fake remembers: objects by account, events, and the ids it gives out."""

import copy
import json
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import stripe

from tests.fakes.stripe.cards import Card
from tests.fakes.stripe.refusals import Refused, missing

FIXTURES = json.loads(Path(__file__).with_name("fixtures.json").read_text())
PREFIXES = {
    "account": "acct_",
    "application_fee": "fee_",
    "balance_transaction": "txn_",
    "billing.meter": "mtr_",
    "billing.meter_event_summary": "mtrusg_",
    "billing_portal.session": "bps_",
    "charge": "ch_",
    "customer": "cus_",
    "event": "evt_",
    "fee_refund": "fr_",
    "invoice": "in_",
    "invoice_payment": "inpay_",
    "invoiceitem": "ii_",
    "line_item": "il_",
    "payment_intent": "pi_",
    "payment_method": "pm_",
    "price": "price_",
    "product": "prod_",
    "refund": "re_",
    "subscription": "sub_",
    "subscription_item": "si_",
}
PLATFORM = ""


def shaped(resource: str, **fields) -> dict:
    """A new object: Stripe's example with `fields` laid over it. An unknown field is a mistake."""
    example = copy.deepcopy(FIXTURES[resource])
    unknown = fields.keys() - example.keys()
    assert not unknown, f"Stripe's {resource} has no {unknown}"
    if "created" in example:
        fields.setdefault("created", int(time.time()))
    if resource in PREFIXES:
        fields.setdefault("id", PREFIXES[resource] + secrets.token_hex(12))
    return example | fields


class World:
    """The memory of one fake Stripe."""

    def __init__(self) -> None:
        self.books: dict[str, dict[str, dict]] = {PLATFORM: {}}
        self.events: list[dict] = []
        self.left: set[str] = set()
        self.refunds_wait = False
        self.balance_is_late = False
        self.cards: dict[str, Card] = {}  # by payment method
        self.meter_events: list[dict] = []
        self.meters_are_late = False
        self.portal_is_bare = False

    def keep(self, account: str, thing: dict) -> dict:
        """Remember an object in the books of an account."""
        self.books[account][thing["id"]] = thing
        return thing

    def find(self, account: str, kind: str, ident: str) -> dict:
        """The object itself. Raises Refused 404 when this account has no such object."""
        thing = self.books[account].get(ident)
        if thing is None or thing["object"] != kind:
            raise missing(kind, ident)
        return thing

    def every(self, account: str, kind: str) -> Iterator[dict]:
        """All objects of a kind in one account, newest first."""
        return (t for t in reversed(self.books[account].values()) if t["object"] == kind)

    def where(self, ident: str) -> str:
        """The account in whose books an object stands; for a test, which need not know it."""
        for account, things in self.books.items():
            if ident in things:
                return account
        raise KeyError(ident)

    def say(self, account: str, kind: str, thing: dict) -> dict:
        """Record an event about an object, with the object as it is now."""
        event = shaped(
            "event",
            type=kind,
            data={"object": copy.deepcopy(thing)},
            api_version=stripe.api_version,
            pending_webhooks=1,
        )
        if account != PLATFORM:
            event["account"] = account
        self.events.append(event)
        return event

    def expanded(self, account: str, answer: dict, paths: list[str]) -> dict:
        """A copy of an answer in which the ids at `paths` are replaced by the objects."""
        answer = copy.deepcopy(answer)
        for path in paths:
            self._expand(account, answer, path.split("."), path)
        return answer

    def _expand(self, account: str, thing: dict, parts: list[str], path: str) -> None:
        head, rest = parts[0], parts[1:]
        if head == "data" and thing["object"] == "list":
            for item in thing["data"]:
                self._expand(account, item, rest, path)
            return
        if head not in thing:
            raise Refused(f"This property cannot be expanded ({path}).", param="expand")
        if isinstance(thing[head], str):
            found = self.books[account].get(thing[head])
            if found is None:
                raise Refused(f"This property cannot be expanded ({path}).", param="expand")
            thing[head] = copy.deepcopy(found)
        if rest and isinstance(thing[head], dict):
            self._expand(account, thing[head], rest, path)


def listed(things: list[dict], url: str) -> dict:
    """A page of a list, in Stripe's form."""
    return {"object": "list", "data": things, "has_more": False, "url": url}


def paged(things: Iterable[dict], params: dict, url: str) -> dict:
    """One page of a long list: `limit` of them (10), after the object `starting_after`."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise Refused("Invalid integer: limit", code="parameter_invalid_integer", param="limit")
    found = list(things)
    after = params.get("starting_after")
    if after is not None:
        ids = [thing["id"] for thing in found]
        if after not in ids:
            raise missing("object", after)
        found = found[ids.index(after) + 1 :]
    return listed(found[:limit], url) | {"has_more": len(found) > limit}


def unplayed(params: dict, *played: str) -> None:
    """Stop a test that asks for what Stripe knows and this fake does not play."""
    rest = params.keys() - {*played, "expand"}
    assert not rest, f"the fake Stripe does not play {sorted(rest)}"


def merged(metadata: dict, change: dict | str | None) -> dict:
    """Metadata after an update: a key given empty is taken away, "" takes all."""
    if change == "":
        return {}
    return {key: value for key, value in (metadata | (change or {})).items() if value != ""}


def checked(metadata: dict | str | None) -> dict:
    """Metadata as Stripe takes it: 50 keys of 40 characters, values of 500."""
    kept = metadata or {}
    assert isinstance(kept, dict)
    long = [k for k, v in kept.items() if len(k) > 40 or len(str(v)) > 500]
    if long or len(kept) > 50:
        raise Refused("Metadata: 50 keys of 40 characters, values of 500.", param="metadata")
    return kept
