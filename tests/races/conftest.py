"""An arena: a shop of its own whose rows are really committed, for tests with many processes."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django_tenants.utils import schema_context

from kernel.tenancy import PUBLIC
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.services import blueprint, plans

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def arena(django_db_setup, django_db_blocker):
    """Return the tenant of a fresh shop; the connection is in its schema. Gone afterwards."""
    with django_db_blocker.unblock():
        tenant = _open()
        connection.set_tenant(directory.by_schema("arena"))
        yield tenant
        _close()


def _open():
    _close()
    with schema_context(PUBLIC):
        tenant = Tenant.objects.create(
            schema_name="arena",
            subdomain="arena",
            name="Arena",
            plan=plans.first_plan("EUR"),
            currency="EUR",
            timezone="Europe/Madrid",
            language="en",
        )
        Domain.objects.create(tenant=tenant, domain="arena.localhost", is_primary=True)
        with transaction.atomic():
            blueprint.build("arena")
    directory.forget()
    return tenant


def _close():
    connection.set_schema_to_public()
    with schema_context(PUBLIC):
        blueprint.drop("arena")
        Tenant.objects.filter(schema_name="arena").delete()
    directory.forget()


@pytest.fixture
def start_buyers():
    """Return `start_buyers(session, ticket_type, threads, seed)`: a process full of buyers."""
    started = []

    def start(session, ticket_type, *, threads, seed):
        command = [sys.executable, "-m", "tests.races.buyers"]
        words = [session.pk, ticket_type.pk, threads, seed]
        process = subprocess.Popen(
            [*command, *(str(one) for one in words)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": _database_url(), **_PATHS},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()


_PATHS = {
    "DJANGO_SETTINGS_MODULE": "config.settings.test",
    "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
}


def _database_url():
    said = connection.settings_dict
    where = f":{said['PORT']}" if said["PORT"] else ""
    host = quote(said["HOST"], safe="")
    return f"postgres://{said['USER']}:{said['PASSWORD']}@{host}{where}/{said['NAME']}"
