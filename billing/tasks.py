"""What billing does by the clock. Each part may be repeated; none keeps another from its turn."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from celery import shared_task

from billing.models import Account
from billing.services import (
    accounts,
    collecting,
    copies,
    ending,
    invoicing,
    retention,
    rights,
    takings,
)
from billing.services.vat_numbers import recheck_due

log = logging.getLogger(__name__)
SLICE = 240.0  # seconds of writing invoices, or reading ledgers, before others get their turn

A_LONG_SILENCE = 90  # days for which the clock may have stood still


@shared_task
def look_after_accounts() -> None:
    """Every five minutes: what begins today, invoices that are due, attempts to collect them."""
    now = datetime.now(UTC)
    _each(
        accounts.leave_the_sandbox,
        lambda: rights.apply_due(now=now),
        lambda: invoicing.run(now=now, seconds=SLICE),
        lambda: collecting.dun(now=now),
    )


@shared_task
def look_after_copies() -> None:
    """Every hour: tell the collector what was used."""
    now = datetime.now(UTC)
    _each(
        lambda: _all_accounts(lambda account: copies.plan_copies(account, now=now)),
        lambda: copies.push_due(now=now),
    )


@shared_task
def look_after_trials() -> None:
    """Every hour: what ends by itself, what is erased, VAT numbers to be looked up again."""
    now = datetime.now(UTC)
    _each(
        lambda: ending.announce_endings(now=now),
        lambda: ending.end_the_lost(now=now),
        lambda: retention.sweep(now=now),
        lambda: recheck_due(now=now),
    )


@shared_task
def look_after_the_books() -> None:
    """Four times a day: what shops took, and whether the collector's books agree with ours."""
    now = datetime.now(UTC)
    _each(
        lambda: rights.apply_due(now=now, days=A_LONG_SILENCE),
        lambda: takings.read_due(now=now, seconds=SLICE),
        lambda: _all_accounts(lambda account: copies.reconcile(account, now=now)),
    )


def _all_accounts(act: Callable[[Account], object]) -> None:
    """Do it for every account that somebody collects from outside."""
    outside = Account.objects.exclude(collector="sandbox").select_related("tenant").order_by("pk")
    for account in outside.iterator(chunk_size=200):
        _each(lambda account=account: act(account))  # type: ignore[misc]


def _each(*acts: Callable[[], object]) -> None:
    for act in acts:
        try:
            act()
        except Exception:
            log.exception("a part of billing's clock failed")
