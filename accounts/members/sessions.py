"""Sessions in the database, by digest: who reads the table cannot sign in with what stands there."""

from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.members import models


def digest_of(session_key: str | None) -> str:
    """What the table holds for the key a client carries: 64 hexadecimal digits."""
    return sha256((session_key or "").encode()).hexdigest()


class SessionStore(DatabaseStore):
    """Django's database sessions, keyed by digest and bound to their member, so that they can be listed and ended."""

    @classmethod
    def get_model_class(cls) -> type[models.Session]:
        return models.Session

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
