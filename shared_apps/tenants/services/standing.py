"""Closing a shop for a while, and opening it again."""

from django.db import transaction
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import ShopResumed, ShopSuspended
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services.features import ReasonMissing


def suspend(*, tenant: Tenant, by: Actor, reason: str) -> None:
    """Close the shop to everybody, at once; twice is once. Raises ReasonMissing."""
    _change(tenant, Tenant.State.SUSPENDED, by, ShopSuspended(reason=_said(reason)))


def resume(*, tenant: Tenant, by: Actor, reason: str) -> None:
    """Open the shop again; twice is once. Raises ReasonMissing."""
    _change(tenant, Tenant.State.ACTIVE, by, ShopResumed(reason=_said(reason)))


def _change(tenant: Tenant, state: str, by: Actor, fact: ShopSuspended | ShopResumed) -> None:
    with transaction.atomic(), schema_context(PUBLIC):
        changed = Tenant.objects.filter(pk=tenant.pk).exclude(state=state).update(state=state)
        tenant.state = state
        if not changed:
            return
        directory.changed()
        with in_tenant(tenant.schema_name), act_as(by):
            announce(fact)


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing()
    return reason.strip()[:500]
