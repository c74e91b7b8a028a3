"""ID tokens and logout tokens of the tests' own issuer, for the site's client, good unless a test says."""

import time
import uuid
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bff.logout_token import EVENT
from permissions_api.conf import conf
from permissions_api.testing import KID, private_key

NONCE = "the-nonce-of-this-login"


def signed(
    claims: Mapping[str, Any], header: Mapping[str, Any], key: RSAPrivateKey | None = None, alg: str = "RS256"
) -> str:
    """Return a token with these claims; a claim or a part of the header that is None is left out."""
    said = {name: value for name, value in claims.items() if value is not None}
    given = {"kid": KID, **header}
    headers = {name: value for name, value in given.items() if value is not None}
    return jwt.encode(said, key or private_key(), algorithm=alg, headers=headers)


def id_token(
    header: Mapping[str, Any] | None = None, key: RSAPrivateKey | None = None, **changes: Any
) -> str:
    now = int(time.time())
    claims = {
        "iss": conf.ISSUER,
        "sub": "usher|1",
        "aud": conf.CLIENT_ID,
        "iat": now,
        "exp": now + 600,
        "nonce": NONCE,
        "name": "Robin",
        **changes,
    }
    return signed(claims, {"typ": "JWT", **(header or {})}, key)


def logout_token(
    header: Mapping[str, Any] | None = None, key: RSAPrivateKey | None = None, **changes: Any
) -> str:
    now = int(time.time())
    claims = {
        "iss": conf.ISSUER,
        "aud": conf.CLIENT_ID,
        "iat": now,
        "exp": now + 120,
        "jti": uuid.uuid4().hex,
        "events": {EVENT: {}},
        "sid": "a-session",
        **changes,
    }
    return signed(claims, {"typ": "logout+jwt", **(header or {})}, key)
