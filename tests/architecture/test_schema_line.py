"""A tenant schema stays one that can be dumped, moved and sharded alone (architecture, 24)."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from kernel.addons import OUR_ROOTS, installed

TENANT = set(settings.TENANT_APPS)
SHARED = set(settings.SHARED_APPS)


def config_of(model):
    return apps.get_app_config(model._meta.app_label)


def is_ours(model):
    return config_of(model).name.partition(".")[0] in OUR_ROOTS


TENANT_MODELS = [
    m for m in apps.get_models(include_auto_created=True) if config_of(m).name in TENANT
]
OURS = [m for m in TENANT_MODELS if is_ours(m) and not m._meta.auto_created]
label = lambda model: model._meta.label  # noqa: E731


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_no_foreign_key_leaves_the_schema(model):
    across = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and config_of(field.related_model).name not in TENANT
    ]

    assert across == []


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if config_of(m).name in SHARED - TENANT], ids=label
)
def test_public_tables_do_not_point_into_a_tenant(model):
    across = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and config_of(field.related_model).name not in SHARED
    ]

    assert across == []


@pytest.mark.parametrize("model", OURS, ids=label)
def test_keys_are_big_integers_or_uuids(model):
    assert isinstance(model._meta.pk, models.BigAutoField | models.UUIDField | models.OneToOneField)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_positive_numbers_are_named_checks(model):
    positive = (
        models.PositiveIntegerField,
        models.PositiveBigIntegerField,
        models.PositiveSmallIntegerField,
    )

    assert [f.name for f in model._meta.fields if isinstance(f, positive)] == []


@pytest.mark.parametrize("model", OURS, ids=label)
def test_nothing_is_computed_or_defaulted_by_the_database(model):
    computed = [f.name for f in model._meta.fields if f.has_db_default() or f.generated]

    assert computed == []


def test_add_ons_leave_no_handle_in_the_core():
    """`related_name="+"`, so that the core cannot reach up through `ticket.wallet_pass`."""
    names = {addon.name for addon in installed()}
    handles = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if config_of(model).name in names
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and config_of(field.related_model).name not in names
        and not field.remote_field.hidden
    ]

    assert handles == []


CATALOGUE = {
    "views and other relations": """
        SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace
        AND relkind NOT IN ('r', 'i', 'S')""",
    "unlogged or inherited tables": """
        SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'
        AND (relpersistence <> 'p' OR relispartition OR relhassubclass)""",
    "tables without a primary key": """
        SELECT relname FROM pg_class c WHERE relnamespace = %s::regnamespace AND relkind = 'r'
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = c.oid AND contype = 'p')""",
    "triggers": """
        SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = %s::regnamespace AND NOT tgisinternal""",
    "rules": """
        SELECT rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
        WHERE c.relnamespace = %s::regnamespace""",
    "enums and domains": """
        SELECT typname FROM pg_type WHERE typnamespace = %s::regnamespace
        AND typtype IN ('e', 'd')""",
    "functions": "SELECT proname FROM pg_proc WHERE pronamespace = %s::regnamespace",
    "foreign keys that leave": """
        SELECT conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid
        WHERE k.connamespace = %s::regnamespace AND contype = 'f'
        AND c.relnamespace <> k.connamespace""",
}


@pytest.mark.parametrize("what", CATALOGUE)
@pytest.mark.parametrize("schema_name", ["red", "blue"])
def test_a_shop_has_tables_and_nothing_else(red, schema_name, what):
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[what], [schema_name])

        assert cursor.fetchall() == []
