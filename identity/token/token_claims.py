"""Turn a granted token request into the tokens it is answered with.

What a person may do is settled anew for every token: what they hold now, of the audience the
token is for and, when the client is somebody else's, of what they consented to.
"""

import base64
import hashlib
import time
import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from oauth2_provider.models import Application
from oauth2_provider.settings import oauth2_settings
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749.tokens import random_token_generator

from directory.backends.django import effective_permissions, name_of, roles_of, subject_of
from identity.clients.applications import is_first_party
from identity.clients.scopes import permissions_among
from identity.consents.delegation import allowed_by
from identity.token.jwt import mint_access_token, permissions_for, sign
from permissions_api.conf import conf


def access_token(request: Request, refresh_token: bool = False) -> str:
    """Generate the access token of a token request, as the toolkit's setting asks.

    Without an audience it is an opaque one, good for /userinfo only.
    """
    # The toolkit settles the audience only after the token is made; it is needed here already.
    request_validator().settle_audience(request)
    audience = next(iter(request.resource), None)
    held = held_through(request.client, request.user, request.scopes)
    permissions = permissions_for(audience, held) if audience else []
    request.granted_scopes = granted_scopes(request.scopes, permissions)
    if audience is None:
        return str(random_token_generator(request))
    return mint_access_token(
        subject=subject_of(request.user) if request.user else request.client.client_id,
        client_id=request.client.client_id,
        audience=audience,
        held=held,
        scopes=request.granted_scopes,
        auth_time=request.sign_in.auth_time if request.sign_in else None,
    )


def granted_scopes(asked: Collection[str], permissions: Collection[str]) -> list[str]:
    """Return what was asked AND is held: a permission that the token does not carry is no scope of it."""
    left_out = set(permissions_among(asked)) - set(permissions)
    return [scope for scope in asked if scope not in left_out]


def held_through(client: Application | None, user: User | None, scopes: Collection[str]) -> frozenset[str]:
    """Return what this client may do for this person, or for itself when there is none.

    No client at all is the site's own command, ``manage.py token``.
    """
    if user is None:
        return frozenset(client.grants.values_list("permission", flat=True)) if client else frozenset()
    held = effective_permissions(user)
    allowed = allowed_by(user, client, scopes) if client else None
    return held if allowed is None else held & allowed


def id_token(request: Request, access_token: str, nonce: str | None) -> str:
    """Return a signed ID token: who the person is, for the client that asked."""
    now = int(time.time())
    claims = {
        "iss": conf.ISSUER,
        "aud": request.client.client_id,
        "iat": now,
        "exp": now + oauth2_settings.ID_TOKEN_EXPIRE_SECONDS,
        "jti": uuid.uuid4().hex,
        "at_hash": _half_hash(access_token),
        **claims_about(request.user, request.client, request.scopes),
    }
    if request.sign_in:
        claims["auth_time"] = int(request.sign_in.auth_time.timestamp())
    if nonce:
        claims["nonce"] = nonce
    return sign(claims, "JWT")


def claims_about(user: User, client: Application, scopes: Collection[str]) -> dict[str, Any]:
    """Return what the scopes let this client know about a person, for ID tokens and /userinfo."""
    claims: dict[str, Any] = {"sub": subject_of(user)}
    if "profile" in scopes:
        claims |= {
            "name": name_of(user),
            "nickname": user.username,
            "preferred_username": user.username,
        }
    if "email" in scopes and user.email:
        # Operators enter the addresses; nobody has proven that a letter arrives.
        claims |= {"email": user.email, "email_verified": False}
    held = held_through(client, user, scopes)
    claims[settings.CLAIMS_NAMESPACE + "permissions"] = sorted(held)
    if is_first_party(client):
        claims[settings.CLAIMS_NAMESPACE + "roles"] = list(roles_of(user))
    return claims


def request_validator() -> Any:
    return oauth2_settings.OAUTH2_VALIDATOR_CLASS()


def _half_hash(token: str) -> str:
    # OpenID Connect Core 3.1.3.6: the left half of the SHA-256, base64url.
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()
