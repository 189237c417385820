"""Many accounts that owe something: rows in `public` alone, since an invoice needs no more."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from billing.models import Account, Switch, Usage
from billing.reckoning import PLAN
from billing.services.accounts import account_of
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import plans

OPENED = datetime(2027, 1, 11, 9, tzinfo=UTC)
DUE = datetime(2027, 2, 2, 9, tzinfo=UTC)
ZONES = ("Europe/Paris", "Europe/Madrid", "America/New_York", "Pacific/Auckland")


def build(number: int, *, scans: int) -> None:
    """So many accounts with three add-ons and a larger plan, and so many scans in January each."""
    chance = random.Random(7)
    plan = plans.first_plan("EUR")
    for index in range(number):
        tenant = Tenant.objects.create(
            schema_name=f"owing_{index}", subdomain=f"owing-{index}", name=f"House {index}",
            plan=plan, currency="EUR", timezone=chance.choice(ZONES), language="en", country="FR",
        )  # fmt: skip
        account = account_of(tenant, now=OPENED)
        Account.objects.filter(pk=account.pk).update(method={"number": "4242424242424242"})
        version = account.switches.get(code=PLAN).version
        Switch.objects.bulk_create(
            Switch(account=account, code=code, offer=offer, state="active", version=version,
                   day=OPENED.date(), by="system")
            for code, offer in (("checkin", ""), ("wallet", ""), ("surveys", ""), (PLAN, "plus"))
        )  # fmt: skip
        Usage.objects.bulk_create(_scans(account, scans, chance), batch_size=5000)


def _scans(account: Account, number: int, chance: random.Random) -> Iterator[Usage]:
    for index in range(number):
        yield Usage(
            account=account,
            code="checkin",
            meter="scans",
            source=f"scan-{index}",
            occurred_at=OPENED + timedelta(minutes=chance.randrange(20 * 24 * 60)),
        )
