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
from kernel.hooks import Hook


@dataclass(frozen=True)
class Subject:
    """What a record is about, in words, and where it is found backstage ("" where nowhere)."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One thing that happened. `who` is empty where nobody in particular did it."""

    at: datetime
    sentence: str
    who: str
    name: str
    subject: Subject | None = None


@Hook
def subjects(*, ids: dict[str, set[int]]) -> dict[tuple[str, int], Subject]:  # type: ignore[empty-body]
    """What are these? `ids` are the numbers that records name, such as {"order_id": {7, 9}}.

    Answer those that are yours: {("order_id", 7): Subject("K7P2XQ", "/backstage/orders/K7P2XQ")}.
    """


def about(*things: dict[str, int]) -> QuerySet[Record]:
    """Records that name any of these things: `about({"order_id": 7}, {"ticket_id": 3})`."""
    wanted = Q(pk__in=[])
    for thing in things:
        wanted |= Q(body__contains=thing)
    return Record.objects.filter(wanted)


def lines(records: Iterable[Record], *, with_subjects: bool = False) -> list[Line]:
    """Tell these records in words. One query, for the names of the users among the actors.

    `with_subjects` also says what each is about, at the price of a query for each kind of thing.
    """
    records = list(records)
    actors = {one.actor: Actor.parse(one.actor) for one in records}
    names = _names(actors.values())
    things = _subjects(records) if with_subjects else {}
    return [
        Line(one.at, _sentence(one), _who(actors[one.actor], names), one.name, _of(one, things))
        for one in records
    ]


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """How people call these actors, as records name them. One query."""
    parsed = {one: Actor.parse(one) for one in actors}
    names = _names(parsed.values())
    return {text: _who(actor, names) for text, actor in parsed.items()}


def _subjects(records: list[Record]) -> dict[tuple[str, int], Subject]:
    ids: dict[str, set[int]] = {}
    for record in records:
        for name, value in record.body.items():
            if name.endswith("_id") and isinstance(value, int):
                ids.setdefault(name, set()).add(value)
    known: dict[tuple[str, int], Subject] = {}
    for answer in subjects.ask(ids=ids):
        known.update(answer)
    return known


def _of(record: Record, things: dict[tuple[str, int], Subject]) -> Subject | None:
    named = ((name, value) for name, value in record.body.items() if isinstance(value, int))
    return next((things[one] for one in named if one in things), None)


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


def people(actors: Iterable[str]) -> dict[str, str]:
    """Who these actors are, as rows keep them (`str(acting())`); "" for nobody in particular."""
    parsed = {one: Actor.parse(one) for one in actors}
    names = _names(parsed.values())
    return {one: _who(actor, names) for one, actor in parsed.items()}


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
