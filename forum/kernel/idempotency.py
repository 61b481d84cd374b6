"""Doing a thing once, however often it is asked.

A service claims its key inside its own transaction, after it has locked what it writes and before it changes anything, and
keeps what came of it at the end. Only outcomes that committed are kept, so a refusal may be tried again under the same key.
"""

import hashlib
from dataclasses import dataclass

import orjson
from django.db import connection

from forum.kernel.errors import KeyReused


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the first request with this key came to: an HTTP status and the resource's own identifier."""

    status: int
    resource: str


@dataclass(slots=True)
class Key:
    """`principal` who asks ("member:7"), `operation` what ("post_reply"), `key` theirs, `fingerprint` 32 bytes of the body.

    `earlier` is what `claim` found, for the door to say that it answers for the second time.
    """

    principal: str
    operation: str
    key: str
    fingerprint: bytes
    earlier: Earlier | None = None


def fingerprint(body: object) -> bytes:
    """SHA-256 of `body` (plain data) in canonical JSON: the same values give the same 32 bytes in any order of keys."""
    return hashlib.sha256(
        orjson.dumps(body, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str)
    ).digest()


def claim(key: Key | None) -> Earlier | None:
    """Take `key` for this transaction, or hand back what an earlier request made of it.

    A request that runs at the same moment waits here for the first one to commit or roll back. Raises `KeyReused` when the
    same key came with another body. Without a key there is nothing to take.
    """
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO forum_idempotencykey (principal, operation, key, fingerprint, status, resource, created_at)"
            " VALUES (%s, %s, %s, %s, 0, '', date_trunc('hour', now())) ON CONFLICT (principal, operation, key) DO NOTHING",
            [key.principal, key.operation, key.key, key.fingerprint],
        )
        if cursor.rowcount == 1:
            return None
        cursor.execute(
            "SELECT fingerprint, status, resource FROM forum_idempotencykey"
            " WHERE principal = %s AND operation = %s AND key = %s",
            [key.principal, key.operation, key.key],
        )
        fingerprint_kept, status, resource = cursor.fetchone()
    if bytes(fingerprint_kept) != key.fingerprint:
        raise KeyReused
    key.earlier = Earlier(status=status, resource=resource)
    return key.earlier


def keep(key: Key | None, *, status: int, resource: str) -> None:
    """Remember what came of a claimed `key`: a 2xx `status` and the `resource` that a repeat will render anew."""
    if key is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_idempotencykey SET status = %s, resource = %s WHERE principal = %s AND operation = %s AND key = %s",
            [status, resource, key.principal, key.operation, key.key],
        )
