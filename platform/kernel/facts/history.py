"""The history as people read it: what happened, who did it, when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kernel.actor import Actor
from kernel.facts.bus import Fact
from kernel.facts.models import Record


@dataclass(frozen=True)
class Line:
    """One thing that happened. `who` is empty where nobody in particular did it."""

    at: datetime
    sentence: str
    who: str
    name: str


def about(*things: dict[str, int]) -> QuerySet[Record]:
    """Records that name any of these things: `about({"order_id": 7}, {"ticket_id": 3})`."""
    wanted = Q(pk__in=[])
    for thing in things:
        wanted |= Q(body__contains=thing)
    return Record.objects.filter(wanted)


def lines(records: Iterable[Record]) -> list[Line]:
    """Tell these records in words. One query, for the names of the users among the actors."""
    records = list(records)
    actors = {one.actor: Actor.parse(one.actor) for one in records}
    names = _names(actors.values())
    return [
        Line(one.at, _sentence(one), _who(actors[one.actor], names), one.name) for one in records
    ]


def _sentence(record: Record) -> str:
    kind = Fact.kinds.get(record.name)
    said = str(kind.sentence) if kind else ""
    if not said:  # `OrderPaid` → `Order paid`
        return re.sub(r"(?<=[a-z])([A-Z])", r" \1", record.name).capitalize()
    try:
        return said.format_map(record.body)
    except (KeyError, ValueError, IndexError):
        return said


def _names(actors: Iterable[Actor]) -> dict[str, str]:
    ids = {int(one.ident) for one in actors if one.kind == "user" and one.ident.isdecimal()}
    return {str(user.pk): str(user) for user in get_user_model().objects.filter(pk__in=ids)}


def _who(actor: Actor, names: dict[str, str]) -> str:
    if actor.kind == "user":
        return names.get(actor.ident, _("the shop's owner"))
    words = {
        "buyer": _("the buyer"),
        "api_key": _("an API key"),
        "staff": _("Marquee staff"),
        "stripe": "Stripe",
        "system": "",
    }
    return words[actor.kind]
