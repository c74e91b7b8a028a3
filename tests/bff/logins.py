"""A login at the embedded provider through the site's own client, as its server does it."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from bff import issuer
from bff.models import Session
from bff.token_set import TokenSet, seal
from identity.clients.first_party import ensure_first_party_clients
from tests.identity.browser import Browser

NONCE = "a-nonce"


def tokens_of(browser: Browser) -> TokenSet:
    """Return the tokens of whoever is logged in in this browser."""
    ensure_first_party_clients()
    asked = dict(issuer.login_parameters())
    code = browser.code(settings.BFF_CLIENT_ID, redirect_uri=f"{settings.SITE_URL}/bff/callback", **asked)
    return issuer.redeem(code, browser.verifier, NONCE)


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
