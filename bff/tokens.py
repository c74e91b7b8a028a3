"""The tokens of a session, which its browser never has: for the APIs, and for the page what they say."""

import time
from collections.abc import Mapping
from typing import Any

import jwt
from django.conf import settings

from bff import issuer, open_tokens
from bff.exceptions import TokensUnavailable
from bff.models import Session
from bff.renewal import LEAST_AGE, Wish, renewed
from bff.token_set import opened
from permissions_api.conf import conf
from permissions_api.tokens.permission_claims import keys_of

# What the page is told of a token. The rest is of no use there, such as the hashes of other tokens.
SHOWN = {
    *("iss", "sub", "aud", "azp", "client_id", "iat", "exp", "auth_time", "acr", "amr", "act", "scope"),
    *("permissions", "name", "nickname", "preferred_username", "email", "email_verified", "picture"),
}

_renewing: set[str] = set()  # handles


def token_for(session: Session, audience: str) -> str:
    """Return the access token of this session for an audience. It costs nothing while one is known here.

    Raises SessionEnded when the issuer gives none any more, TokensUnavailable when it cannot be asked, and
    BadGateway when the settings here and there do not fit. No transaction may be open.
    """
    token = open_tokens.of(session).access.get(audience)
    if token and not token.is_due:
        return token.token
    return renewed(session, Wish(audience)).token


def renew(session: Session) -> None:
    """Get the token for AUDIENCE anew, and let those for the APIs come anew when they are needed.

    For whoever has been granted something since. It may have to wait for a second, and only one of a
    session does so in a process: a script must not keep all threads. Raises as ``token_for``.
    """
    if session.handle in _renewing:
        raise TokensUnavailable()
    _renewing.add(session.handle)
    try:
        renewed(session, Wish(conf.AUDIENCE, since=time.time(), alone=True))
    finally:
        _renewing.discard(session.handle)


def refused(session: Session, audience: str, token: str) -> bool:
    """Get another token for one that an API refused; False when it is so new that this would be no better.

    Raises as ``token_for``.
    """
    held = open_tokens.latest(session).access.get(audience)
    if held and held.token == token:
        if held.age < LEAST_AGE:
            return False
        renewed(session, Wish(audience, since=time.time()))
    return True


def held(session: Session) -> list[tuple[str, dict[str, Any]]]:
    """Return the audiences of the tokens that the session has, and what each of these says."""
    return [(name, _claims_of(token.token)) for name, token in open_tokens.of(session).access.items()]


def id_claims(session: Session) -> dict[str, Any]:
    """Return what the ID token says of the person."""
    return _shown(open_tokens.of(session).id_claims)


def revoke(session: Session) -> None:
    """Let the refresh token of a session open nothing any more. Raises nothing; the log says what fails."""
    try:
        tokens = opened(session.tokens)
    except Session.DoesNotExist:
        return
    if tokens:
        issuer.revoke(tokens.refresh)


def _claims_of(token: str) -> dict[str, Any]:
    return _shown(jwt.decode(token, options={"verify_signature": False}))  # It came from the issuer itself.


def _shown(claims: Mapping[str, Any]) -> dict[str, Any]:
    shown = SHOWN | {keys_of(path)[0] for path in (conf.PERMISSION_CLAIM, *conf.PERMISSION_CLAIMS.values())}
    return {
        name: value
        for name, value in claims.items()
        if name in shown or name.startswith(settings.CLAIMS_NAMESPACE)
    }
