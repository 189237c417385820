"""The collector's copy of our truth: what accounts have, what they use, and whether it agrees.

Usage is told by differences. A day's sum, less what was told for that day before, is one more row
of `MeterCopy`; so late usage, reversals and repeated runs are all the same subtraction. Of a meter
whose month counts at its highest, the month's highest so far is told whenever it has grown.

Nothing here is in a transaction with a call to the outside.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Sum
from django_tenants.utils import schema_context

from billing.catalogue import catalogue
from billing.collectors import Held
from billing.models import Account, Discrepancy, Invoice, MeterCopy
from billing.reckoning import Daily
from billing.services import discrepancies, standing, usage
from billing.services.accounts import today
from billing.services.collecting import collector_of
from billing.spans import after, month_of
from kernel.actor import Actor
from kernel.errors import Refusal
from kernel.tenancy import PUBLIC

log = logging.getLogger(__name__)
TELLABLE = 34  # days back; Stripe takes none that are older than 35
AT_ONCE = 1000
SAID = ("kind", "label", "expires")
SETTLING = 3  # days of a new month in which the one before is still compared

Key = tuple[str, str, date]  # code, meter, day
Meter = tuple[str, str]  # code, and the meter as it is told


def plan_copies(account: Account, *, now: datetime) -> int:
    """Write down what is to be told: our daily sums less what was told before. How many rows."""
    with transaction.atomic(), schema_context(PUBLIC):
        locked = Account.objects.select_for_update().select_related("tenant").get(pk=account.pk)
        day = today(locked, now)
        oldest = day - timedelta(days=TELLABLE)
        rows = usage.daily(locked, month_of(oldest), day + timedelta(days=1))
        to_tell = _sums_to_tell(locked, rows, oldest) | _peaks_to_tell(locked, rows, day, oldest)
        told = _how_often(locked, oldest)
        made = [
            _copy(locked, key, quantity, told.get(key, 0), now)
            for key, quantity in sorted(to_tell.items())
        ]
        MeterCopy.objects.bulk_create(made)
    return len(made)


def push_due(*, now: datetime, most: int = AT_ONCE) -> int:
    """Tell the collectors what waits, account by account; returns how many copies were taken."""
    with schema_context(PUBLIC):
        oldest = now.date() - timedelta(days=TELLABLE - 1)  # of a zone that is ahead of ours
        waiting = MeterCopy.objects.filter(sent_at=None, day__gte=oldest).order_by("pk")[:most]
        by_account: dict[int, list[MeterCopy]] = {}
        for copy in waiting.select_related("account__tenant"):
            by_account.setdefault(copy.account_id, []).append(copy)
        return sum(_push(copies, now) for copies in by_account.values())


def reconcile(account: Account, *, now: datetime) -> int:
    """Hold the collector's books against ours, and put what differs on record.

    Whole days only: what came today is on its way. The running month is compared, the one before
    in its first days, and every month that has an open difference. What is not found any more is
    settled. Returns how many are open then. Raises what the collector raises when it is away.
    """
    with schema_context(PUBLIC):
        account = Account.objects.select_related("tenant").get(pk=account.pk)
        plan_copies(account, now=now)
        waiting = MeterCopy.objects.filter(account=account, sent_at=None).order_by("pk")
        if copies := list(waiting.select_related("account__tenant")[:AT_ONCE]):
            _push(copies, now)
        day = today(account, now)
        if _has_changed(account, day):
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
            log.warning("%s: the list has no price for %s", account, code)
            continue
        found.append(
            Held(code=code, offer=span.offer, cycle=span.cycle, state=span.state,
                 currency=account.currency, price=price, version=span.version)
        )  # fmt: skip
    return found


def used(account: Account, month: date, until: date) -> dict[str, int]:
    """Our sums of a month until the day before `until`, by "code.meter" as they are told."""
    rows = usage.daily(account, month, until)
    found: dict[str, int] = {}
    for row in rows:
        code, meter = told = _meter(row)
        name = f"{code}.{meter}"
        if not _is_told(row):
            continue
        if _is_peak(told):
            found[name] = max(found.get(name, 0), row.peak)
        else:
            found[name] = found.get(name, 0) + row.total
    return found


def _push(copies: list[MeterCopy], now: datetime) -> int:
    """Tell these, all of one account. A collector that is away is asked again next time."""
    account = copies[0].account
    fresh = [copy.pk for copy in copies if copy.tried_at is None]
    MeterCopy.objects.filter(pk__in=fresh, tried_at=None).update(tried_at=now)
    try:
        taken = collector_of(account).push(copies=copies)
    except Refusal as away:
        log.warning("could not tell the usage of %s: %s", account, away.code)
        return 0
    return MeterCopy.objects.filter(pk__in=taken, sent_at=None).update(sent_at=now)


def _sums_to_tell(account: Account, rows: Iterable[Daily], oldest: date) -> dict[Key, int]:
    sums: dict[Key, int] = {}
    for row in rows:
        told = _meter(row)
        if row.day >= oldest and _is_told(row) and not _is_peak(told):
            sums[*told, row.day] = sums.get((*told, row.day), 0) + row.total
    copies = MeterCopy.objects.filter(account=account, day__gte=oldest)
    before = {
        (one["code"], one["meter"], one["day"]): one["told"]
        for one in copies.values("code", "meter", "day").annotate(told=Sum("quantity"))
    }
    rest = {key: total - before.get(key, 0) for key, total in sums.items()}
    return {key: quantity for key, quantity in rest.items() if quantity}


def _peaks_to_tell(
    account: Account, rows: Iterable[Daily], day: date, oldest: date
) -> dict[Key, int]:
    """Each month's highest, where it is higher than what was told; on its last day so far."""
    highest: dict[Key, int] = {}
    for row in rows:
        told = _meter(row)
        if _is_told(row) and _is_peak(told):
            key = (*told, month_of(row.day))
            highest[key] = max(highest.get(key, 0), row.peak)
    found: dict[Key, int] = {}
    for (code, meter, month), peak in highest.items():
        copies = MeterCopy.objects.filter(
            account=account, code=code, meter=meter, day__gte=month, day__lt=after(month)
        )
        told_before = copies.aggregate(most=Max("quantity"))["most"] or 0
        on = min(day, after(month) - timedelta(days=1))
        if peak > told_before and on >= oldest:
            found[code, meter, on] = peak
    return found


def _how_often(account: Account, oldest: date) -> Mapping[Key, int]:
    copies = MeterCopy.objects.filter(account=account, day__gte=oldest)
    counted = copies.values("code", "meter", "day").annotate(often=Count("pk"))
    return {(one["code"], one["meter"], one["day"]): one["often"] for one in counted}


def _copy(account: Account, key: Key, quantity: int, nth: int, now: datetime) -> MeterCopy:
    code, meter, day = key
    who = f"{account.tenant.schema_name} {account.opened_at.isoformat()}"
    mark = hashlib.sha256(who.encode()).hexdigest()[:12]
    return MeterCopy(
        account=account, code=code, meter=meter, day=day, quantity=quantity, nth=nth, made_at=now,
        identifier=f"{mark}-{day:%Y%m%d}-{nth}-{code}-{meter}"[:100],
    )  # fmt: skip


def _meter(row: Daily) -> Meter:
    """A meter of money counts one currency, which stands in its name."""
    return row.code, f"{row.meter}_{row.currency.lower()}" if row.currency else row.meter


def _is_told(row: Daily) -> bool:
    """Money of which our share came with the charge itself is not owed."""
    return not (row.currency and row.is_collected)


def _is_peak(told: Meter) -> bool:
    code, meter = told
    try:
        priced = catalogue().addon(code).usage_of(meter)
    except KeyError:
        return False
    return priced is not None and priced.count == "peak"


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
