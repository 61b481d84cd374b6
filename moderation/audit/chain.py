"""The chain's arithmetic: SHA-256 over what a row says, and over everything before it."""

import hashlib
import secrets
from datetime import date

START = bytes(32)
"""What stands before the first row."""

SALT = 16
"""Bytes of salt in a leaf: without it, a redacted row that holds few ids could be guessed back from its leaf."""


def new_salt() -> bytes:
    return secrets.token_bytes(SALT)


def leaf(salt: bytes, body: str) -> bytes:
    """What stays of a row when its `body` has been redacted: 32 bytes."""
    return hashlib.sha256(b"assay audit leaf 1\0" + salt + body.encode()).digest()


def link(before: bytes, *, number: int, seq: int, day: date, name: str, leaf: bytes) -> bytes:
    """The chain up to and with a row: the chain `before` it, its place, its day, its kind and its leaf. 32 bytes."""
    place = number.to_bytes(8) + seq.to_bytes(8) + day.toordinal().to_bytes(4)
    return hashlib.sha256(b"assay audit link 1\0" + before + place + leaf + name.encode()).digest()


def root(before: bytes, *, day: date, number: int, chain: bytes) -> bytes:
    """A day's root: the root of the day before, and the chain at the last row up to then. 32 bytes."""
    return hashlib.sha256(
        b"assay audit root 1\0" + before + day.toordinal().to_bytes(4) + number.to_bytes(8) + chain
    ).digest()
