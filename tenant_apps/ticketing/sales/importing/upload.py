"""A file that was uploaded: read, kept as a job that waits for a word, and read back from it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kernel.jobs.models import Item, Job
from kernel.jobs.starting import start
from kernel.tenancy import current
from tenant_apps.ticketing.sales.importing.plan import Step, plan
from tenant_apps.ticketing.sales.importing.reading import BadFile, Line, parse
from tenant_apps.ticketing.sales.importing.wanted import Defaults, Wanted, gather

MOST_LINES = 20_000


def prepare(*, raw: bytes, name: str, title: str, options: dict[str, Any], back_url: str) -> Job:
    """Keep what a file wants, event by event, until somebody has looked. Raises `BadFile`.

    `options`: `price`, `capacity` as texts ("" for none), and `publish`.
    """
    by_event: dict[str, list[Line]] = defaultdict(list)
    for line in parse(raw, name=name, most=MOST_LINES):
        if not all(map(_can_be_kept, line.values.values())):
            raise BadFile(f"Row {line.number} has a character that stands in no text.")
        key = line.get("event_id") or f"{line.get('event')}|{line.get('venue')}".casefold()
        by_event[key].append(line)
    items = [
        Item(
            ref=lines[0].number,
            label=lines[0].get("event")[:200],
            asked={"lines": [[one.number, dict(one.values), dict(one.names)] for one in lines]},
        )
        for lines in by_event.values()
    ]
    return start(
        kind="import_events",
        title=title,
        items=items,
        options=options,
        back_url=back_url,
        is_prepared=True,
    )


def _can_be_kept(text: str) -> bool:
    """PostgreSQL keeps no NUL, and JSON may name halves of letters."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def steps_of(job: Job, items: list[Item]) -> list[Step]:
    """What would happen now. Reads only."""
    wanted = [one for item in items for one in wanted_by(item, job.options)]
    return plan(wanted, publish=job.options["publish"])


def wanted_by(item: Item, options: Mapping[str, Any]) -> list[Wanted]:
    """What one item of the job asks for."""
    shop = current()
    defaults = Defaults(
        timezone=shop.timezone,
        currency=shop.currency,
        price=options.get("price") or None,
        capacity=options.get("capacity") or None,
    )
    lines = [Line(number, values, names) for number, values, names in item.asked["lines"]]
    return gather(lines, defaults)
