"""For whom the gateway asks: the header in which it says so, and whose token that stands for.

Where the gateway asks alone the APIs see its token and no other. What that person may
give to others still depends on the person, and how fresh the login is on theirs, so the gateway
says in a header who it is. The header of anybody else means nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from permissions_api.conf import conf
from permissions_api.freshness import auth_time_of
from permissions_api.tokens.verification import VerifiedToken

if TYPE_CHECKING:
    from django.http import HttpRequest

    # It imports what the guard imports this for.
    from rest_framework.request import Request

ACTING_FOR, IN_ENVIRON = "X-Acting-For", "HTTP_X_ACTING_FOR"
MOST_KEPT = 1_000  # people whose header is not written anew for each request


def token_behind(token: VerifiedToken, request: HttpRequest | Request) -> VerifiedToken:
    """Return what the person's own token would say, by the gateway's header; any other token as it is."""
    # Every change asks this: no dictionary of all headers for one of them.
    said = dict(parse_qsl(request.META.get(IN_ENVIRON, "")))
    if not is_the_gateway(token) or not said.get("sub"):
        return token
    party, scopes = said.get("client"), frozenset(said.get("scope", "").split())
    auth_time = int(said["auth_time"]) if "auth_time" in said else None
    claims = {**token.claims, conf.AUTH_TIME_CLAIM: auth_time}
    return replace(token, subject=said["sub"], client=party, party=party, scopes=scopes, claims=claims)


def acting_for(token: VerifiedToken) -> str:
    """Return what the gateway's header says of the person whose token it was shown."""
    return _written(token.subject, token.party, token.scopes, auth_time_of(token))


@lru_cache(MOST_KEPT)
def _written(subject: str, party: str | None, scopes: frozenset[str], auth_time: float | None) -> str:
    at = None if auth_time is None else str(int(auth_time))
    words = {"sub": subject, "client": party, "scope": " ".join(sorted(scopes)), "auth_time": at}
    return urlencode({name: value for name, value in words.items() if value})


def is_the_gateway(token: VerifiedToken) -> bool:
    """Say whether the gateway asks with its own token, which stands for whomever it names beside."""
    return conf.strategy.gateway_asks_alone and token.client == token.subject == conf.GATEWAY_CLIENT_ID
