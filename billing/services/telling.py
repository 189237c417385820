"""What was used, told to the collector by differences.

A day's sum, less what was told for that day before, is one more row of `MeterCopy`; so late usage,
reversals and repeated runs are all the same subtraction. Of a meter whose month counts at its
highest, the month's highest so far is told on each day on which it grew.

Nothing here is in a transaction with a call to the outside.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django_tenants.utils import schema_context

from billing.catalogue import catalogue
from billing.models import Account, MeterCopy
from billing.reckoning import Daily
from billing.services import usage
from billing.services.accounts import today
from billing.services.collecting import collector_of
from billing.spans import after, month_of
from kernel.errors import Refusal
from kernel.tenancy import PUBLIC

log = logging.getLogger(__name__)
TELLABLE = 34  # days back; Stripe takes none that are older than 35
AT_ONCE = 1000

Key = tuple[str, str, date]  # code, meter, day
Meter = tuple[str, str]  # code, and the meter as it is told


def plan_copies(account: Account, *, now: datetime) -> int:
    """Write down what is to be told: our daily sums less what was told before. How many rows."""
    with transaction.atomic(), schema_context(PUBLIC):
        locked = Account.objects.select_for_update().select_related("tenant").get(pk=account.pk)
        day = today(locked, now)
        oldest = day - timedelta(days=TELLABLE)
        rows = usage.daily(locked, month_of(oldest), day + timedelta(days=1))
        to_tell = _sums_to_tell(locked, rows, oldest) | _peaks_to_tell(locked, rows, oldest)
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
        waiting = _waiting(now)[:most]
        by_account: dict[int, list[MeterCopy]] = {}
        for copy in waiting.select_related("account__tenant"):
            by_account.setdefault(copy.account_id, []).append(copy)
        return sum(_push(copies, now) for copies in by_account.values())


def push_of(account: Account, *, now: datetime) -> int:
    """Tell what waits of one account; returns how many copies were taken."""
    with schema_context(PUBLIC):
        waiting = _waiting(now).filter(account=account)
        copies = list(waiting.select_related("account__tenant")[:AT_ONCE])
        return _push(copies, now) if copies else 0


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


def _waiting(now: datetime) -> QuerySet[MeterCopy]:
    """What is not told and still can be; a day less, for zones that are ahead of UTC."""
    oldest = now.date() - timedelta(days=TELLABLE - 1)
    return MeterCopy.objects.filter(sent_at=None, day__gte=oldest).order_by("pk")


def _push(copies: list[MeterCopy], now: datetime) -> int:
    """Tell these, all of one account. A collector that is away is asked again next time."""
    account = copies[0].account
    fresh = [copy.pk for copy in copies if copy.tried_at is None]
    MeterCopy.objects.filter(pk__in=fresh, tried_at=None).update(tried_at=now)
    try:
        taken = collector_of(account).push(copies=copies)
    except Refusal as away:
        log.warning("could not tell the usage of account %s: %s", account.pk, away.code)
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


def _peaks_to_tell(account: Account, rows: Iterable[Daily], oldest: date) -> dict[Key, int]:
    """Each month's highest so far, told on the day on which it grew, and again where it was less.

    So that up to any day, the last that was told is the highest until then.
    """
    highs: dict[tuple[str, str, date], dict[date, int]] = {}
    for row in rows:
        told = _meter(row)
        if _is_told(row) and _is_peak(told):
            days = highs.setdefault((*told, month_of(row.day)), {})
            days[row.day] = max(days.get(row.day, 0), row.peak)
    found: dict[Key, int] = {}
    for (code, meter, month), days in highs.items():
        copies = MeterCopy.objects.filter(
            account=account, code=code, meter=meter, day__gte=month, day__lt=after(month)
        )
        told_last = dict(copies.order_by("nth").values_list("day", "quantity"))
        high = stands = 0
        for day in sorted(days.keys() | told_last.keys()):
            high = max(high, days.get(day, 0))
            stands = told_last.get(day, stands)
            if stands != high and day >= oldest:
                found[code, meter, day] = stands = high
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
