"""Sessions in the database: who reads the table can neither sign in with what stands there nor read it.

A row is found by the digest of the key that the client carries, and sealed (AES-256-GCM) under that key itself, which stands
nowhere. Even so nothing exact is put in: whoever takes a device has the key.
"""

import base64
import binascii
import math
import os
import time
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.members import models, staying
from forum.http.cursors import derive
from forum.kernel import clock

_NONCE = 12
RECORDS = "account_authentication_methods"
SUSPENDED = "account_reauthentication_state"
OPENED_ON, APP = "opened_on", "app"
HOUR, DAY = 3600, 86_400


def digest_of(session_key: str | None) -> str:
    """What the table holds for the key a client carries: 64 hexadecimal digits."""
    return sha256((session_key or "").encode()).hexdigest()


def coarse(data: dict[str, Any]) -> dict[str, Any]:
    """Session data as it may be kept.

    allauth notes the second of each sign-in and of each confirmation. A sign-in is cut to its day. A confirmation is rounded
    up to the full hour, so that it holds until then and a few minutes more, and is cut to the day once it has passed.
    """
    # Here allauth would put a whole request aside, address, device and cookies; the form is filled in again instead.
    data = {key: value for key, value in data.items() if key != SUSPENDED}
    records = data.get(RECORDS)
    if not isinstance(records, list):
        return data
    return {**data, RECORDS: [{**record, "at": _kept(record)} for record in records]}


def _kept(record: dict[str, Any]) -> int:
    at = float(record.get("at", 0))
    if record.get("reauthenticated") and at > time.time() - HOUR:
        return math.ceil(at / HOUR) * HOUR
    return int(at // DAY) * DAY


class SessionStore(DatabaseStore):
    """Django's database sessions, keyed by digest and bound to their member, so that they can be listed and ended."""

    ends: datetime | None = None
    """When the session that was read ends, or None for one that begins: a sign-in lasts its days and no longer, used or not."""
    unattended = False
    """Whether a page or stream asks by itself, with nobody at it: that is no use of the session."""

    @classmethod
    def get_model_class(cls) -> type[models.Session]:
        return models.Session

    def _get_session_from_db(self) -> models.Session | None:
        key = digest_of(self.session_key)
        found = models.Session.objects.living().select_related("member").filter(session_key=key).first()
        if found is None:
            self._session_key = None
            return None
        self.ends = found.expire_date
        stay = staying.stay_of(found.member)
        if stay.is_due(found.idle_until, clock.now()) and not self.unattended:
            models.Session.objects.filter(pk=found.pk).update(idle_until=stay.idle_until(clock.now()))
        return found

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The session's content, sealed under its key."""
        nonce = os.urandom(_NONCE)
        sealed = self._cipher().encrypt(nonce, self.serializer().dumps(coarse(session_dict)), None)
        return base64.b64encode(nonce + sealed).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What `encode` sealed; an empty session for what this key does not open."""
        try:
            raw = base64.b64decode(session_data, validate=True)
            content: dict[str, Any] = self.serializer().loads(self._cipher().decrypt(raw[:_NONCE], raw[_NONCE:], None))
        except (binascii.Error, InvalidTag, ValueError):
            return {}
        return content

    def _cipher(self) -> AESGCM:
        return AESGCM(derive(self._get_or_create_session_key(), "session"))  # type: ignore[attr-defined]

    def __setitem__(self, key: str, value: Any) -> None:
        """Whoever confirms that it is them carries another key from then on: the one of before opens nothing any more."""
        super().__setitem__(key, value)
        if key == RECORDS and value and value[-1].get("reauthenticated"):
            self.cycle_key()

    def exists(self, session_key: str) -> bool:
        return models.Session.objects.filter(session_key=digest_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> models.Session:
        instance = super().create_model_instance(data)
        if not isinstance(instance, models.Session):
            raise TypeError(instance)
        instance.session_key = digest_of(instance.session_key)
        instance.member = models.Member.objects.filter(pk=data[SESSION_KEY]).first() if SESSION_KEY in data else None
        instance.opened_on = date.fromisoformat(data[OPENED_ON]) if OPENED_ON in data else None
        instance.app = bool(data.get(APP))
        stay = staying.stay_of(instance.member)
        instance.idle_until = stay.idle_until(clock.now())
        instance.expire_date = stay.ends(clock.now())
        if self.ends is not None:
            instance.expire_date = min(instance.expire_date, self.ends)
        return instance

    def delete(self, session_key: str | None = None) -> None:
        if session_key is None:
            session_key = self.session_key
        if session_key is not None:
            models.Session.objects.filter(session_key=digest_of(session_key)).delete()
