"""Sessions as they are stored, whoever logged in."""

import secrets
from datetime import timedelta

from django.utils import timezone

from bff.models import Session
from bff.token_set import TokenSet, seal


def session_with(held: TokenSet) -> Session:
    """Return a stored session with these tokens."""
    now = timezone.now()
    return Session.objects.create(
        key_hash=secrets.token_hex(32),
        handle=secrets.token_urlsafe(16),
        issuer=held.id_claims["iss"],
        subject=held.id_claims["sub"],
        sid=held.id_claims.get("sid", ""),
        last_used=now,
        expires_at=now + timedelta(days=1),
        tokens=seal(held),
    )
