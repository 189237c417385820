"""A schema made by the script is the schema that migrations make."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django_tenants.utils import schema_context

from kernel.tenancy import PUBLIC
from shared_apps.tenants.models import Spare, Tenant
from shared_apps.tenants.services import blueprint, pool
from shared_apps.tenants.services.blueprint import NotReady

# "Not null" is compared with the columns: PostgreSQL 18 keeps it as a constraint, too, whose name
# tells how the column was once called.
CATALOGUE = {
    "columns": """
        SELECT table_name, row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position),
               column_name, data_type, character_maximum_length,
               is_nullable, column_default, is_identity, identity_generation, collation_name
        FROM information_schema.columns WHERE table_schema = %s ORDER BY 1, 2""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype, condeferrable, condeferred,
               pg_get_constraintdef(oid)
        FROM pg_constraint
        WHERE connamespace = %s::regnamespace AND contype <> 'n' ORDER BY 1, 2""",
    "indexes": """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = %s ORDER BY 1, 2""",
    "sequences": """
        SELECT sequencename, data_type::text, start_value, increment_by
        FROM pg_sequences WHERE schemaname = %s ORDER BY 1""",
    "others": """
        SELECT relname, relkind FROM pg_class WHERE relnamespace = %s::regnamespace ORDER BY 1""",
}


def rows(schema_name, sql, params):
    with schema_context(schema_name), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [tuple(neutral(v, schema_name) for v in row) for row in cursor.fetchall()]


def neutral(value, schema_name):
    """Without the schema and without casts, which PostgreSQL writes anew at each reading."""
    if not isinstance(value, str):
        return value
    bare = re.sub(rf"\b{schema_name}\.", "", value)
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", bare)


@pytest.mark.parametrize("what", CATALOGUE)
def test_the_script_makes_what_migrations_make(red, blue, what):
    migrated = rows("red", CATALOGUE[what], ["red"])

    assert len(migrated) > 20
    assert rows("blue", CATALOGUE[what], ["blue"]) == migrated


@pytest.mark.parametrize("table", ["django_migrations", "django_content_type"])
def test_the_script_brings_the_rows_of_migrations(red, blue, table):
    migrated = rows("red", f"SELECT * FROM {table} ORDER BY 1", [])

    assert len(migrated) > 10
    assert rows("blue", f"SELECT * FROM {table} ORDER BY 1", []) == migrated


def test_the_next_row_after_the_script_gets_a_free_number(blue):
    with schema_context("blue"):
        highest = ContentType.objects.latest("pk").pk

        assert ContentType.objects.create(app_label="new", model="new").pk > highest


def test_a_schema_of_the_script_needs_no_migration(blue, capsys):
    with schema_context("blue"):
        call_command("migrate_schemas", schema_name="blue", verbosity=1, interactive=False)

    assert "No migrations to apply" in capsys.readouterr().out


def test_without_a_blueprint_nothing_is_half_made(public):
    blueprint.Blueprint.objects.all().delete()

    with pytest.raises(NotReady):
        pool.take("shop_early")

    assert not Tenant.objects.filter(schema_name="shop_early").exists()


def test_the_pool_is_topped_up_and_taken_from(public):
    assert pool.top_up(2) == 2
    assert pool.top_up(2) == 0
    taken = Spare.objects.order_by("pk").first().schema_name

    pool.take("shop_new")

    assert Spare.objects.count() == 1
    names = rows(PUBLIC, "SELECT nspname FROM pg_namespace", [])
    assert ("shop_new",) in names
    assert (taken,) not in names


def test_spares_of_another_release_are_dropped(public):
    pool.top_up(1)
    Spare.objects.update(fingerprint="of another release")
    old = Spare.objects.get().schema_name

    assert pool.top_up(1) == 1

    assert Spare.objects.get().schema_name != old
    assert (old,) not in rows(PUBLIC, "SELECT nspname FROM pg_namespace", [])
