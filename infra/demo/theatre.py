"""The season of the Meridian Theatre: a lyric house of 1,106 places and a studio of 84."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kernel.money import Money
from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.services import programme
from tenant_apps.ticketing.venues import services as venues
from tenant_apps.ticketing.venues.models import Venue

ZONE = "Europe/London"
SEASON = json.loads((Path(__file__).parent / "meridian.json").read_text("utf-8"))
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EVENING, AFTERNOON, MORNING = time(19, 30), time(14, 30), time(11, 0)


def put_on(now: datetime) -> Iterator[str]:
    """Put all productions on the programme around `now`; yields the name of each."""
    monday = now.astimezone(ZoneInfo(ZONE)).date()
    monday -= timedelta(days=monday.weekday())
    house = venues.add(venue=Venue(timezone=ZONE, **SEASON["venue"]))
    studio = venues.add(venue=Venue(timezone=ZONE, **SEASON["studio"]))
    for told in SEASON["productions"]:
        is_small = told.get("studio", False)
        venue = studio if is_small else house
        event = events.create(
            event=Event(
                name=told["name"],
                summary=told["summary"],
                description=f"{told['description']}\n\nBy {told['author']}.",
                category=told["category"],
                venue=venue,
                timezone=ZONE,
                currency="GBP",
                source_ref=f"demo:{told['ref']}",
            )
        )
        programme.put_on(
            event=event,
            sessions=_sessions(told, monday + timedelta(weeks=told["from_week"]), venue.capacity),
            ticket_types=_types(SEASON["black_box" if is_small else "house"]),
        )
        yield events.publish(event=event).name


def fame() -> dict[str, int]:
    """How much people like each event: source_ref → weight."""
    return {f"demo:{told['ref']}": told["fame"] for told in SEASON["productions"]}


def _sessions(told: dict[str, Any], monday: Any, capacity: int) -> list[Session]:
    found = []
    for week in range(told["weeks"]):
        for number, day in enumerate(DAYS):
            date = monday + timedelta(weeks=week, days=number)
            if day in told["matinees"]:
                found.append(_session(date, MORNING if day == "Sun" else AFTERNOON, told, capacity))
            if day in told["evenings"]:
                found.append(_session(date, EVENING, told, capacity))
    return found


def _session(date: Any, at: time, told: dict[str, Any], capacity: int) -> Session:
    starts_at = datetime.combine(date, at, ZoneInfo(ZONE))
    return Session(
        starts_at=starts_at,
        doors_at=starts_at - timedelta(minutes=45),
        ends_at=starts_at + timedelta(minutes=told["minutes"]),
        capacity=capacity,
        source_ref=f"demo:{told['ref']}:{starts_at:%Y%m%dT%H%M}",
    )


def _types(told: list[dict[str, Any]]) -> list[TicketType]:
    return [
        TicketType(**{**one, "price": Money.parse(one["price"], "GBP").amount}, position=position)
        for position, one in enumerate(told)
    ]
