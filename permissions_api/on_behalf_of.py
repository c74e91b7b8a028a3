"""Who stands behind a request: the token's own subject, or the person for whom the gateway asks.

Where the gateway asks alone the APIs see its token and no other. What that person may
give to others still depends on the person, so the gateway says in a header who it is. The header
of anybody else means nothing.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from rest_framework.request import Request

from permissions_api.conf import conf
from permissions_api.effective_permissions import effective_permissions_of
from permissions_api.permissions import valid_token
from permissions_api.tokens.verification import VerifiedToken

ACTING_FOR, IN_ENVIRON = "X-Acting-For", "HTTP_X_ACTING_FOR"
MOST_KEPT = 1_000  # people whose header is not written anew for each request


@dataclass(frozen=True, slots=True)
class Requester:
    """The one who asks for a change, as a token says or the gateway does."""

    token: VerifiedToken

    @property
    def subject(self) -> str:
        return self.token.subject

    def held(self) -> Collection[str]:
        """Return what they may do now by the directory, through this client.

        Raises InvalidToken and DirectoryUnavailable.
        """
        if is_the_gateway(self.token):
            return frozenset()  # It did not say for whom it asks.
        return effective_permissions_of(self.token, since=time.monotonic(), fresh=True).held


def requester(request: Request) -> Requester:
    """Return who asks. Call it after the guard."""
    return Requester(token_behind(valid_token(request), request))


def token_behind(token: VerifiedToken, request: HttpRequest | Request) -> VerifiedToken:
    """Return what the person's own token would say, by the gateway's header; any other token as it is."""
    # Every change asks this: no dictionary of all headers for one of them.
    said = dict(parse_qsl(request.META.get(IN_ENVIRON, "")))
    if not is_the_gateway(token) or not said.get("sub"):
        return token
    party, scopes = said.get("client"), frozenset(said.get("scope", "").split())
    return replace(token, subject=said["sub"], client=party, party=party, scopes=scopes)


def acting_for(token: VerifiedToken) -> str:
    """Return what the gateway's header says of the person whose token it was shown."""
    return _written(token.subject, token.party, token.scopes)


@lru_cache(MOST_KEPT)
def _written(subject: str, party: str | None, scopes: frozenset[str]) -> str:
    words = {"sub": subject, "client": party, "scope": " ".join(sorted(scopes))}
    return urlencode({name: value for name, value in words.items() if value})


def is_the_gateway(token: VerifiedToken) -> bool:
    """Say whether the gateway asks with its own token, which stands for whomever it names beside."""
    return conf.strategy.gateway_asks_alone and token.client == token.subject == conf.GATEWAY_CLIENT_ID
