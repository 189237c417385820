"""A few schemas made ahead, so that a new shop only needs to be given its name."""

import secrets

from django.db import transaction
from django_tenants.utils import schema_context

from kernel.tenancy import PUBLIC
from shared_apps.tenants.models import Spare
from shared_apps.tenants.services import blueprint

SIZE = 5


def take(schema_name: str) -> None:
    """Make a ready schema of this name: a spare one, or a new one when there is none left.

    In the caller's transaction. Raises NotReady if there is no blueprint either.
    """
    ready = Spare.objects.filter(fingerprint=blueprint.fingerprint()).order_by("pk")
    spare = ready.select_for_update(skip_locked=True).first()
    if spare is None:
        blueprint.build(schema_name)
        return
    blueprint.rename(spare.schema_name, to=schema_name)
    spare.delete()


def top_up(size: int = SIZE) -> int:
    """Make spare schemas until there are `size`, and drop outdated ones. Returns how many made."""
    with schema_context(PUBLIC):
        blueprint.make()
        for old in Spare.objects.exclude(fingerprint=blueprint.fingerprint()):
            with transaction.atomic():
                blueprint.drop(old.schema_name)
                old.delete()
        missing = size - Spare.objects.count()
        for _turn in range(missing):
            _make_one()
        return max(missing, 0)


def _make_one() -> None:
    schema_name = f"spare_{secrets.token_hex(4)}"
    with transaction.atomic():
        blueprint.build(schema_name)
        Spare.objects.create(schema_name=schema_name, fingerprint=blueprint.fingerprint())
