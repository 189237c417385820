"""PostgreSQL was restarted between two requests: the next one does not notice."""

import psycopg
from django.core.signals import request_started
from django.db import connection

from shared_apps.tenants.models import Tenant
from tests.conftest import ShopClient


def test_a_connection_that_was_cut_is_replaced_in_the_right_schema(arena):
    client = ShopClient(headers={"host": "arena.localhost"})
    assert client.get("/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (before,) = cursor.fetchone()

    with psycopg.connect(**_address(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [before])
    request_started.send(None)  # the test client keeps the signal from the database

    assert client.get("/").status_code == 200
    assert Tenant.objects.filter(schema_name="arena").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), current_schema()")
        after, schema = cursor.fetchone()
    assert after != before
    assert schema == "arena"


def _address():
    names = ("host", "port", "user", "password", "dbname")
    return {k: v for k, v in connection.get_connection_params().items() if k in names}
