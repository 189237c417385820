"""Which accounts and shops a figure counts, and in which months.

Two sides, two questions. Who pays us is known by his collector: one on the sandbox pays with test
cards. Which shops trade is known by their own gateway. Where payments are a rehearsal altogether
(the demo), all are counted, and the pages say so.
"""

from datetime import UTC, date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from billing.spans import after, month_of

MONTHS = 12


def is_rehearsal() -> bool:
    """Are test payments counted, because there are no others here?"""
    return bool(settings.SANDBOX_PAYMENTS)


def paying(account: str = "") -> Q:
    """Accounts whose invoices ask for money; `account` is the way to them, such as "invoice__"."""
    return Q() if is_rehearsal() else ~Q(**{f"{account}collector": "sandbox"})


def trading(tenant: str = "") -> Q:
    """Shops that sell for money; `tenant` is the way to them, such as "account__tenant__"."""
    return Q() if is_rehearsal() else ~Q(**{f"{tenant}gateway": "sandbox"})


def today(now: datetime | None = None) -> date:
    """The day of figures over all accounts: that of UTC."""
    return (now or timezone.now()).astimezone(UTC).date()


def last_months(day: date, number: int = MONTHS) -> list[date]:
    """The first days of so many months, the oldest first; the last is the one of `day`."""
    return [after(month_of(day), back - number + 1) for back in range(number)]
