"""What was used: written down once, summed up by the account's days."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import TruncDate
from django_tenants.utils import schema_context

from billing.models import Account, Line, Usage
from billing.reckoning import Daily
from billing.services.accounts import share_lock
from billing.spans import after, month_of
from kernel.tenancy import PUBLIC


def record(
    *,
    account: Account,
    code: str,
    meter: str,
    source: str,
    occurred_at: datetime,
    quantity: int = 1,
    currency: str = "",
    is_collected: bool = False,
) -> bool:
    """Count so much of a meter; returns False where this source was counted before.

    Of a meter of money, `quantity` is minor units of `currency`; negative takes back.
    """
    with transaction.atomic(), schema_context(PUBLIC):
        share_lock(account.pk)
        _usage, is_new = Usage.objects.get_or_create(
            account_id=account.pk,
            meter=meter,
            source=source,
            defaults={
                "code": code,
                "quantity": quantity,
                "currency": currency,
                "is_collected": is_collected,
                "occurred_at": occurred_at,
            },
        )
    return is_new


def between(account: Account, first: date, until: date) -> QuerySet[Usage]:
    """What was used from the day `first` to the day before `until`, on the account's clock."""
    zone = ZoneInfo(account.zone)
    since, end = (datetime.combine(day, time.min, zone) for day in (first, until))
    return Usage.objects.filter(account=account, occurred_at__gte=since, occurred_at__lt=end)


def daily(account: Account, first: date, until: date) -> list[Daily]:
    """The sums of each day and meter, the oldest first. One query."""
    day = TruncDate("occurred_at", tzinfo=ZoneInfo(account.zone))
    rows = (
        between(account, first, until)
        .annotate(day=day)
        .values("code", "meter", "day", "currency", "is_collected")
        .annotate(total=Sum("quantity"), peak=Max("quantity"))
        .order_by("day", "meter", "currency", "is_collected")
    )
    return [Daily(**row) for row in rows]


def of_line(line: Line) -> QuerySet[Usage]:
    """The single uses that an invoice's line counted: those that had come by then.

    Those that were on an earlier invoice for the same month are not among them.
    """
    account = line.invoice.account
    month = month_of(line.first)
    found = between(account, month, after(month)).filter(
        code=line.code, meter=line.meter, arrived_at__lte=line.invoice.counted_at
    )
    if line.what == "share":
        found = found.filter(currency=line.invoice.currency, is_collected=False)
    if before := _line_before(line):
        found = found.filter(arrived_at__gt=before.invoice.counted_at)
    return found.order_by("occurred_at", "id")


def _line_before(line: Line) -> Line | None:
    """The last invoice before it that reckoned the same month: its usage is on that one."""
    return (
        Line.objects.filter(
            invoice__account=line.invoice.account_id,
            invoice__currency=line.invoice.currency,
            invoice__lt=line.invoice_id,
            code=line.code,
            what=line.what,
            meter=line.meter,
            period=line.period,
        )
        .select_related("invoice")
        .order_by("-invoice")
        .first()
    )
