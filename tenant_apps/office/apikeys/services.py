"""Make keys, revoke them, and know them when they come.

A key reads `mq_<prefix>_<secret>`. What is known of a key is kept for a second in each process, so
that a queue at the door does not ask for the same row a thousand times; a revoked key may so live
on for `KEPT_FOR` in other processes.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from kernel import tenancy
from kernel.actor import acting
from kernel.codes import secret
from kernel.crypto import digest
from kernel.facts.bus import announce
from kernel.roles import PERMISSIONS
from tenant_apps.office.apikeys.errors import TooMuchPower, UselessKey
from tenant_apps.office.apikeys.facts import ApiKeyMade, ApiKeyRevoked
from tenant_apps.office.apikeys.models import ApiKey

BEGINNING = "mq"
KEPT_FOR = 1.0  # seconds
MOST = 1_000
NOTE_USE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Bearer:
    """Who carries a key, as read at `read_at` (monotonic seconds)."""

    key_id: int
    name: str
    permissions: frozenset[str]
    expires_at: datetime | None
    read_at: float


_kept: dict[tuple[str, str], Bearer] = {}


@transaction.atomic
def create(
    *,
    name: str,
    permissions: Collection[str],
    granted_by: Collection[str],
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; returns it with the secret, which is shown this once and kept nowhere.

    `granted_by` are the permissions of who makes it. Raises `TooMuchPower` or `UselessKey`.
    """
    wanted = sorted(set(permissions))
    if not set(wanted) <= set(granted_by) & PERMISSIONS:
        raise TooMuchPower
    if not wanted or (expires_at is not None and expires_at <= timezone.now()):
        raise UselessKey
    prefix = secret(16).replace("_", "").replace("-", "")[:8].lower()
    token = f"{BEGINNING}_{prefix}_{secret()}"
    key = ApiKey.objects.create(
        prefix=prefix,
        digest=digest(token),
        name=name.strip(),
        permissions=wanted,
        created_by=acting().label[:120],
        expires_at=expires_at,
    )
    announce(ApiKeyMade(api_key_id=key.pk))
    return key, token


@transaction.atomic
def revoke(*, key: ApiKey) -> ApiKey:
    """Take a key back for good. Safe to repeat."""
    now = timezone.now()
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        key.revoked_at = now
        announce(ApiKeyRevoked(api_key_id=key.pk))
        transaction.on_commit(_kept.clear)
    return key


def recognise(token: str) -> Bearer | None:
    """Who carries this key, if it is a live one of the current shop. Notes that it was used."""
    beginning, _, rest = token.partition("_")
    prefix, _, _ = rest.partition("_")
    if beginning != BEGINNING or not (prefix.isascii() and prefix.isalnum()) or len(token) > 100:
        return None
    # By digest, so that what is kept in memory opens nothing; by schema, so that it opens one shop.
    place = (tenancy.current().schema_name, digest(token))
    bearer = None if connection.in_atomic_block else _kept.get(place)
    if bearer is None or time.monotonic() - bearer.read_at > KEPT_FOR:
        bearer = _read(prefix, place[1])
        if bearer is None:
            return None
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[place] = bearer
    is_over = bearer.expires_at is not None and bearer.expires_at <= timezone.now()
    return None if is_over else bearer


def _read(prefix: str, wanted: str) -> Bearer | None:
    read_at = time.monotonic()
    key = ApiKey.objects.live().filter(prefix=prefix).first()
    if key is None or not constant_time_compare(key.digest, wanted):
        return None
    _note_use(key)
    return Bearer(key.pk, key.name, frozenset(key.permissions), key.expires_at, read_at)


def _note_use(key: ApiKey) -> None:
    now = timezone.now()
    due = now - NOTE_USE_EVERY
    if key.last_used_at is None or key.last_used_at <= due:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=due)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
