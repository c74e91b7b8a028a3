"""Who asks for a change: the token's own subject, or the person for whom the gateway asks."""

import time
from collections.abc import Collection
from dataclasses import dataclass

from rest_framework.request import Request

from permissions_api.acting_for import is_the_gateway, token_behind
from permissions_api.effective_permissions import effective_permissions_of
from permissions_api.permissions import valid_token
from permissions_api.tokens.verification import VerifiedToken


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
