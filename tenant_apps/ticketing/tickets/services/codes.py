"""The ticket code: `v1.<payload>.<signature>`, at most 120 characters, no personal data.

The payload is base64url of the CBOR list [key id, session id, ticket type id, 8 random bytes]; the
signature is ed25519 over `v1.<payload>` with the event's key. So a scanner without a network can
tell a real ticket of this event from a forged one (features.md 3.1, "What a ticket code is").
"""

import base64
import binascii
import secrets
import time
from dataclasses import dataclass
from datetime import timedelta

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils import timezone

from kernel import tenancy
from kernel.crypto import seal, unseal
from tenant_apps.ticketing.tickets.models import SigningKey

VERSION = "v1"
KEPT_FOR = 60.0  # seconds; a new key is used for all tickets after that
SETTLED_AFTER = timedelta(seconds=10)
MOST = 1_000


@dataclass(frozen=True)
class Payload:
    """What a code says."""

    key_id: int
    session_id: int
    ticket_type_id: int
    nonce: bytes


@dataclass(frozen=True)
class Signer:
    """A key that is ready to sign."""

    key_id: int
    private_key: Ed25519PrivateKey

    def code(self, *, session_id: int, ticket_type_id: int) -> str:
        """A fresh, unguessable code for one ticket."""
        payload = [self.key_id, session_id, ticket_type_id, secrets.token_bytes(8)]
        head = f"{VERSION}.{_encode(cbor2.dumps(payload))}"
        return f"{head}.{_encode(self.private_key.sign(head.encode()))}"


_kept: dict[tuple[str, int], tuple[float, Signer]] = {}


def signer_for(event_id: int) -> Signer:
    """The newest key of the event, made if there is none yet."""
    kept = _kept.get((tenancy.current().schema_name, event_id))
    if kept is not None and time.monotonic() - kept[0] < KEPT_FOR:
        return kept[1]
    key = SigningKey.objects.filter(event_id=event_id).first()
    return _make(event_id) if key is None else _keep(event_id, key)


def _make(event_id: int) -> Signer:
    private = Ed25519PrivateKey.generate()
    key = SigningKey.objects.create(
        event_id=event_id,
        sealed_seed=seal(_encode(private.private_bytes_raw())),
        public_key=_encode(private.public_key().public_bytes_raw()),
    )
    return Signer(key.pk, private)


def _keep(event_id: int, key: SigningKey) -> Signer:
    """Keep a key that was certainly committed: one made in this transaction may yet vanish."""
    seed = _decode(unseal(key.sealed_seed))
    signer = Signer(key.pk, Ed25519PrivateKey.from_private_bytes(seed))
    if timezone.now() - key.created_at > SETTLED_AFTER:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[tenancy.current().schema_name, event_id] = (time.monotonic(), signer)
    return signer


def read(code: str, public_keys: dict[int, str]) -> Payload | None:
    """What a code says, or None when it is not one of ours.

    `public_keys` maps key ids to public keys as in `SigningKey.public_key`. Needs no database, so
    a scanner decides alike.
    """
    try:
        version, body, signature = code.split(".")
        payload = Payload(*cbor2.loads(_decode(body)))
        key = Ed25519PublicKey.from_public_bytes(_decode(public_keys[payload.key_id]))
        key.verify(_decode(signature), f"{version}.{body}".encode())
    except (ValueError, TypeError, KeyError, binascii.Error, InvalidSignature, cbor2.CBORError):
        return None
    return payload if version == VERSION else None


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
