"""Numbers that travel in the open and come back: signed, short, and fit for the left of an `@`.

A stamp is letters and digits only and means the same in either case, since mail servers may write
an address as they like. It hides nothing: it carries numbers, never an address.
"""

import base64
import hashlib
import hmac
import struct

from django.conf import settings

SEAL = 12  # bytes of HMAC-SHA256: 96 bits, nobody tries those through a mail server
_NUMBERS = struct.Struct(">IQ")  # a tenant's id (0: the platform), a row's id
LENGTH = 39  # characters of a stamp: 24 bytes in base32, without its padding


def stamp(purpose: str, tenant_id: int, row_id: int) -> str:
    """Return both numbers, signed for one purpose: 39 characters of a–z and 2–7."""
    told = _NUMBERS.pack(tenant_id, row_id)
    return base64.b32encode(told + _seal(purpose, told)).decode().rstrip("=").lower()


def read(purpose: str, text: str) -> tuple[int, int] | None:
    """Return (tenant id, row id) of a stamp that we made for this purpose; None for any other."""
    try:
        raw = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except ValueError:  # also what is not ASCII
        return None
    told, seal = raw[: _NUMBERS.size], raw[_NUMBERS.size :]
    if len(told) != _NUMBERS.size or not hmac.compare_digest(seal, _seal(purpose, told)):
        return None
    tenant_id, row_id = _NUMBERS.unpack(told)
    return tenant_id, row_id


def _seal(purpose: str, told: bytes) -> bytes:
    key = f"marquee.stamp.{purpose}:{settings.SECRET_KEY}".encode()
    return hmac.new(key, told, hashlib.sha256).digest()[:SEAL]
