"""Identifiers that say nothing about order or time, and secrets."""

import hashlib
import secrets
import uuid


def random_id() -> uuid.UUID:
    """A random (version 4) UUID: unlike version 7 it tells nobody when it was made."""
    return uuid.uuid4()


def new_secret(prefix: str = "") -> str:
    """A secret of 256 bits in URL-safe letters, behind a `prefix` that leak scanners can recognise."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is stored of a secret: SHA-256, 32 bytes. Enough for secrets of 256 random bits; never for passwords."""
    return hashlib.sha256(secret.encode()).digest()
