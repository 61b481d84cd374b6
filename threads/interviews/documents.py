"""The transcript as bytes that can be verified: canonical JSON and the site's signature. Pure but for the key's file.

A document is UTF-8 JSON with keys sorted, no blanks, and a final newline. SHA-256 is taken over those bytes and Ed25519
(RFC 8032) signs them. The key is ASSAY_SIGNING_KEY (32 bytes, base64) or, without it, a file in the data folder that the
first signature makes.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from forum.kernel.errors import Unavailable

FORMAT = "assay-transcript/1"


@dataclass(frozen=True, slots=True)
class Signed:
    """A document with its digest (32 bytes), its signature (64 bytes) and the id of the key."""

    document: bytes
    sha256: bytes
    signature: bytes
    key_id: str


def canonical(
    *, interview: Mapping[str, Any], version: int, note: str, made_at: datetime, entries: Sequence[Mapping[str, Any]]
) -> bytes:
    """The bytes of one version. The same input gives the same bytes."""
    whole = {
        "format": FORMAT,
        "interview": dict(interview),
        "version": version,
        "correction": note,
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "entries": [dict(one) for one in entries],
    }
    return orjson.dumps(whole, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def sign(document: bytes) -> Signed:
    """`document` signed with the site's key. Raises `Unavailable` when there is no key that can be used."""
    key = _private_key()
    return Signed(
        document, hashlib.sha256(document).digest(), key.sign(document), key_id(key.public_key().public_bytes_raw())
    )


def verifies(document: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` (64 bytes) over `document` was made with the key whose public half is `public_key` (32 bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, document)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> bytes:
    """The site's public key, 32 bytes."""
    return _private_key().public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """A key's short name: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(public).hexdigest()[:16]


def _private_key() -> Ed25519PrivateKey:
    told = settings.SIGNING_KEY
    if told:
        try:
            return Ed25519PrivateKey.from_private_bytes(base64.b64decode(told, validate=True))
        except (binascii.Error, ValueError) as error:
            raise Unavailable("ASSAY_SIGNING_KEY is not 32 bytes in base64.") from error
    path = Path(settings.DATA) / "signing.key"
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes()))
    except FileNotFoundError:
        return _make_key(path)


def _make_key(path: Path) -> Ed25519PrivateKey:
    """A new key in a file that only its owner reads. Of two who make one at once the first wins."""
    key = Ed25519PrivateKey.generate()
    part = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(base64.b64encode(key.private_bytes_raw()))
    try:
        os.link(part, path)
    except FileExistsError:
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes()))
    part.unlink()
    return key
