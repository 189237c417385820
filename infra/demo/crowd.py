"""Who buys what, and when: the same for every start, since the dice are seeded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from pathlib import Path
from random import Random

from tenant_apps.ticketing.events.models import Session, TicketType
from tenant_apps.ticketing.sales.services.checkout import Buyer

NAMES = json.loads((Path(__file__).parent / "buyers.json").read_text("utf-8"))
WEEKDAYS = (0.8, 0.8, 0.9, 1.0, 1.2, 1.4, 1.1)  # Monday to Sunday
HOURS = [*range(8, 24)]
HOUR_WEIGHTS = [2, 4, 6, 7, 8, 9, 8, 7, 6, 6, 7, 9, 11, 10, 6, 3]
PATIENCE = 13.0  # days ahead at which people buy
FURTHEST = timedelta(days=80)


@dataclass(frozen=True)
class Sale:
    """One wish to buy, and what comes of it: paid, declined first, refunded, or never paid."""

    at: datetime
    session: Session
    quantities: Mapping[int, int]
    access_code: str
    buyer: Buyer
    fate: str


class Crowd:
    """Makes up sales for a shop."""

    def __init__(
        self, seed: str, sessions: list[Session], types: Mapping[int, list[TicketType]],
        fame: Mapping[int, float],
    ) -> None:  # fmt: skip
        """`types` and `fame` by event id; a session's own fame is decided once, by the dice."""
        self.dice = Random(seed)
        self.sessions = sessions
        self.types = types
        self.fame = [fame[one.event_id] * self.dice.lognormvariate(0, 0.7) for one in sessions]
        self.known: list[Buyer] = []

    def sales(self, *, now: datetime, days: int, orders: int) -> list[Sale]:
        """About so many sales over the past days, in the order of time."""
        start = now - timedelta(days=days)
        weights = [
            WEEKDAYS[(start + timedelta(days=day)).weekday()] * (0.6 + 0.4 * day / days)
            for day in range(days)
        ]
        chosen = self.dice.choices(range(days), weights, k=orders)
        moments = sorted(self._moment(start, day) for day in chosen)
        wishes = (self._sale(at) for at in moments if at < now - timedelta(minutes=3))
        return [one for one in wishes if one is not None]

    def _moment(self, start: datetime, day: int) -> datetime:
        (hour,) = self.dice.choices(HOURS, HOUR_WEIGHTS)
        midnight = (start + timedelta(days=day)).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(hours=hour, seconds=self.dice.randrange(3600))

    def _sale(self, at: datetime) -> Sale | None:
        session = self._session(at)
        if session is None:
            return None
        quantities, code = self._choice(session)
        (fate,) = self.dice.choices(("paid", "declined", "refunded", "expired"), (89, 4, 3, 4))
        return Sale(at, session, quantities, code, self._buyer(), fate)

    def _session(self, at: datetime) -> Session | None:
        open_ones = [
            (one, fame * exp(-(one.starts_at - at) / timedelta(days=PATIENCE)))
            for one, fame in zip(self.sessions, self.fame, strict=True)
            if timedelta(hours=2) < one.starts_at - at < FURTHEST
        ]
        if not open_ones:
            return None
        rows, weights = zip(*open_ones, strict=True)
        return self.dice.choices(rows, weights)[0]

    def _choice(self, session: Session) -> tuple[dict[int, int], str]:
        types = self.types[session.event_id]
        weights = [self._appeal(one) for one in types]
        (chosen,) = self.dice.choices(types, weights)
        if chosen.per_order_min > 1:
            number = self.dice.randint(chosen.per_order_min * 2, chosen.per_order_max)
        else:
            (number,) = self.dice.choices((1, 2, 3, 4), (22, 52, 12, 14))
        number = min(number, chosen.per_order_max)
        return {chosen.pk: number}, chosen.access_code if chosen.hidden else ""

    def _appeal(self, one: TicketType) -> float:
        if one.per_order_min > 1:
            return 22  # rare, but they fill a circle
        if one.hidden:
            return 4
        return min(one.quantity or 200, 300) ** 0.8

    def _buyer(self) -> Buyer:
        if self.known and self.dice.random() < 0.22:
            return self.dice.choice(self.known)
        scripts = list(NAMES.values())
        (script,) = self.dice.choices(scripts, [one["share"] for one in scripts])
        given, given_latin = self.dice.choice(script["given"])
        family, family_latin = self.dice.choice(script["family"])
        buyer = Buyer(
            email=f"{given_latin}.{family_latin}{len(self.known) + 1}@example.org",
            name=f"{given} {family}",
            language=self.dice.choice(script["languages"]),
        )
        self.known.append(buyer)
        return buyer
