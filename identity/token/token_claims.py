"""What stands in the tokens: access tokens (RFC 9068), ID tokens, and what /userinfo answers.

What a person may do is settled anew for every token: what they hold now, of the audience the
token is for and, when the client is somebody else's, of what they consented to.

``aud`` is one string, the audience that was asked for. Auth0 makes it a list with its userinfo
endpoint when ``openid`` is asked; a list of one is not needed to be understood by its SDKs, and
/userinfo here knows the tokens it gave out without being named in them.
"""

import base64
import hashlib
import time
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

import jwt
from django.conf import settings
from django.contrib.auth.models import User
from oauth2_provider.models import Application
from oauth2_provider.settings import oauth2_settings
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749.tokens import random_token_generator

from directory.subjects import name_of, subject_of
from identity.clients.applications import is_first_party
from identity.clients.scopes import permissions_among, permissions_for
from identity.consents.delegation import delegated_permissions
from identity.faults.switches import by_the_issuers_clock
from identity.keys.signing_keys import active_signing_key
from identity.management_api.scopes import asks_for_management
from identity.management_api.scopes import granted_scopes as granted_management_scopes
from identity.token.token_request import context_of, settle_audience
from permissions_api.conf import conf
from permissions_api.directory import Person


def access_token(request: Request, refresh_token: bool = False) -> str:
    """Generate the access token of a token request, as the toolkit's setting asks.

    Without an audience it is an opaque one, good for /userinfo only.
    """
    # The toolkit settles the audience only after the token is made; it is needed here already.
    audience, context = settle_audience(request), context_of(request)
    if audience and asks_for_management(request, audience):
        context.granted_scopes = list(request.scopes or granted_management_scopes(request.client))
        return mint_access_token(
            subject=request.client.client_id,
            client_id=request.client.client_id,
            audience=audience,
            held=None,
            scopes=context.granted_scopes,
        )
    held = delegated_permissions(request.client, request.user, request.scopes, context.known(request.user))
    permissions = permissions_for(audience, held) if audience else []
    context.granted_scopes = granted_scopes(request.scopes, permissions)
    if audience is None:
        return str(random_token_generator(request))
    return mint_access_token(
        subject=subject_of(request.user) if request.user else request.client.client_id,
        client_id=request.client.client_id,
        audience=audience,
        held=held,
        scopes=context.granted_scopes,
        auth_time=context.sign_in.auth_time if context.sign_in else None,
    )


def mint_access_token(
    *,
    subject: str,
    client_id: str,
    audience: str,
    held: Collection[str] | None,
    scopes: Collection[str] = (),
    expires_at: int | None = None,
    auth_time: datetime | None = None,
    party: str | None = None,
) -> str:
    """Return a signed access token that ends at ``expires_at``, or ACCESS_TOKEN_SECONDS from now.

    ``held`` may be more than belongs to the audience; only what does comes into ``permissions``. None is
    for the audience that knows scopes alone.
    ``party`` is the client whose token was exchanged for this one; ``client_id`` is then the actor
    (RFC 8693 section 4.1). Times are in seconds since 1970.
    """
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": conf.ISSUER,
        "sub": subject,
        "aud": audience,
        "iat": now,
        "exp": expires_at or now + settings.ACCESS_TOKEN_SECONDS,
        "jti": uuid.uuid4().hex,
        "client_id": client_id,
        "azp": party or client_id,
        "scope": " ".join(scopes),
    }
    if held is not None:
        claims["permissions"] = permissions_for(audience, held)
    if auth_time:
        claims["auth_time"] = int(auth_time.timestamp())
    if party:
        claims["act"] = {"sub": client_id}
    return sign(claims, "at+jwt")


def granted_scopes(asked: Collection[str], permissions: Collection[str]) -> list[str]:
    """Return what was asked AND is held: a permission that the token does not carry is no scope of it."""
    left_out = set(permissions_among(asked)) - set(permissions)
    return [scope for scope in asked if scope not in left_out]


def id_token(request: Request, access_token: str, nonce: str | None) -> str:
    """Return a signed ID token: who the person is, for the client that asked."""
    now, context = int(time.time()), context_of(request)
    claims = {
        "iss": conf.ISSUER,
        "aud": request.client.client_id,
        "iat": now,
        "exp": now + oauth2_settings.ID_TOKEN_EXPIRE_SECONDS,
        "jti": uuid.uuid4().hex,
        "at_hash": _half_hash(access_token),
        **claims_about(request.user, request.client, request.scopes, context.known(request.user)),
    }
    if sign_in := context.sign_in:
        claims |= {"auth_time": int(sign_in.auth_time.timestamp()), "sid": sign_in.browser}
    if nonce:
        claims["nonce"] = nonce
    return sign(claims, "JWT")


def claims_about(
    user: User, client: Application, scopes: Collection[str], person: Person | None
) -> dict[str, Any]:
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
    held = delegated_permissions(client, user, scopes, person)
    claims[settings.CLAIMS_NAMESPACE + "permissions"] = sorted(held)
    if is_first_party(client):
        claims[settings.CLAIMS_NAMESPACE + "roles"] = list(person.roles if person else ())
    return claims


def sign(claims: dict[str, object], typ: str) -> str:
    """Return the claims signed with the key that is active now."""
    key = active_signing_key()
    return jwt.encode(
        by_the_issuers_clock(claims), key.private, algorithm="RS256", headers={"typ": typ, "kid": key.kid}
    )


def _half_hash(token: str) -> str:
    # OpenID Connect Core 3.1.3.6: the left half of the SHA-256, base64url.
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()
