"""What shops take, read from their ledgers by day and currency: for our own eyes.

A shop's ledger is read in its schema, and its days are written in `public`: one schema for each
transaction. Whatever dies in between, the next walk reads the shop anew.
"""

import logging
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django_tenants.utils import schema_context

from billing.models import Account, Takings
from billing.services.accounts import account_of
from billing.services.payouts import Sums
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.models import Tenant
from tenant_apps.ticketing.payments.models import Entry

log = logging.getLogger(__name__)
DAYS = 40  # the ledger is only ever added to; so many days cover whatever a night or a month missed
FRESH = timedelta(hours=20)
COLUMNS = ("gross", "refunds", "platform_fees", "tickets")
OF_ADD_ONS = ":commission:"  # what the sources of entries have in them that are no ticket's fee
Key = tuple[date, str]


def read_due(*, now: datetime | None = None, seconds: float | None = None) -> int:
    """Read all shops that were not read for 20 hours, for at most `seconds`. Returns how many.

    What goes wrong in one shop is logged, and keeps no other from its turn.
    """
    moment = now or timezone.now()
    until = None if seconds is None else time.monotonic() + seconds
    done = 0
    for account in _due(moment):
        if until is not None and time.monotonic() > until:
            break
        try:
            read(account=account, now=moment)
            done += 1
        except Exception:
            log.exception("the takings of %s could not be read", account.tenant.schema_name)
    return done


def read(*, account: Account, now: datetime | None = None) -> int:
    """Read a shop's last 40 days, or all its days where none was read before; returns the rows.

    Days are those of the shop's own clock, sums as its ledger signs them.
    """
    moment = now or timezone.now()
    with schema_context(PUBLIC):
        is_known = Takings.objects.filter(account=account).exists()
    with in_tenant(account.tenant.schema_name) as shop:
        zone = ZoneInfo(shop.timezone)
        first = moment.astimezone(zone).date() - timedelta(days=DAYS) if is_known else date.min
        found = _sums(first, zone)
    rows = [
        Takings(
            account=account,
            day=day,
            currency=currency,
            read_at=moment,
            shares=shares,
            **{column: getattr(sums, column) for column in COLUMNS},
        )
        for (day, currency), (sums, shares) in found.items()
    ]
    with schema_context(PUBLIC), transaction.atomic():
        _write(account, first, rows, moment)
    return len(rows)


def _due(now: datetime) -> list[Account]:
    """Accounts nobody read lately; those of which nothing is known cost one look at a ledger."""
    with schema_context(PUBLIC):
        for tenant in Tenant.objects.filter(account=None).order_by("pk"):
            account_of(tenant)
        accounts = Account.objects.select_related("tenant").annotate(at=Max("takings__read_at"))
        old = accounts.filter(Q(at=None) | Q(at__lt=now - FRESH))
        return list(old.order_by("at", "pk"))


def _sums(first: date, zone: ZoneInfo) -> dict[Key, tuple[Sums, int]]:
    """The sums of each day and currency, and what of the platform's fees are shares."""
    entries = Entry.objects.order_by()
    if first > date.min:
        since = datetime.combine(first, clock.min, zone).astimezone(UTC)
        entries = entries.filter(booked_at__gte=since)
    rows = (
        entries.annotate(day=TruncDate("booked_at", tzinfo=zone))
        .values_list("day", "currency", "kind")
        .annotate(
            total=Sum("amount"),
            number=Sum("quantity"),
            shares=Sum("amount", filter=Q(source__contains=OF_ADD_ONS), default=0),
        )
    )
    found: dict[Key, tuple[Sums, int]] = {}
    for day, currency, kind, amount, number, shares in rows:
        sums, before = found.get((day, currency), (Sums(currency), 0))
        sums.add(kind, int(amount), int(number))
        found[day, currency] = (sums, before + int(shares))
    return found


def _write(account: Account, first: date, rows: list[Takings], now: datetime) -> None:
    """Write the days over; a day of the window that the ledger no longer has, is none."""
    Takings.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["account", "day", "currency"],
        update_fields=[*COLUMNS, "shares", "read_at"],
    )
    # A shop that moved to another zone has some of its sums under other days than before.
    Takings.objects.filter(account=account, day__gte=first, read_at__lt=now).delete()
