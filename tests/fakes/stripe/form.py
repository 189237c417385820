"""Stripe's form encoding: `metadata[schema]=red&expand[0]=latest_charge` becomes nested dicts."""

import re
from urllib.parse import parse_qsl

from tests.fakes.stripe.refusals import Refused

PART = re.compile(r"\[([^\[\]]*)\]")


def parse(encoded: str) -> dict:
    """Nested dicts of strings; a list arrives as a dict of "0", "1", …"""
    tree: dict = {}
    for key, value in parse_qsl(encoded, keep_blank_values=True, strict_parsing=bool(encoded)):
        head, bracket, _rest = key.partition("[")
        path = [head, *PART.findall(key)] if bracket else [head]
        place = tree
        for part in path[:-1]:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise Refused(f"Invalid form key: {key}", param=head)
        if path[-1] in place:
            raise Refused(f"Parameter given twice: {key}", param=head)
        place[path[-1]] = value
    return tree
