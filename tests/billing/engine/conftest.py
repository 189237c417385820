"""An account whose months pass, and an add-on with a meter to pass them with."""

import sys
from datetime import UTC, date, datetime
from types import ModuleType

import pytest
from django.apps import apps
from django.db import connection

from billing.collectors import sandbox
from billing.models import Account, Invoice
from billing.services import (
    accounts,
    collecting,
    ending,
    invoicing,
    previewing,
    rights,
    standing,
    switching,
)
from billing.services import usage as meters
from kernel.actor import Actor
from kernel.addons import AddOn
from shared_apps.tenants.models import Feature, Tenant

OWNER = Actor("user", "platform-1", "Olga")
WORKS, DECLINES = "4242424242424242", "4000000000000341"


@pytest.fixture
def checkin(monkeypatch):
    """An add-on that has the code and the prices of check-in, and nothing inside."""
    module = ModuleType("sample_checkin")
    module.__path__ = []
    monkeypatch.setitem(sys.modules, "sample_checkin", module)
    kind = type("SampleCheckin", (AddOn,), {
        "feature": "checkin", "title": "Smart check-in", "path": "/nonexistent",
    })  # fmt: skip
    config = kind("sample_checkin", module)
    config.apps, config.models = apps, {}
    monkeypatch.setitem(apps.app_configs, "sample_checkin", config)


class Story:
    """One account and its clock. Its lines read like a diary: `on("2027-02-01 06:00")`."""

    def __init__(self, tenant: Tenant, opened: str, **fields) -> None:
        self.now = _instant(opened)
        self.account = accounts.account_of(tenant, now=self.now)
        Account.objects.filter(pk=self.account.pk).update(**fields)
        self.account.refresh_from_db()
        self.scanned = 0

    def on(self, when: str) -> "Story":
        """Let time pass until then (UTC), and the clock of billing strike."""
        self.now = _instant(when)
        connection.set_schema_to_public()
        rights.apply_due(now=self.now)
        invoicing.run(now=self.now)
        collecting.dun(now=self.now)
        ending.announce_endings(now=self.now)
        ending.end_the_lost(now=self.now)
        self.account.refresh_from_db()
        return self

    def card(self, number: str = WORKS) -> None:
        sandbox.present(account=self.account, number=number)
        self.account.refresh_from_db()

    def order(self, code: str, **how):
        return switching.order(account=self.account, code=code, by=OWNER, now=self.now, **how)

    def stop(self, code: str, **how):
        return switching.stop(account=self.account, code=code, by=OWNER, now=self.now, **how)

    def pause(self, code: str):
        return switching.pause(account=self.account, code=code, by=OWNER, now=self.now)

    def resume(self, code: str):
        return switching.resume(account=self.account, code=code, by=OWNER, now=self.now)

    def keep(self, code: str):
        return switching.keep(account=self.account, code=code, by=OWNER, now=self.now)

    def preview(self, code: str, **how):
        return previewing.preview(account=self.account, code=code, now=self.now, **how)

    def scan(self, number: int, when: str | None = None) -> None:
        """So many visitors come in, each counted as one row of that many: sources differ."""
        self.scanned += 1
        meters.record(
            account=self.account, code="checkin", meter="scans", quantity=number,
            source=f"scan-{self.scanned}", occurred_at=_instant(when) if when else self.now,
        )  # fmt: skip

    def pay(self, invoice: Invoice) -> Invoice:
        return collecting.pay_now(invoice=invoice, now=self.now)

    def invoices(self) -> list[Invoice]:
        return list(Invoice.objects.filter(account=self.account).order_by("pk"))

    @property
    def last(self) -> Invoice:
        return self.invoices()[-1]

    def lines(self, invoice: Invoice | None = None) -> dict[tuple[str, str, str], int]:
        """{(code, what, period): amount} of an invoice, the last if none is named."""
        return {
            (one.code, one.what, one.period): one.amount
            for one in (invoice or self.last).lines.all()
        }

    def feature(self, code: str) -> str:
        found = Feature.objects.filter(tenant=self.account.tenant, code=code).first()
        return found.state if found else "off"

    def holds(self, code: str) -> str:
        day = accounts.today(self.account, self.now)
        span = standing.at(standing.of_code(self.account, code), day)
        return span.state if span else "off"

    def plan(self) -> str:
        self.account.tenant.refresh_from_db()
        return self.account.tenant.plan.code


@pytest.fixture
def story(red, checkin):
    """Return `story(opened, **account_fields)`: red's account from that instant on."""

    def begin(opened: str = "2027-01-10 09:00", *, tenant: Tenant = red, **fields) -> Story:
        connection.set_schema_to_public()
        return Story(tenant, opened, **fields)

    return begin


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    """A day, for what a test expects."""
    return date.fromisoformat(text)
