"""What the demo's shops owe us: half a year of it, switched and paid through the real services."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from billing.collectors import sandbox
from billing.models import Account, Invoice
from billing.services import accounts, collecting, invoicing, rights, switching
from billing.spans import after, month_of
from infra.demo.diary import Diary
from kernel.actor import SYSTEM
from shared_apps.tenants.models import Tenant

MONTHS = 5
WORKS, DECLINES = "4242424242424242", "4000000000000341"


def keep(tenant: Tenant, *, addons: tuple[str, ...], plan: str, address: str) -> None:
    """Give a shop an account with a past; one that has an account is left alone. In `public`."""
    if Account.objects.filter(tenant=tenant).exists():
        return
    now = timezone.now()
    this_month = month_of(now.date())
    opened = _morning(after(this_month, -MONTHS)) + timedelta(days=2)
    _opened_before(tenant, opened)
    account = accounts.account_of(tenant, now=opened)
    accounts.details(
        account=account,
        by=SYSTEM,
        legal_name=f"{tenant.name} Ltd",
        address=address,
        country="GB",
        email=f"finance@{tenant.subdomain}.example",
    )
    sandbox.present(account=account, number=WORKS)
    account.refresh_from_db()
    for code in addons:
        switching.order(account=account, code=code, state="trial", by=SYSTEM, now=opened)
    for back in range(MONTHS - 1, -1, -1):
        month = after(this_month, -back)
        _pass(account, month, fails=back == 2)
        if back == MONTHS - 2 and plan != accounts.FIRST_PLAN:
            middle = _morning(month) + timedelta(days=14)
            switching.order(account=account, code="plan", offer=plan, by=SYSTEM, now=middle)
    rights.apply(account, now=now)


def _opened_before(tenant: Tenant, moment: datetime) -> None:
    """The shop is older than its account. Whole days: the hour tells it from other demos' shops."""
    days = tenant.created_at.date() - moment.date() + timedelta(days=1)
    diary = Diary()
    diary.note(tenant, "created_at", tenant.created_at - days)
    diary.write()


def _pass(account: Account, month: date, *, fails: bool) -> None:
    """The first of a month: its invoice is written and paid; one card fails, and is replaced."""
    at = _morning(month)
    if fails:
        sandbox.present(account=account, number=DECLINES)
        account.refresh_from_db()
    rights.apply(account, now=at)
    for invoice in invoicing.issue(account=account, month=month, now=at):
        collecting.collect(invoice=invoice, now=at)
    if fails:
        sandbox.present(account=account, number=WORKS)
        account.refresh_from_db()
        for invoice in Invoice.objects.filter(account=account, state=Invoice.State.OPEN):
            collecting.collect(invoice=invoice, now=at + timedelta(days=3))


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
