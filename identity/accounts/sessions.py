"""Sessions that know whose they are, so that all of a person's can be ended at once.

Their keys are kept as hashes: who reads the database, or a copy of it, finds none that a cookie could hold.

This is the session engine that SESSION_ENGINE names; Django's documentation calls the
pattern "extending database-backed session engines".
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import InterfaceError, OperationalError, models
from django.utils import timezone

ANONYMOUS = timedelta(hours=1)  # how long the session of somebody who has not logged in lasts


class BrowserSession(AbstractBaseSession):
    """A session of Django's, with the person it belongs to once they have logged in."""

    session_key = models.CharField(max_length=64, primary_key=True)  # its SHA-256, in hexadecimal
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie can hold anything, such as a NUL, for which PostgreSQL cannot even be asked."""
        return bool(key and key.isalnum() and super()._validate_session_key(key))  # type: ignore[misc]  # Django's own

    def _get_session_from_db(self) -> BrowserSession | None:
        living = BrowserSession.objects.filter(expire_date__gt=timezone.now())
        row = living.filter(session_key=hashed(self.session_key or "")).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(hashed(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        row = super().create_model_instance(data)
        assert isinstance(row, BrowserSession)
        row.session_key = hashed(row.session_key)
        row.user_id = data.get(SESSION_KEY)
        if row.user_id is None:
            # Anybody can make such rows; a login and its second factor are done sooner.
            row.expire_date = min(row.expire_date, timezone.now() + ANONYMOUS)
        return row

    def save(self, must_create: bool = False) -> None:
        """Save. A database that is away is no session that was ended meanwhile, for which Django takes it."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, InterfaceError | OperationalError):
                raise error.__context__ from None
            raise

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(hashed(key))


def hashed(session_key: str) -> str:
    """Return what is kept of a key. A quick hash will do: nobody guesses 32 random characters."""
    return hashlib.sha256(session_key.encode()).hexdigest()
