"""The Open House festival: real listings, brought in by the importer itself.

The dates of the listings are moved by whole weeks, so that weekdays and hours stay: the festival
opens on a Saturday that lies ahead. Every fifteenth venue opens early, as a preview in the past
fortnight, so that there is something to look back upon.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tenant_apps.ticketing.sales.importing import reading
from tenant_apps.ticketing.sales.importing.apply import apply
from tenant_apps.ticketing.sales.importing.plan import Action, plan
from tenant_apps.ticketing.sales.importing.wanted import Defaults, gather

LISTINGS = Path(__file__).parent / "open_house.json"
OPENING = date(2021, 9, 4)  # the festival's first Saturday in the listings
AHEAD = timedelta(days=9)
PREVIEWS = 15
DEFAULTS = Defaults(
    timezone="Europe/London", currency="GBP", price="0", ticket="Free place", capacity="60"
)


def bring_in(now: datetime) -> Iterator[tuple[int, int]]:
    """Import all listings around `now`; yields (events done, events in all)."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "open_house.json"
        file.write_text(json.dumps(moved(json.loads(LISTINGS.read_text("utf-8")), now)), "utf-8")
        steps = plan(gather(reading.read(file), DEFAULTS), publish=True)
    for number, step in enumerate(steps, start=1):
        done = apply(step, publish=True)
        if done.action == Action.REFUSED:
            raise RuntimeError(f"{step.wanted.name}: {done.faults[0]}")
        yield number, len(steps)


def moved(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The listings with their dates moved around `now`."""
    today = now.astimezone(ZoneInfo(DEFAULTS.timezone)).date()
    ahead = _weeks(OPENING, today + AHEAD)
    venues = list(dict.fromkeys(_venue(one) for one in document["@graph"]))
    graph = []
    for event in document["@graph"]:
        weeks = ahead
        if venues.index(_venue(event)) % PREVIEWS == 0:
            last = max(one["startDate"] for one in event["subEvent"])
            weeks = _weeks(date.fromisoformat(last[:10]), today - timedelta(days=7))
        graph.append({**event, "subEvent": [_moved(one, weeks) for one in event["subEvent"]]})
    return {**document, "@graph": graph}


def _venue(event: dict[str, Any]) -> str:
    return event["@id"].split("/")[1]


def _weeks(day: date, earliest: date) -> timedelta:
    """The least number of whole weeks that brings `day` to `earliest` or beyond."""
    return timedelta(weeks=-((day - earliest).days // 7))


def _moved(session: dict[str, Any], by: timedelta) -> dict[str, Any]:
    times = {
        name: (datetime.fromisoformat(session[name]) + by).isoformat()
        for name in ("startDate", "endDate")
        if name in session
    }
    return session | times
