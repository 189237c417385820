"""Which organizer this work is for, and what he may: kept in process, so it costs no SQL."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol, cast

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from django_tenants.utils import schema_context, tenant_context

log = logging.getLogger(__name__)
PUBLIC = "public"
OPEN_STATES = frozenset({"trial", "on", "past_due"})


@dataclass(frozen=True)
class Right:
    """What a tenant has of one feature.

    `share_basis_points` is what the platform takes of the money that the feature brings in.
    """

    state: str
    limits: Mapping[str, int] = field(default_factory=dict)
    share_basis_points: int = 0

    @property
    def is_open(self) -> bool:
        """May something new be started with it?"""
        return self.state in OPEN_STATES

    @property
    def is_kept(self) -> bool:
        """Must what was sold with it still work? Also true while suspended."""
        return self.is_open or self.state == "suspended"


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A tenant as it was when last read: what a request needs to know, without a query.

    Fees: `ticket_fee_basis_points` of the ticket's price, plus so much for each ticket sold as
    `ticket_fees` says for its currency, in minor units: it names all in which one can sell.

    Money is taken through `gateway`; `stripe_account` is the connected account it lands on, ""
    where there is none. `legal_name`, `address` (lines) and `contact_email` say who answers for the
    shop; each may be empty. While its owner's e-mail is not confirmed (`is_confirmed`), a shop
    takes no real money and writes to nobody unasked.
    """

    schema_name: str
    tenant_id: int | None = None
    name: str = ""
    subdomain: str = ""
    host: str = ""
    state: str = "active"
    theme: str = "classic"
    currency: str = "EUR"
    timezone: str = "UTC"
    language: str = "en"
    country: str = ""
    gateway: str = "sandbox"
    stripe_account: str = ""
    legal_name: str = ""
    address: str = ""
    contact_email: str = ""
    is_confirmed: bool = True
    plan: str = ""
    ticket_fee_basis_points: int = 0
    ticket_fees: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    features: Mapping[str, Right] = field(default_factory=lambda: MappingProxyType({}))
    domain_url: str | None = None
    domain_subfolder: str | None = None

    @property
    def is_public(self) -> bool:
        """Is this the control plane, and no shop at all?"""
        return self.schema_name == PUBLIC

    @property
    def is_active(self) -> bool:
        """May the world come in? Also to a shop that its owner has closed: tickets stay good."""
        return self.state in ("active", "closing")

    @property
    def is_selling(self) -> bool:
        """May somebody buy? Not any more once the owner has closed the shop."""
        return self.state == "active"

    @property
    def url(self) -> str:
        """The address of the shop's front door, without a slash at the end."""
        port = settings.SITE_PORT
        usual = {"http": 80, "https": 443}.get(settings.SITE_SCHEME)
        return f"{settings.SITE_SCHEME}://{self.host}{'' if port == usual else f':{port}'}"

    def get_tenant_type(self) -> str:
        """Return the only type there is (django-tenants asks)."""
        return PUBLIC if self.is_public else "tenant"


class Directory(Protocol):
    """Who knows the tenants: `settings.TENANT_DIRECTORY`, a module of the floor above."""

    def by_schema(self, schema_name: str) -> Shop | None:
        """Return the shop that owns this schema."""

    def schemas(self) -> list[str]:
        """Return the schemas of all active and suspended shops, in the order of their making."""


def current() -> Shop:
    """Return the shop that this thread works for; the control plane, if it is in `public`."""
    tenant: Any = cast(Any, connection).tenant
    if isinstance(tenant, Shop):
        return tenant
    schema_name = tenant.schema_name if tenant else PUBLIC
    return _directory().by_schema(schema_name) or Shop(schema_name=schema_name)


def schema() -> str:
    """Return the schema this thread works in."""
    return str(cast(Any, connection).schema_name)


def has_feature(code: str) -> bool:
    """May the current tenant start something new with this feature?"""
    right = current().features.get(code)
    return right is not None and right.is_open


def limit(name: str) -> int | None:
    """Return a limit such as `checkin.scanners` of the current tenant; None: without limit."""
    code, _, what = name.partition(".")
    right = current().features.get(code)
    return None if right is None else right.limits.get(what)


@contextmanager
def in_tenant(schema_name: str) -> Iterator[Shop]:
    """Work in this schema inside the block. Raises LookupError if no shop owns it."""
    if schema_name == PUBLIC:
        with schema_context(PUBLIC):
            yield current()
        return
    shop = _directory().by_schema(schema_name)
    if shop is None:
        raise LookupError(f"no shop in schema {schema_name}")
    with tenant_context(shop):
        yield shop


def all_schemas() -> list[str]:
    """Return the schemas of all shops."""
    return _directory().schemas()


def each_tenant(feature: str | None = None) -> Iterator[Shop]:
    """Enter every active shop in turn; with `feature`, only those where it is open."""
    for schema_name in _directory().schemas():
        shop = _directory().by_schema(schema_name)
        if shop is None or not shop.is_active:
            continue
        if feature and not (shop.features.get(feature) or Right("off")).is_open:
            continue
        with tenant_context(shop):
            yield shop


def in_each_tenant(*acts: Callable[[], object], feature: str | None = None) -> None:
    """Do these acts in every active shop in turn (with `feature`: where it is open).

    What goes wrong in one shop is logged, and keeps no other from its turn.
    """
    for shop in each_tenant(feature):
        for act in acts:
            try:
                act()
            except Exception:
                name = getattr(act, "__qualname__", repr(act))
                log.exception("%s failed in %s", name, shop.schema_name)


def share_of(code: str) -> int:
    """Return the platform's share of what a feature brings the current tenant, in basis points."""
    right = current().features.get(code)
    return right.share_basis_points if right else 0


@cache
def _directory() -> Directory:
    return cast(Directory, import_string(f"{settings.TENANT_DIRECTORY}.directory"))
