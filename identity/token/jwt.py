"""Mint the access tokens of this issuer: signed JWTs by RFC 9068.

``aud`` is one string, the audience that was asked for. Auth0 makes it a list with its userinfo
endpoint when ``openid`` is asked; a list of one is not needed to be understood by its SDKs, and
/userinfo here knows the tokens it gave out without being named in them.
"""

import time
import uuid
from collections.abc import Collection
from datetime import datetime

import jwt
from django.conf import settings

from identity.keys.signing_keys import active_signing_key
from permissions_api.audiences import resources_of
from permissions_api.conf import conf


def permissions_for(audience: str, held: Collection[str]) -> list[str]:
    """Return those of the held permissions that a token for this audience carries, in declared order."""
    return [name for resource in resources_of(audience) for name in resource.permissions if name in held]


def mint_access_token(
    *,
    subject: str,
    client_id: str,
    audience: str,
    held: Collection[str],
    scopes: Collection[str] = (),
    expires_at: int | None = None,
    auth_time: datetime | None = None,
    party: str | None = None,
) -> str:
    """Return a signed access token that ends at ``expires_at``, or ACCESS_TOKEN_SECONDS from now.

    ``held`` may be more than belongs to the audience; only what does comes into ``permissions``.
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
        "permissions": permissions_for(audience, held),
    }
    if auth_time:
        claims["auth_time"] = int(auth_time.timestamp())
    if party:
        claims["act"] = {"sub": client_id}
    return sign(claims, "at+jwt")


def sign(claims: dict[str, object], typ: str) -> str:
    """Return the claims signed with the key that is active now."""
    key = active_signing_key()
    return jwt.encode(claims, key.private, algorithm="RS256", headers={"typ": typ, "kid": key.kid})
