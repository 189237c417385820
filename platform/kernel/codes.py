"""Codes and identifiers that people read, and secrets that nobody guesses."""

import os
import secrets
import time
import uuid

# No vowels, so no words; no 0/O, 1/I/L, 5/S, 2/Z, 8/B that a voice or a printer confuses.
UNAMBIGUOUS = "3467CDFGHJKMNPQRTVWXY9"


def order_reference(length: int = 6) -> str:
    """Return a short reference a buyer can spell on the telephone: 22^6, a hundred million."""
    return "".join(secrets.choice(UNAMBIGUOUS) for _ in range(length))


def secret(size: int = 32) -> str:
    """Return an unguessable URL-safe text made from `size` random bytes."""
    return secrets.token_urlsafe(size)


def uuid7() -> uuid.UUID:
    """Return a UUID that sorts by time (RFC 9562, version 7); Python has one only from 3.14 on."""
    milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10))
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | (random_bits >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | (random_bits & 0x3FFF_FFFF_FFFF_FFFF)
    return uuid.UUID(int=value)
