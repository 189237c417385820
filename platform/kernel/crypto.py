"""Sealing what must not be read in the database, and signing what the world carries about."""

import base64
import hashlib
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def seal(text: str) -> str:
    """Encrypt a text so that only this installation's SECRET_KEY opens it (Fernet)."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Open what `seal()` closed. Raises ValueError if it was changed or another key was used."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("this seal is broken") from error


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hex: how a secret of high entropy is stored."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_seed() -> bytes:
    """Return a fresh ed25519 seed (32 bytes)."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(seed: bytes) -> bytes:
    """Return the public key (32 bytes) that belongs to a seed."""
    return _signer(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the ed25519 signature (64 bytes) of a message."""
    return _signer(seed).sign(message)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Was this message signed by the owner of this public key?"""
    try:
        _verifier(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@cache
def _fernet() -> Fernet:
    secret = hashlib.sha256(b"marquee.seal:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def _signer(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _verifier(key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(key)
