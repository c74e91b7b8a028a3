"""Verify an access token: one function, usable without a request."""

import hashlib
import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jwt
from jwt.types import Options
from jwt.utils import base64url_decode, base64url_encode

from permissions_api.conf import ClaimPath
from permissions_api.exceptions import InvalidToken
from permissions_api.flavours import how_to_ask
from permissions_api.text import storable
from permissions_api.tokens.cache import VerifiedTokens
from permissions_api.tokens.keys import ASYMMETRIC, BoundKey, IssuerKey, KeySource, PublicKey, is_strong
from permissions_api.tokens.permission_claims import PermissionClaims, keys_of

LONGEST_TOKEN = 16_384  # characters; docs/token-size.md says how many permissions
DOTS = 2  # header.claims.signature
ENCRYPTED_DOTS = 4  # RFC 7516 section 7.1: what Auth0 gives who asks for no API is encrypted
LEAST_OPAQUE = 20  # characters; a shorter random token could be guessed, so nobody gives out one
LEEWAY = 30  # seconds that the issuer's clock and ours may differ
# What PyJWT looks at in every token, its defaults too, to say what is meant.
CHECKS: Options = {
    "verify_signature": True,
    "enforce_minimum_key_length": True,
    "verify_exp": True,
    "verify_iat": True,
    "verify_nbf": True,
    "verify_iss": True,
    "verify_aud": True,
    "verify_sub": True,
    "strict_aud": False,  # Auth0 adds its userinfo endpoint to aud, so a list is normal.
}
# RFC 9068 section 2.1, and what Auth0 sends for its own dialect (RFC 7519 section 5.1).
ACCESS_TOKEN_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
# OpenID Connect Core sections 2 and 3.3.2.11: these stand in ID tokens alone.
ID_TOKEN_CLAIMS = ("nonce", "at_hash", "c_hash")

NO_TOKEN = "This is not a token: it is not written as RFC 7515 demands."  # noqa: S105  a sentence
NOT_FOR_APIS = "This is an ID token; send the access token."

verified_tokens = VerifiedTokens()


class _Segments(jwt.PyJWS):
    """PyJWT, but for its look at each of some thousand letters in Python, which takes longer than all else.

    What is encoded again as it was written has no other letter in it, and no padding. The name is PyJWT's
    own: should it be called otherwise one day, this is not asked, and the letters are looked at.
    """

    @staticmethod
    def _decode_base64url_segment(segment: bytes, name: str) -> bytes:
        try:
            decoded = base64url_decode(segment)
        except ValueError:
            decoded = b""
        if base64url_encode(decoded) != segment:
            raise jwt.DecodeError(f"Invalid {name} padding")
        return decoded


_jwt = jwt.PyJWT()
_jwt._jws = _Segments(options=_jwt._get_sig_options())


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    """What a verified access token says. ``expires_at`` and ``issued_at`` are seconds since the epoch.

    ``permissions`` is empty unless the claim is a list of strings. ``scopes`` are the words of
    the claim ``scope`` (RFC 9068 section 2.2.3). ``client`` asked for the token and ``party`` is
    whom the person lets act: the same, unless a gateway exchanged the party's token. Both are
    None when the token does not say. ``claims`` is shared by requests: read it, never change it.
    """

    issuer: str
    subject: str
    audiences: tuple[str, ...]
    permissions: frozenset[str]
    scopes: frozenset[str]
    client: str | None
    party: str | None
    issued_at: float
    expires_at: float
    claims: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Expected:
    issuer: str
    audiences: tuple[str, ...]
    algorithms: tuple[str, ...]
    client_id: str
    permission_claims: PermissionClaims
    audience_parameter: str | None

    def __post_init__(self) -> None:
        if not self.audiences or not ASYMMETRIC.issuperset(self.algorithms) or not self.algorithms:
            raise ValueError("Name at least one audience, and asymmetric algorithms only.")


def verify(
    token: str,
    keys: KeySource,
    issuer: str,
    audiences: Sequence[str],
    *,
    algorithms: Sequence[str] = ("RS256",),
    client_id: str = "",
    permission_claim: ClaimPath | PermissionClaims = "permissions",
    audience_parameter: str | None = "audience",
) -> VerifiedToken:
    """Return what an access token says once everything about it holds.

    It must be signed with one of ``algorithms`` by a key of ``keys`` (which its header names
    by ``kid``; ``jwk``, ``jku`` and ``x5u`` are never looked at), come from ``issuer``
    exactly, be for at least one of ``audiences``, and be in force. ``client_id`` only helps
    to recognise an ID token and say so, ``audience_parameter`` only to say what to ask with.

    Raises InvalidToken with a sentence that names the mistake and no part of the token, and
    KeysUnavailable when the key source does. Sources: RFC 7519, RFC 8725, RFC 9068 section 4.
    """
    if not token.isascii():
        raise InvalidToken(NO_TOKEN)
    if len(token) > LONGEST_TOKEN:
        raise InvalidToken(f"The token is longer than {LONGEST_TOKEN} characters.")
    places = permission_claim
    if not isinstance(places, PermissionClaims):
        places = PermissionClaims(keys_of(places))
    expected = _Expected(issuer, tuple(audiences), tuple(algorithms), client_id, places, audience_parameter)
    name = (hashlib.sha256(token.encode()).digest(), expected)
    known: VerifiedToken | None = verified_tokens.get(name, keys)
    if known:
        return known
    header = _checked_header(token, expected)
    kid = header["kid"]
    key = keys.get(kid) or keys.get(kid, _stated_issue(token))
    if key is None:
        raise InvalidToken("The token is signed by a key that the issuer does not have.")
    public = _key_for(header["alg"], key)
    if not is_strong(public):
        raise InvalidToken("The token is signed by a key that is too weak.")
    verified = _read(_checked_claims(token, public, expected), expected)
    verified_tokens.put(name, verified, verified.expires_at, kid, key)
    return verified


def _checked_header(token: str, expected: _Expected) -> Mapping[str, Any]:
    """Return the header once it may lead to a key. It is not signed for yet: trust nothing else in it."""
    if token.count(".") != DOTS:
        raise InvalidToken(f"This token names no API; {_ask(expected)}" if _is_opaque(token) else NO_TOKEN)
    header = _header(token)
    if not isinstance(header, dict) or "=" in token:
        raise InvalidToken(NO_TOKEN)
    if header.get("alg") not in expected.algorithms:
        raise InvalidToken(f"The token is not signed with {' or '.join(expected.algorithms)}.")
    if "crit" in header or "b64" in header:
        raise InvalidToken("The token demands an extension that is not known here (crit).")
    if str(header.get("typ", "JWT")).lower() not in ACCESS_TOKEN_TYPES:
        raise InvalidToken("This is another kind of token; send the access token.")
    if not isinstance(header.get("kid"), str):
        # A set of one key would need none, but then a rotation makes the token ambiguous.
        raise InvalidToken("The token does not name its key (kid).")
    return header


def _header(token: str) -> Any:
    try:
        return json.loads(base64url_decode(token.partition(".")[0]))
    except (ValueError, RecursionError):
        raise InvalidToken("This is not a token: its header cannot be read.") from None


def _is_opaque(token: str) -> bool:
    """Say whether this may be a token that names no API, which only its issuer can read."""
    if token.count(".") == ENCRYPTED_DOTS:
        header = _header(token)
        return isinstance(header, dict) and "enc" in header
    return "." not in token and len(token) >= LEAST_OPAQUE


def _key_for(algorithm: str, key: IssuerKey) -> PublicKey:
    if not isinstance(key, BoundKey):
        return key
    if key.algorithm != algorithm:
        raise InvalidToken(f"The token is signed by a key that is for {key.algorithm} only.")
    return key.public


def _stated_issue(token: str) -> float | None:
    """Return when a token says that it was issued, None when it could not be. Nothing signs for it yet."""
    try:
        issued_at: Any = jwt.decode(token, options={"verify_signature": False}).get("iat")
    except (jwt.PyJWTError, RecursionError):
        return None
    return issued_at if is_time(issued_at) and issued_at <= time.time() + LEEWAY else None


def _checked_claims(token: str, key: PublicKey, expected: _Expected) -> dict[str, Any]:
    try:
        claims = _decoded(token, key, expected)
    except jwt.ExpiredSignatureError:
        raise InvalidToken("The token has expired.") from None
    except jwt.ImmatureSignatureError:
        raise InvalidToken("The token is not valid yet.") from None
    except jwt.InvalidIssuerError:
        raise InvalidToken("The token comes from another issuer.") from None
    except jwt.MissingRequiredClaimError as error:
        if error.claim == "aud":
            raise InvalidToken(f"This token names no API; {_ask(expected)}") from None
        raise InvalidToken(f"The token lacks the claim {error.claim}.") from None
    except jwt.InvalidAudienceError:
        # The signature is right; whatever else may be wrong, this only finds words for the refusal.
        claims = jwt.decode(token, options={"verify_signature": False})
        raise InvalidToken(_wrong_audience(claims, expected)) from None
    except jwt.InvalidSignatureError:
        raise InvalidToken("The token's signature is wrong.") from None
    except jwt.PyJWTError:
        raise InvalidToken("The token cannot be read.") from None
    if any(claim in claims for claim in ID_TOKEN_CLAIMS):
        raise InvalidToken(NOT_FOR_APIS)
    if "cnf" in claims:
        # Who stole it could not use it elsewhere; taken as a plain one it would be worth stealing here.
        raise InvalidToken(
            "This token is bound to its sender (cnf); this API takes plain bearer tokens only."
        )
    return claims


def _decoded(token: str, key: PublicKey, expected: _Expected) -> dict[str, Any]:
    return _jwt.decode(
        token,
        key=key,
        algorithms=list(expected.algorithms),
        issuer=expected.issuer,
        audience=expected.audiences,
        leeway=LEEWAY,
        options={**CHECKS, "require": ["iss", "aud", "exp", "iat", "sub"], "verify_jti": False},
    )


def _read(claims: dict[str, Any], expected: _Expected) -> VerifiedToken:
    """Check what PyJWT leaves to its caller: it would take a time written as a string, or true."""
    for claim in ("exp", "iat", "nbf"):
        if claim in claims and not is_time(claims[claim]):
            raise InvalidToken(f"The token's {claim} is not a number.")
    if not claims["sub"]:
        raise InvalidToken("The token's sub is empty.")
    if not storable(claims["sub"]):
        raise InvalidToken("The token's sub is not text.")
    audience = claims["aud"]
    audiences = (audience,) if isinstance(audience, str) else tuple(audience)
    return VerifiedToken(
        issuer=claims["iss"],
        subject=claims["sub"],
        audiences=audiences,
        permissions=expected.permission_claims.granted(claims, audiences),
        scopes=frozenset(claims["scope"].split()) if isinstance(claims.get("scope"), str) else frozenset(),
        # RFC 9068 names the client in client_id, Auth0 in azp.
        client=_first_text(claims, "client_id", "azp"),
        party=_first_text(claims, "azp", "client_id"),
        issued_at=claims["iat"],
        expires_at=claims["exp"],
        claims=claims,
    )


def _first_text(claims: Mapping[str, Any], *names: str) -> str | None:
    found = next((claims[name] for name in names if name in claims), None)
    return found if isinstance(found, str) else None


def is_time(value: Any) -> bool:
    """Say whether a claim may be a time (RFC 7519 section 2, NumericDate)."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _wrong_audience(claims: Mapping[str, Any], expected: _Expected) -> str:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if expected.client_id in named or any(claim in claims for claim in ID_TOKEN_CLAIMS):
        return NOT_FOR_APIS
    if all(str(item).endswith("/userinfo") for item in named):
        return f"This token names no API; {_ask(expected)}"
    return f"This token is for another API; {_ask(expected)}"


def _ask(expected: _Expected) -> str:
    return how_to_ask(expected.audience_parameter, expected.audiences[0])
