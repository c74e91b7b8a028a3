"""What a client may do of all that a person holds, as the provider knows it.

The provider lives outside this package and is reached by the dotted path in
``settings.DELEGATION`` alone. Another issuer's tokens are taken as they are.
"""

from collections.abc import Collection
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from permissions_api.tokens import VerifiedToken


class Delegation(Protocol):
    """Which clients people gave how much to do for them."""

    def alone(self, client: str) -> Collection[str] | None:
        """Return what this client may do for itself, with no person behind it; None when it is no machine."""

    def allowed(self, client: str | None, subject: str, scopes: Collection[str]) -> frozenset[str] | None:
        """Return what this client may do for this person at most; None when it needs no consent.

        ``scopes`` are those of the token, which bound what somebody else's client may do.
        """


def held_alone(client: str) -> Collection[str] | None:
    """Return what a machine may do now; None when it is none any more, or nobody can tell."""
    delegation = _configured()
    return delegation.alone(client) if delegation else None


def allowed_to_client_of(token: VerifiedToken) -> frozenset[str] | None:
    """Return the scopes that the person of this token allowed its client; None when it is the site's own."""
    delegation = _configured()
    return delegation.allowed(token.party, token.subject, token.scopes) if delegation else None


def _configured() -> Delegation | None:
    return _delegation(settings.DELEGATION) if settings.DELEGATION else None


@cache
def _delegation(path: str) -> Delegation:
    delegation: Delegation = import_string(path)()
    return delegation
