"""Cursors of lists: sealed, so that nobody reads positions out of them or writes their own.

AES-256-GCM-SIV (RFC 8452) under a key derived from SECRET_KEY by HKDF; the purpose (which list, and of whom where it matters) is
authenticated with it, so a cursor opens only where it was made. Keys in SECRET_KEY_FALLBACKS still open.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from forum.http.refusals import BadCursor

_NONCE = 12
LONGEST = 3072


class Cursor:
    """Seals and opens positions. `position` is plain data: numbers, strings, lists."""

    @staticmethod
    def seal(position: Mapping[str, Any], *, purpose: str, principal: str = "") -> str:
        """A URL-safe cursor that opens only with the same `purpose` and `principal`."""
        nonce = os.urandom(_NONCE)
        sealed = _cipher(settings.SECRET_KEY).encrypt(nonce, orjson.dumps(position), _context(purpose, principal))
        return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    @staticmethod
    def open(cursor: str, *, purpose: str, principal: str = "") -> dict[str, Any]:
        """The position in `cursor`. Raises `BadCursor` for one that is foreign, cut, changed or longer than 3,072."""
        if not cursor or len(cursor) > LONGEST or not cursor.isascii():
            raise BadCursor
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except binascii.Error:
            raise BadCursor from None
        if len(raw) <= _NONCE:
            raise BadCursor
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                plain = _cipher(secret).decrypt(raw[:_NONCE], raw[_NONCE:], _context(purpose, principal))
            except InvalidTag:
                continue
            position: dict[str, Any] = orjson.loads(plain)
            return position
        raise BadCursor


def page_url(request: HttpRequest, cursor: str | None, *, name: str = "cursor") -> str | None:
    """This request's own path and query with another cursor, for `next` and `previous`; None without a cursor."""
    if cursor is None:
        return None
    kept = [(key, value) for key, values in request.GET.lists() if key != name for value in values]
    return f"{request.path}?{urlencode([*kept, (name, cursor)])}"


def derive(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose out of a secret key (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assay " + purpose.encode()).derive(secret.encode())


@lru_cache(maxsize=8)
def _cipher(secret: str) -> AESGCMSIV:
    return AESGCMSIV(derive(secret, "cursors"))


def _context(purpose: str, principal: str) -> bytes:
    return f"{purpose}\0{principal}".encode()
