"""Which host is whose, and what he may: kept in this process, thrown away when something changes.

A version number in Valkey says whether what we keep is still good. It is asked once a second at
most, for all shops together; while Valkey is silent, what we keep lives two seconds.
"""

import threading
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, cast

from django.conf import settings
from django.db import connection, transaction
from django_tenants.utils import schema_context

from kernel import valkey
from kernel.tenancy import PUBLIC, Right, Shop
from shared_apps.tenants import hooks
from shared_apps.tenants.models import Domain, Feature, Tenant
from shared_apps.tenants.services import ticket_fees

VERSION = "tenants:version"
ASK_AFTER = 1.0  # seconds
LIVE_WITHOUT_VALKEY = 2.0  # seconds
MOST_HOSTS = 20_000  # strangers may ask for any host: do not remember all of them


class Directory:
    """Hosts and schemas to shops. One for each process, used by all its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = 0
        self._version: str | None = None
        self._asked_at = 0.0
        self._fresh_at = 0.0
        self._by_host: dict[str, Shop | None] = {}
        self._by_schema: dict[str, Shop | None] = {}

    def by_host(self, host: str) -> Shop | None:
        """Return the shop, or the control plane, that answers at this host."""
        if host == settings.PLATFORM_HOST:
            return platform()
        return self._kept("_by_host", host, _read_host)

    def by_schema(self, schema_name: str) -> Shop | None:
        """Return the shop that owns this schema."""
        if schema_name == PUBLIC:
            return platform()
        return self._kept("_by_schema", schema_name, _read_schema)

    def schemas(self) -> list[str]:
        """Return all shops' schemas, oldest first. Always read."""
        with schema_context(PUBLIC):
            return list(Tenant.objects.order_by("pk").values_list("schema_name", flat=True))

    def forget(self) -> None:
        """Throw away what this process keeps."""
        with self._lock:
            self._generation += 1
            self._by_host = {}
            self._by_schema = {}
            self._fresh_at = time.monotonic()

    def changed(self) -> None:
        """Tell all processes that what they keep is old, once the current transaction commits.

        Until then this transaction, and nobody else, reads the rows as it has changed them.
        """
        transaction.on_commit(self._tell_all)

    def _tell_all(self) -> None:
        self.forget()
        valkey.ask(lambda it: it.incr(valkey.key(VERSION)), None)

    def _kept(self, shelf: str, name: str, read: Callable[[str], Shop | None]) -> Shop | None:
        if self._has_own_view():
            return read(name)
        self._look_at_the_version()
        kept = getattr(self, shelf)
        if name in kept:
            return cast("Shop | None", kept[name])
        generation = self._generation
        found = read(name)
        with self._lock:
            # Read before somebody's change, and not yet kept when it was announced: do not keep.
            if generation == self._generation:
                if len(kept) >= MOST_HOSTS:
                    kept.clear()
                kept[name] = found
        return found

    def _has_own_view(self) -> bool:
        return any(entry[1] == self._tell_all for entry in connection.run_on_commit)

    def _look_at_the_version(self) -> None:
        now = time.monotonic()
        if now - self._asked_at < ASK_AFTER:
            return
        self._asked_at = now
        version: Any = valkey.ask(lambda it: it.get(valkey.key(VERSION)) or "0", None)
        if version is None:
            if now - self._fresh_at >= LIVE_WITHOUT_VALKEY:
                self.forget()
        elif version != self._version:
            self.forget()
            self._version = version
        else:
            self._fresh_at = now


def platform() -> Shop:
    """Return the control plane."""
    return Shop(schema_name=PUBLIC, name="Marquee", host=settings.PLATFORM_HOST)


def _read_host(host: str) -> Shop | None:
    with schema_context(PUBLIC):
        domain = Domain.objects.filter(domain=host).select_related("tenant__plan").first()
        return domain and _shop(domain.tenant)


def _read_schema(schema_name: str) -> Shop | None:
    with schema_context(PUBLIC):
        tenant = Tenant.objects.filter(schema_name=schema_name).select_related("plan").first()
        return tenant and _shop(tenant)


def _shop(tenant: Tenant) -> Shop:
    host = Domain.objects.filter(tenant=tenant, is_primary=True).values_list("domain", flat=True)
    return Shop(
        schema_name=tenant.schema_name,
        tenant_id=tenant.pk,
        name=tenant.name,
        subdomain=tenant.subdomain,
        host=host.first() or f"{tenant.subdomain}.{settings.SHOP_SUFFIX}",
        state=tenant.state,
        theme=tenant.theme,
        currency=tenant.currency,
        timezone=tenant.timezone,
        language=tenant.language,
        country=tenant.country,
        gateway=tenant.gateway,
        stripe_account=tenant.stripe_account,
        legal_name=tenant.legal_name,
        address=tenant.address,
        contact_email=tenant.contact_email,
        is_confirmed=tenant.is_confirmed,
        plan=tenant.plan.code,
        ticket_fee_basis_points=tenant.plan.ticket_fee_basis_points,
        ticket_fees=MappingProxyType(ticket_fees.of(tenant.plan)),
        features=MappingProxyType(_rights(tenant)),
    )


def _rights(tenant: Tenant) -> dict[str, Right]:
    features = list(Feature.objects.filter(tenant=tenant).exclude(state=Feature.State.OFF))
    if not features:
        return {}
    share: Mapping[str, int] = next(iter(hooks.shares.ask(tenant=tenant)), {})
    return {f.code: Right(f.state, f.limits, share.get(f.code, 0)) for f in features}


directory = Directory()
