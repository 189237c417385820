"""The cast: two organizers, red and blue, in every test that touches the database.

Their schemas are made once per session: red by migrations, blue by the script that sign-up runs.
Each test is a transaction that is rolled back; it begins in red's schema.
"""

import uuid

import pytest
import pytest_socket
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django_tenants.utils import schema_context, tenant_context

from infra.run import catalogues
from kernel import valkey
from kernel.actor import Actor
from kernel.outbox.delivery import deliver
from kernel.outbox.models import Delivery
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.services import blueprint, features, plans
from tests.fakes.stripe.fixture import stripe  # noqa: F401 - a fixture for every test
from themes import current as looks

CAST = {"red": "Red Theatre", "blue": "Blue Festival"}
STAFF = Actor("staff", "1", "Test staff")
# Tests read what readers read, also where they are started by hand.
catalogues.compile_all()


def pytest_runtest_setup(item):
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_blocker,
    django_db_modify_db_settings,
    django_db_keepdb,
    django_db_createdb,
    worker_settings,
):
    """Make the test database and its two schemas, unless --reuse-db finds them as they would be.

    pytest-django's own fixture makes a database only for tests that it knows to use one; those
    with many processes, which commit, would have worked on the real one.
    """
    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=0,
            interactive=False,
            aliases={"default"},
            keepdb=django_db_keepdb and not django_db_createdb,
        )
        assert connection.settings_dict["NAME"].startswith("test_")
        _cast()
    yield
    with django_db_blocker.unblock():
        connection.set_schema_to_public()
        if not django_db_keepdb:
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def worker_settings():
    """Keep what a worker writes into Valkey apart from the others' and from the last hour's."""
    from django.conf import settings

    apart = uuid.uuid4().hex[:8]
    settings.VALKEY_PREFIX += apart
    settings.CACHES["default"]["KEY_PREFIX"] = apart
    valkey.breaker.seconds = 60.0  # where there is no Valkey, find out once


def _cast():
    with schema_context(PUBLIC):
        known = set(Tenant.objects.values_list("schema_name", flat=True))
        if known >= set(CAST) and blueprint.is_current():
            return
        for schema_name in (*CAST, *known):
            blueprint.drop(schema_name)
        Tenant.objects.all().delete()
        for schema_name, name in CAST.items():
            tenant = Tenant.objects.create(
                schema_name=schema_name,
                subdomain=schema_name,
                name=name,
                plan=plans.first_plan("EUR"),
                currency="EUR",
                timezone="Europe/Paris",
                language="en",
                country="FR",
            )
            Domain.objects.create(tenant=tenant, domain=f"{schema_name}.localhost", is_primary=True)
        blueprint.create_empty("red")
        call_command("migrate_schemas", schema_name="red", interactive=False, verbosity=0)
        blueprint.keep_drawing_of("red")
        with transaction.atomic():
            blueprint.build("blue")


@pytest.fixture
def red(db, _clean_slate):
    """Return the tenant red, with the connection in its schema. Asked for by most tests."""
    return _enter("red")


@pytest.fixture
def blue(db, _clean_slate):
    """Return the tenant blue; the connection stays where it is."""
    with schema_context(PUBLIC):
        return Tenant.objects.get(schema_name="blue")


@pytest.fixture
def public(db, _clean_slate):
    """Be on the control plane."""
    connection.set_schema_to_public()


@pytest.fixture
def _clean_slate():
    _forget()
    yield
    connection.set_schema_to_public()
    _forget()


def _forget():
    directory.forget()
    for schema_name in CAST:
        with schema_context(schema_name):  # a key of the cache is the schema's that asks
            looks.forget(schema_name)


def _enter(schema_name):
    with schema_context(PUBLIC):
        tenant = Tenant.objects.get(schema_name=schema_name)
    connection.set_tenant(directory.by_schema(schema_name))
    return tenant


class ShopClient(Client):
    """A browser on one host. Whatever schema the request worked in, the test stays in its own."""

    user = None

    def request(self, **request):
        before = connection.tenant
        connection.set_schema_to_public()
        try:
            return super().request(**request)
        finally:
            connection.set_tenant(before)


@pytest.fixture
def client_for(db):
    """Return `client_for(tenant, role=None)`: a visitor, or a member of staff, of a shop.

    With a role, `client.user` is the user, and he is a `team.Member` with this role.
    """

    def make(tenant, role=None, **extra):
        client = ShopClient(headers={"host": f"{tenant.subdomain}.localhost"}, **extra)
        if role is not None:
            with in_tenant(tenant.schema_name):
                client.user = _member(role)
                client.force_login(client.user)
        return client

    return make


@pytest.fixture
def platform_client(db, settings):
    """Return `platform_client(user=None)`: a visitor of the platform's own host."""

    def make(user=None, **extra):
        client = ShopClient(headers={"host": settings.PLATFORM_HOST}, **extra)
        if user is not None:
            with schema_context(PUBLIC):
                client.force_login(user)
        client.user = user
        return client

    return make


def _member(role):
    member = apps.get_model("team", "Member")
    email = f"{role}@{connection.schema_name}.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, name=f"{role.title()} of {connection.schema_name}"
    )
    member.objects.get_or_create(user=user, defaults={"role": role})
    return user


@pytest.fixture
def turn_on(db):
    """Return `turn_on(tenant, code, limits=None, state="on")`, as platform staff does it."""

    def turn(tenant, code, limits=None, state="on"):
        feature = features.turn_on(
            tenant=tenant, code=code, by=STAFF, reason="test", limits=limits, state=state
        )
        if connection.schema_name == tenant.schema_name:  # the test itself must see it too
            connection.set_tenant(directory.by_schema(tenant.schema_name))
        return feature

    return turn


@pytest.fixture
def run_deliveries(db):
    """Return `run_deliveries(strict=True)`: do now what workers would do, in all schemas.

    The tenant is cleared around it. Returns how many were done; with `strict`, a failure of a
    handler fails the test.
    """

    def run(*, strict=True):
        done = 0
        with schema_context(PUBLIC):
            for schema_name in (*CAST, PUBLIC):
                with in_tenant(schema_name):
                    done += _deliver_all(strict)
        return done

    return run


def _deliver_all(strict):
    done = 0
    tried = set()
    while True:
        waiting = Delivery.objects.filter(state="waiting").exclude(pk__in=tried).order_by("pk")
        ids = list(waiting.values_list("pk", flat=True))
        if not ids:
            return done
        for pk in ids:
            done += deliver(pk)
            tried.add(pk)
            failed = Delivery.objects.filter(pk=pk).exclude(error="").first()
            assert not (strict and failed), f"{failed}: {failed.error}"


@pytest.fixture
def in_blue(blue):
    """Return a context manager that works in blue's schema."""
    return lambda: tenant_context(directory.by_schema("blue"))
