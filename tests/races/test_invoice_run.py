"""Invoices are written once each, without a gap, whoever runs and whoever is killed."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from billing.models import Account, Invoice, Line, Number, Run, Switch, Usage
from kernel.facts.models import Record
from kernel.outbox.models import Delivery
from kernel.tenancy import PUBLIC
from shared_apps.tenants.models import Tenant
from tests.bench import accounts
from tests.races.conftest import _PATHS, ROOT, _database_url

pytestmark = pytest.mark.race
ACCOUNTS = 60


@pytest.fixture
def owing(django_db_setup, django_db_blocker):
    """Sixty accounts whose invoices are due, really committed, and a call that starts a biller."""
    with django_db_blocker.unblock():
        connection.set_schema_to_public()
        _clear()
        accounts.build(ACCOUNTS, scans=5)
        started = []
        yield lambda: _biller(started)
        for process in started:
            process.kill()
            process.wait()
        _clear()


def _clear():
    with schema_context(PUBLIC):
        for model in (Line, Invoice, Usage, Switch, Account, Number, Run, Record, Delivery):
            model.objects.all().delete()
        Tenant.objects.filter(schema_name__startswith="owing_").delete()


def _biller(started):
    started.append(
        subprocess.Popen(
            [sys.executable, "-m", "tests.races.biller"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": _database_url(), **_PATHS},
        )
    )
    return started[-1]


def test_a_killed_run_goes_on_where_it_was(owing):
    run = owing()
    until = time.monotonic() + 60
    while Invoice.objects.count() < 3 and time.monotonic() < until:
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert Invoice.objects.count() > 0
    assert owing().wait(timeout=120) == 0
    _whole()


def test_two_runs_at_once_write_everything_once(owing):
    runs = [owing(), owing()]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    _whole()


def _whole():
    invoices = list(Invoice.objects.order_by("number"))
    assert [one.number for one in invoices] == [f"2027-{n:06d}" for n in range(1, ACCOUNTS + 1)]
    assert len({one.account_id for one in invoices}) == ACCOUNTS
    told = Record.objects.filter(name="InvoiceIssued").values_list("body__invoice_id", flat=True)
    assert sorted(told) == sorted(one.pk for one in invoices)
