"""Sessions that know whose they are, so that all of a person's can be ended at once.

This is the session engine that SESSION_ENGINE names; Django's documentation calls the
pattern "extending database-backed session engines".
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from identity.models import BrowserSession


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie can hold anything, such as a NUL, for which PostgreSQL cannot even be asked."""
        return bool(key and key.isalnum() and super()._validate_session_key(key))  # type: ignore[misc]

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        row = super().create_model_instance(data)
        assert isinstance(row, BrowserSession)
        row.user_id = data.get(SESSION_KEY)
        return row
