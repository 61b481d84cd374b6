"""Sessions in the database, by digest: who reads the table cannot sign in with what stands there."""

import math
import time
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing

from accounts.members import models

RECORDS = "account_authentication_methods"
SUSPENDED = "account_reauthentication_state"
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

    @classmethod
    def get_model_class(cls) -> type[models.Session]:
        return models.Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Signed, without the moment of signing that Django would add, and with no sign-in told finer than by the day."""
        return signing.Signer(salt=self.key_salt).sign_object(
            coarse(session_dict), serializer=JSONSerializer, compress=True
        )

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What `encode` was given; nothing for what we did not sign."""
        try:
            found: dict[str, Any] = signing.Signer(salt=self.key_salt).unsign_object(
                str(session_data), serializer=JSONSerializer
            )
        except (signing.BadSignature, ValueError):
            return {}
        return found

    def _get_session_from_db(self) -> models.Session | None:
        found = models.Session.objects.alive(digest_of(self.session_key))
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return models.Session.objects.filter(session_key=digest_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> models.Session:
        instance = super().create_model_instance(data)
        if not isinstance(instance, models.Session):
            raise TypeError(instance)
        instance.session_key = digest_of(instance.session_key)
        instance.member_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        # To the day: an exact expiry would tell the exact moment of signing in.
        instance.expire_date = instance.expire_date.replace(hour=0, minute=0, second=0, microsecond=0)
        return instance

    def delete(self, session_key: str | None = None) -> None:
        if session_key is None:
            session_key = self.session_key
        if session_key is not None:
            models.Session.objects.filter(session_key=digest_of(session_key)).delete()
