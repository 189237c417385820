"""The blueprint: the SQL that makes a shop's schema in a tenth of a second instead of seconds."""

import hashlib
import secrets
from functools import cache

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from kernel.errors import Refusal
from kernel.tenancy import PUBLIC
from shared_apps.tenants.models import Blueprint
from shared_apps.tenants.services.drawing import draw


class NotReady(Refusal):
    """The migrations are newer than the blueprint: `manage.py make_blueprint` has not run yet."""

    code = "not_ready"
    sentence = _("We are being updated. Please try again in a minute.")
    status = 503


@cache
def fingerprint() -> str:
    """Return what the migrations of this release are known by: a hash of their names."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    names = sorted(f"{app}.{name}" for app, name in loader.disk_migrations)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def make() -> Blueprint:
    """Migrate a schema, draw it, drop it. Takes seconds: at set-up or release, never in a request.

    Returns the blueprint that is there already, if the migrations are the same.
    """
    with schema_context(PUBLIC):
        found = Blueprint.objects.filter(fingerprint=fingerprint()).first()
        if found:
            return found
        schema_name = f"blueprint_{secrets.token_hex(4)}"
        create_empty(schema_name)
        try:
            call_command("migrate_schemas", schema_name=schema_name, interactive=False, verbosity=0)
            return keep_drawing_of(schema_name)
        finally:
            drop(schema_name)


def keep_drawing_of(schema_name: str) -> Blueprint:
    """Keep the drawing of a freshly migrated schema as this release's blueprint."""
    with schema_context(schema_name):
        sql = draw(schema_name)
    with schema_context(PUBLIC):
        made, _created = Blueprint.objects.update_or_create(
            fingerprint=fingerprint(), defaults={"sql": sql}
        )
        Blueprint.objects.exclude(pk=made.pk).delete()
    return made


def is_current() -> bool:
    """Is there a blueprint of this release?"""
    return Blueprint.objects.filter(fingerprint=fingerprint()).exists()


def build(schema_name: str) -> None:
    """Make a schema from the blueprint, in the caller's transaction. Raises NotReady."""
    with schema_context(PUBLIC):
        found = Blueprint.objects.filter(fingerprint=fingerprint()).first()
    if found is None:
        raise NotReady()
    create_empty(schema_name)
    with schema_context(schema_name), connection.cursor() as cursor:
        cursor.execute(found.sql)
        # Foreign keys of the rows just written are checked now, not at the commit: a table with
        # a pending check can be neither renamed nor dropped in this transaction.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def create_empty(schema_name: str) -> None:
    """Make a schema without tables."""
    _run(f"CREATE SCHEMA {connection.ops.quote_name(schema_name)}")


def rename(schema_name: str, to: str) -> None:
    """Give a schema another name."""
    quote = connection.ops.quote_name
    _run(f"ALTER SCHEMA {quote(schema_name)} RENAME TO {quote(to)}")


def drop(schema_name: str) -> None:
    """Drop a schema with all that is in it."""
    _run(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(schema_name)} CASCADE")


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
