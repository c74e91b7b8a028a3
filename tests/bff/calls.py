"""A page with a session of somebody's, which asks below /bff, and tokens that the same person would get."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bff import tokens
from bff.models import Session
from directory.effective_permissions import effective_permissions
from directory.subjects import subject_of
from identity.clients.first_party import ensure_first_party_clients
from identity.token.token_claims import mint_access_token
from permissions_api.conf import conf

SCOPES = ["openid", "profile", "email", "offline_access"]


def session_for(user: User, **values: Any) -> tuple[Session, str]:
    """Return a session as a login makes it, but without tokens, and what its cookie holds."""
    key, now = secrets.token_urlsafe(32), timezone.now()
    session = Session.objects.create(
        **{
            "key_hash": hashlib.sha256(key.encode()).hexdigest(),
            "handle": secrets.token_urlsafe(16),
            "issuer": conf.ISSUER,
            "subject": subject_of(user),
            "last_used": now,
            "expires_at": now + timedelta(hours=1),
            "tokens": "",
            **values,
        }
    )
    return session, key


def token_of(subject: str, audience: str) -> str:
    """Return a token such as a login gives to this site."""
    held = effective_permissions(User.objects.get(pk=subject.partition("|")[2]))
    return mint_access_token(
        subject=subject,
        client_id=conf.CLIENT_ID,
        audience=audience,
        held=held,
        scopes=SCOPES,
        auth_time=datetime.now(UTC),
    )


@pytest.fixture
def audiences_asked(
    tokens_at_the_server: None, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The audiences for which tokens were taken; they are minted here, as if a login had given them."""
    ensure_first_party_clients()  # under the strategy of this test
    audiences: list[str] = []
    kept: dict[Any, str] = {}

    def token_for(session: Session, audience: str) -> str:
        audiences.append(audience)
        key = session.subject, audience
        if key not in kept:
            kept[key] = token_of(*key)
        return kept[key]

    monkeypatch.setattr(tokens, "token_for", token_for)
    return audiences


@pytest.fixture
def page_of(audiences_asked: list[str], people: dict[str, User]) -> "Callable[..., Page]":
    """Return a maker of pages in which somebody is logged in."""
    return lambda name="batman": Page(people[name])


class Page:
    """Asks below /bff as the page of a session does, by its cookie and its handle."""

    def __init__(self, user: User) -> None:
        self.session, key = session_for(user)
        self.client = Client()
        self.headers = {
            "Host": settings.SITE.netloc,
            "Cookie": f"usher-session-{settings.INSTANCE}={key}",
            "X-Usher": self.session.handle,
            "Sec-Fetch-Site": "same-origin",
        }

    def ask(self, path: str, method: str = "GET", *, headers: Any = (), **body: Any) -> Any:
        return self.client.generic(method, f"/bff{path}", headers={**self.headers, **dict(headers)}, **body)
