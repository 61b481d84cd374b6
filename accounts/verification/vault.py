"""Where evidence lies: ciphertext in the file store, its key sealed in the database. Neither is of use without the other."""

import hashlib
import secrets
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.verification.models import evidence_path
from forum.kernel import sealing
from forum.kernel.errors import Unavailable

NONCE = 12


def store(evidence_id: uuid.UUID, content: bytes) -> tuple[bytes, bytes]:
    """Encrypt `content` under a key of its own and put it into the store; the sealed key and the SHA-256 of what lies there."""
    key, nonce = AESGCM.generate_key(bit_length=256), secrets.token_bytes(NONCE)
    ciphertext = nonce + AESGCM(key).encrypt(nonce, content, evidence_id.bytes)
    default_storage.save(evidence_path(evidence_id), ContentFile(ciphertext))
    return sealing.seal(key, about=f"evidence:{evidence_id}"), hashlib.sha256(ciphertext).digest()


def read(evidence_id: uuid.UUID, wrapped_key: bytes) -> bytes:
    """The document in the clear. Raises `Unavailable` when the file, its key or the key's key is not there."""
    try:
        with default_storage.open(evidence_path(evidence_id), "rb") as file:
            ciphertext = file.read()
        key = sealing.open_sealed(bytes(wrapped_key), about=f"evidence:{evidence_id}")
        return AESGCM(key).decrypt(ciphertext[:NONCE], ciphertext[NONCE:], evidence_id.bytes)
    except (FileNotFoundError, sealing.CannotOpen, InvalidTag) as lost:
        raise Unavailable from lost


def rewrap(evidence_id: uuid.UUID, wrapped_key: bytes) -> bytes:
    """The same key, sealed under the newest key of the ring."""
    return sealing.reseal(bytes(wrapped_key), about=f"evidence:{evidence_id}")


def shred(evidence_id: uuid.UUID) -> bool:
    """Delete the file; whether it is gone, as the store itself says afterwards."""
    path = evidence_path(evidence_id)
    default_storage.delete(path)
    return not default_storage.exists(path)


def stored_ids() -> list[uuid.UUID]:
    """The ids of all evidence whose file lies in the store."""
    if not default_storage.exists("evidence"):
        return []
    _folders, files = default_storage.listdir("evidence")
    return [uuid.UUID(name) for name in files]
