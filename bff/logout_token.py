"""Verify an issuer's word that somebody has logged out (OpenID Connect Back-Channel Logout 1.0)."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bff.signed_tokens import NotSigned, signed_claims
from permissions_api.conf import conf
from permissions_api.text import storable
from permissions_api.tokens.verification import LEEWAY

TYPES = ("logout+jwt", "application/logout+jwt", "jwt", "")  # The first is recommended (section 2.4).
EVENT = "http://schemas.openid.net/event/backchannel-logout"
MOST_AGE = 120  # seconds, of a token that does not say when it ends: older issuers' do not
MOST_SECONDS = 86_400  # No logout token lasts longer: its jti has to be remembered until its end.


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """Who has logged out: a session at the issuer, all of a person's, or a person's of that session.

    ``digest`` tells the token from all others, until ``over_at`` (seconds since 1970), when none counts.
    """

    issuer: str
    subject: str | None
    sid: str | None
    digest: str
    over_at: float


def logged_out(token: str) -> LoggedOut:
    """Return what a logout token says (section 2.6). Raises NotSigned and KeysUnavailable."""
    claims = signed_claims(token, TYPES, ("jti",))
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping):
        raise NotSigned("It is no logout token (events).")
    if "nonce" in claims:
        raise NotSigned("It is an ID token (nonce).")
    subject, sid = _text(claims, "sub"), _text(claims, "sid")
    if not (subject or sid):
        raise NotSigned("It names neither a person nor a session (sub, sid).")
    now, over_at = time.time(), claims.get("exp", claims["iat"] + MOST_AGE) + LEEWAY
    if not now < over_at <= now + MOST_SECONDS:
        raise NotSigned("It is too old, or lasts for too long.")
    digest = hashlib.sha256(f"{conf.ISSUER} {claims['jti']}".encode()).hexdigest()
    return LoggedOut(claims["iss"], subject, sid, digest, over_at)


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if value is not None and not (isinstance(value, str) and value and storable(value)):
        raise NotSigned(f"Its {name} is no text.")
    return value
