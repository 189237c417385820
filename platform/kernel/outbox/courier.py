"""Hands deliveries to the workers once their transaction is safe.

Nothing here may hurt the sale: if Valkey or the broker is away, the rows wait for the sweep.
"""

import logging
from typing import Any

from celery import current_app
from django.db import connection, transaction

from kernel import valkey
from kernel.tenancy import schema

log = logging.getLogger(__name__)
TASK = "kernel.outbox.tasks.deliver_all"
WAITING = "outbox:tenants"  # a set of schemas that have work


def after_commit(delivery_ids: list[int]) -> None:
    """Send these deliveries on their way when the current transaction commits.

    What several facts of one transaction have left to do goes out as one message.
    """
    bag = connection.__dict__.setdefault("_deliveries", [])
    bag.append((schema(), delivery_ids))
    transaction.on_commit(_send)


def mark(schema_name: str) -> bool:
    """Note that this tenant has work. Returns whether Valkey took the note."""
    return valkey.ask(lambda it: it.sadd(valkey.key(WAITING), schema_name) is not None, False)


def marked() -> list[str]:
    """Return the tenants that have work, and forget them: who still has some is marked again."""
    found: Any = valkey.ask(lambda it: it.spop(valkey.key(WAITING), 1000), None)
    return sorted(found or [])


def _send() -> None:
    bag = connection.__dict__.pop("_deliveries", [])
    by_schema: dict[str, list[int]] = {}
    for schema_name, ids in bag:
        by_schema.setdefault(schema_name, []).extend(ids)
    for schema_name, ids in by_schema.items():
        hand_over(schema_name, ids)


def hand_over(schema_name: str, delivery_ids: list[int]) -> None:
    """Give deliveries of one tenant to a worker, at once or, if nobody is there, by the sweep."""
    # The mark goes first: if Valkey is silent, so is the broker, and asking again costs time.
    if not (mark(schema_name) or current_app.conf.task_always_eager):
        return
    try:
        current_app.tasks[TASK].apply_async(args=[schema_name, delivery_ids], retry=False)
    except Exception:  # the sale is already safe, and the sweep will find the rows
        log.warning("the broker took no message for %s; the sweep will", schema_name, exc_info=True)
