"""Secrets at rest: AES-256-GCM under keys from the environment, of which the first seals and all open.

A sealed value names its key, so keys can be added in front, what is old sealed anew (`manage.py rotate_keys`), and the old key
then dropped. `about` is bound to the value: what was sealed for one row opens for no other.
"""

import base64
import binascii
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
DERIVED = "local"


class CannotOpen(ValueError):
    """A sealed value whose key is gone, that was sealed for something else, or that was changed."""


class BadKeys(ValueError):
    """`ASSAY_SEALING_KEYS` cannot be read."""


def seal(plain: bytes, *, about: str) -> bytes:
    """`plain` under the first key: one byte of length, the key's name, 12 bytes of nonce, then the text and its tag."""
    name, key = next(iter(ring(settings.SEALING_KEYS, settings.SECRET_KEY).items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = bytes([len(name)]) + name.encode()
    return head + nonce + AESGCM(key).encrypt(nonce, plain, head + about.encode())


def open_sealed(sealed: bytes, *, about: str) -> bytes:
    """What `seal` was given. Raises `CannotOpen`."""
    name, start = key_name(sealed), 1 + sealed[0]
    key = ring(settings.SEALING_KEYS, settings.SECRET_KEY).get(name)
    if key is None:
        raise CannotOpen(f"no key called {name}")
    nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, sealed[:start] + about.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("changed, or sealed for something else") from error


def key_name(sealed: bytes) -> str:
    """Under which key a value was sealed. Raises `CannotOpen` for what never was."""
    try:
        return sealed[1 : 1 + sealed[0]].decode("ascii")
    except (IndexError, UnicodeDecodeError) as error:
        raise CannotOpen("not a sealed value") from error


def newest() -> str:
    """The name of the key that seals now."""
    return next(iter(ring(settings.SEALING_KEYS, settings.SECRET_KEY)))


def reseal(sealed: bytes, *, about: str) -> bytes:
    """The same under the newest key; as it is where that one sealed it already. Raises `CannotOpen`."""
    return sealed if key_name(sealed) == newest() else seal(open_sealed(sealed, about=about), about=about)


def new_key() -> str:
    """32 random bytes as `ASSAY_SEALING_KEYS` takes them."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


@lru_cache(maxsize=4)
def ring(told: str, secret: str) -> dict[str, bytes]:
    """The keys by name, newest first, of "name:key,name:key"; without any, one derived from the secret key.

    The derived one comes last in any ring, so that what a small installation sealed stays open when it gets keys of its own.
    Raises `BadKeys`.
    """
    keys: dict[str, bytes] = {}
    for entry in filter(None, (part.strip() for part in told.split(","))):
        name, _colon, text = entry.partition(":")
        try:
            key = base64.urlsafe_b64decode(text)
        except (binascii.Error, ValueError) as error:
            raise BadKeys(f"the key {name!r} is not URL-safe base64") from error
        if not (name.isascii() and name.isalnum() and len(name) <= 20) or len(key) != KEY_BYTES or name in keys:
            raise BadKeys("each key is name:base64 of 32 bytes, its name up to 20 letters and digits, and its own")
        keys[name] = key
    derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"assay sealing")
    keys.setdefault(DERIVED, derive.derive(secret.encode()))
    return keys
