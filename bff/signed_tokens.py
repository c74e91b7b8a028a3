"""Verify a token that the issuer signed for this client: an ID token or a logout token."""

import time
from collections.abc import Collection
from typing import Any

import jwt

from permissions_api.conf import conf
from permissions_api.tokens.keys import BoundKey, PublicKey, accepted_algorithms, configured_keys
from permissions_api.tokens.verification import CHECKS, LEEWAY, is_time


class NotSigned(Exception):
    """It is none of the issuer's for this client, or not any more. The words hold no part of it."""


def signed_claims(token: str, types: Collection[str], required: Collection[str]) -> dict[str, Any]:
    """Return the claims of a token that a key of the issuer signed, for this client and still in force.

    ``types`` are what its header may say of its ``typ``, in small letters, "" for nothing. Raises NotSigned,
    and KeysUnavailable when the issuer's keys cannot be had.
    """
    try:
        header = jwt.get_unverified_header(token)
        return _decoded(token, _key(header, types), header["alg"], required)
    except (jwt.PyJWTError, RecursionError, OverflowError) as error:  # the last for a time that is infinite
        raise NotSigned(f"It does not hold: {type(error).__name__}.") from None


def _key(header: dict[str, Any], types: Collection[str]) -> PublicKey:
    algorithm, kid = header.get("alg"), header.get("kid", "")
    if algorithm not in accepted_algorithms():
        raise NotSigned("It is signed in a way that does not count here, or not at all.")
    if str(header.get("typ", "")).lower() not in types:
        raise NotSigned("It is another kind of token.")
    # It was made a moment ago, so perhaps by a key that is newer than those known here.
    key = configured_keys().get(kid) or configured_keys().get(kid, time.time())
    if isinstance(key, BoundKey):
        key = key.public if key.algorithm == algorithm else None
    if key is None:
        raise NotSigned("It names no key (kid) that the issuer has for that.")
    return key


def _decoded(token: str, key: PublicKey, algorithm: str, required: Collection[str]) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(
        token,
        key=key,
        algorithms=[algorithm],
        issuer=conf.ISSUER,
        audience=conf.CLIENT_ID,
        leeway=LEEWAY,
        options={**CHECKS, "require": ["iss", "aud", "iat", *required], "verify_jti": True},
    )
    if not all(is_time(claims[name]) for name in ("exp", "iat", "nbf") if name in claims):
        raise NotSigned("A time in it is no number.")
    return claims
