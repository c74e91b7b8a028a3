"""For the tests of an API with this guard: an issuer of their own, its tokens, and clients that carry them.

    with own_issuer():
        assert client_with("read:games").get("/api/games/1/").status_code == 200

``own_issuer()`` is Django's ``override_settings``, so it also decorates a test or a TestCase.
"""

import time
from collections.abc import Mapping, Sequence
from functools import cache
from threading import Lock
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from django.conf import settings
from django.test import override_settings
from rest_framework.test import APIClient

from permissions_api.conf import SETTING, conf
from permissions_api.tokens.permission_claims import keys_of

ISSUER = "https://issuer.test/"
KID = "tests-1"
_making = Lock()


def private_key(kid: str = KID, bits: int = 2048) -> RSAPrivateKey:
    """Return a real RSA key, made once for each ``kid``, though several threads ask for it at once."""
    with _making:
        return _private_key(kid, bits)


@cache
def _private_key(kid: str, bits: int) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=bits)


class TestKeys:
    """The key source of the tests' issuer: the public half of ``private_key()``, and of no other."""

    __test__ = False

    def get(self, kid: str, issued_at: float | None = None) -> RSAPublicKey | None:
        return private_key().public_key() if kid == KID else None


# Neither a directory nor anybody's consent stands beside the tokens of this issuer.
TRUSTED = {
    "ISSUER": ISSUER,
    "KEY_SOURCE": "permissions_api.testing.TestKeys",
    "PERMISSION_SOURCE": "token",
    "DELEGATION": "",
}


def own_issuer(**changes: Any) -> override_settings:
    """Trust the tests' issuer alone, with further changes of PERMISSIONS_API by name."""
    return override_settings(**{SETTING: {**getattr(settings, SETTING), **TRUSTED, **changes}})


def claims_with(*permissions: str, audience: str | list[str] | None = "", **changes: Any) -> dict[str, Any]:
    """Return the claims of a good access token, for AUDIENCE by default; a change to None takes one away.

    It is of somebody who has just logged in.
    """
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "sub": "somebody",
        "aud": conf.AUDIENCE if audience == "" else audience,
        "iat": now,
        conf.AUTH_TIME_CLAIM: now,
        # Longer than any run: some tokens are made when the tests are collected.
        "exp": now + 86_400,
        **_at(keys_of(conf.PERMISSION_CLAIM), list(permissions)),
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _at(keys: Sequence[str], value: Any) -> dict[str, Any]:
    return {keys[0]: _at(keys[1:], value) if keys[1:] else value}


def token_with(
    *permissions: str,
    audience: str | list[str] | None = "",
    key: RSAPrivateKey | None = None,
    header: Mapping[str, Any] | None = None,
    **changes: Any,
) -> str:
    """Return an access token signed by the tests' issuer, or by another ``key``.

    ``header`` adds to its header (None takes away), ``changes`` to its claims.
    """
    headers = {"kid": KID, "typ": "at+jwt", **(header or {})}
    return jwt.encode(
        claims_with(*permissions, audience=audience, **changes),
        key or private_key(),
        algorithm="RS256",
        headers={name: value for name, value in headers.items() if value is not None or name == "typ"},
    )


def client_with(*permissions: str, **claims: Any) -> APIClient:
    """Return a client whose token holds exactly these permissions; ``claims`` are as for ``token_with``."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_with(*permissions, **claims)}")
    return client
