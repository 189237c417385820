"""The collector's copy of our truth: what accounts have and use, and whether it agrees with us.

How usage is told stands in `telling`. Nothing here is in a transaction with a call to the outside.
"""

import logging
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django_tenants.utils import schema_context

from billing.collectors import Held
from billing.models import Account, Discrepancy, Invoice
from billing.services import discrepancies, standing
from billing.services.accounts import today
from billing.services.collecting import collector_of
from billing.services.telling import plan_copies, push_due, push_of, used
from billing.spans import after, month_of
from kernel.actor import Actor
from kernel.tenancy import PUBLIC

__all__ = [
    "held_of",
    "mirror",
    "plan_copies",
    "push_due",
    "push_of",
    "reconcile",
    "refresh_method",
    "settle",
]
log = logging.getLogger(__name__)
SAID = ("kind", "label", "expires")
SETTLING = 3  # days of a new month in which the one before is still compared


def reconcile(account: Account, *, now: datetime) -> int:
    """Hold the collector's books against ours, and put what differs on record.

    Whole days only: what came today is on its way. The running month is compared, the one before
    in its first days, and every month that has an open difference. What is not found any more is
    settled. Returns how many are open then. Raises what the collector raises when it is away.
    """
    with schema_context(PUBLIC):
        plan_copies(account, now=now)
        push_of(account, now=now)
        account = Account.objects.select_related("tenant").get(pk=account.pk)
        day = today(account, now)
        if not account.collector_ref or _has_changed(account, day):
            mirror(account, now=now)
        for month in _months(account, day):
            _compare(account, month, day, now)
        mirror(account, now=now)
        refresh_method(account, now=now)
        return discrepancies.open_of(account).count()


def settle(*, discrepancy: Discrepancy, by: Actor, note: str) -> Discrepancy:
    """Staff says what was done about a difference; it is opened again only if it changes."""
    return discrepancies.settle(discrepancy=discrepancy, by=by, note=note)


def mirror(account: Account, *, now: datetime | None = None) -> None:
    """Bring the collector's copy of what an account has up to date."""
    with schema_context(PUBLIC):
        collector_of(account).mirror(account=account, held=held_of(account, today(account, now)))


def refresh_method(account: Account, *, now: datetime | None = None) -> bool:
    """Ask how the account pays now. Returns whether that is news; then what is open is tried."""
    with schema_context(PUBLIC):
        found = collector_of(account).method(account=account)
        kept = asdict(found) if found else {}
        before = {name: account.method.get(name, "") for name in SAID} if account.method else {}
        if kept == before:
            return False
        with transaction.atomic():
            Account.objects.filter(pk=account.pk).update(method=kept)
            account.method = kept
            waiting = Invoice.objects.filter(
                account=account, state=Invoice.State.OPEN, next_attempt_at__isnull=False
            )
            if found:
                waiting.update(next_attempt_at=now or datetime.now(UTC))
    return True


def held_of(account: Account, day: date) -> list[Held]:
    """What the account has on a day, with the fee of each in its currency."""
    found = []
    for code, span in sorted(standing.held(account, day=day).items()):
        try:
            price = standing.offer_of(code, span).price(currency=account.currency, cycle=span.cycle)
        except KeyError:
            log.warning("account %s: the list has no price for %s", account.pk, code)
            continue
        found.append(
            Held(code=code, offer=span.offer, cycle=span.cycle, state=span.state,
                 currency=account.currency, price=price, version=span.version)
        )  # fmt: skip
    return found


def _has_changed(account: Account, day: date) -> bool:
    """Whether the account has something else since midnight: that is no difference, but news."""
    return held_of(account, day) != held_of(account, day - timedelta(days=1))


def _months(account: Account, day: date) -> list[date]:
    months = {month_of(day)}
    if day.day <= SETTLING:
        months.add(after(month_of(day), -1))
    for ref in discrepancies.open_of(account).values_list("ref", flat=True):
        word = ref.partition(" ")[0]
        if len(word) == len("2026-11") and word.replace("-", "").isdecimal():
            months.add(date.fromisoformat(f"{word}-01"))
    return sorted(months)


def _compare(account: Account, month: date, day: date, now: datetime) -> None:
    """One month's books. What stands in them under the same name each month is named with it."""
    until = min(day, after(month))
    name = f"{month:%Y-%m}"
    is_running = month == month_of(day)
    found = collector_of(account).compare(
        account=account,
        month=month,
        until=until,
        used=used(account, month, until) if until > month else {},
        held=held_of(account, day) if is_running else None,
    )
    differences = [replace(one, ref=f"{name} {one.ref}") for one in found]
    for one in differences:
        discrepancies.note(account=account, difference=one, now=now)
    discrepancies.settle_gone(account=account, month=name, still=differences, now=now)
