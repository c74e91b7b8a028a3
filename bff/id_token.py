"""Verify the ID token of a login (OpenID Connect Core section 3.1.3.7)."""

from typing import Any

from django.utils.crypto import constant_time_compare

from bff.exceptions import LoginFailed
from bff.signed_tokens import NotSigned, signed_claims
from permissions_api.conf import conf
from permissions_api.text import storable

TYPES = ("jwt", "")  # An access token says at+jwt (RFC 9068 section 2.1), a logout token logout+jwt.
LONGEST_SUBJECT = 255  # characters, as section 2 has it


def verified(id_token: object, nonce: str) -> dict[str, Any]:
    """Return the claims of an ID token that came of the login with this nonce.

    Raises LoginFailed, and KeysUnavailable when the issuer's keys cannot be had.
    """
    claims = _signed(id_token)
    said = claims.get("nonce")
    if not isinstance(said, str) or not constant_time_compare(said, nonce):
        raise _refused("it is of another login (nonce)")
    return claims


def verified_again(id_token: object, subject: str) -> dict[str, Any]:
    """Return the claims of an ID token that came with a refresh, of the same person (section 12.2).

    Raises as ``verified``.
    """
    claims = _signed(id_token)
    if claims["sub"] != subject:
        raise _refused("it is of another person (sub)")
    return claims


def _signed(id_token: object) -> dict[str, Any]:
    if not isinstance(id_token, str):
        raise _refused("there is none")
    try:
        claims = signed_claims(id_token, TYPES, ("exp", "sub"))
    except NotSigned as error:
        raise _refused(str(error)) from None
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else conf.CLIENT_ID) != conf.CLIENT_ID:
        raise _refused("it was made for another client (azp)")
    subject = claims["sub"]
    if not subject or len(subject) > LONGEST_SUBJECT or not storable(subject):
        raise _refused("it names nobody (sub)")
    return claims


def _refused(why: str) -> LoginFailed:
    return LoginFailed("id_token", f"the ID token is refused: {why}")
