"""What a client may do of all that a person holds, as the provider knows it.

The provider lives outside this package and is reached by the dotted path in
the setting ``DELEGATION`` alone. Another issuer's tokens are taken as they are.
"""

from collections.abc import Callable, Collection
from typing import Protocol

from permissions_api.conf import conf, instance_of
from permissions_api.directory import Person
from permissions_api.tokens.verification import VerifiedToken


class Delegation(Protocol):
    """Which clients people gave how much to do for them."""

    def alone(self, client: str) -> Collection[str] | None:
        """Return what this client may do for itself, with no person behind it; None when it is no machine."""

    def found(
        self, subject: str, client: str | None, scopes: Collection[str]
    ) -> tuple[Person | None, frozenset[str] | None]:
        """Return the person with this ``sub``, None when unknown, and what they allowed this client.

        That is None for a client that needs no consent. ``scopes`` are those of the token, which
        bound what somebody else's client may do. Both in one question, as nearly every request asks.
        """


def held_alone(client: str) -> Collection[str] | None:
    """Return what a machine may do now; None when it is none any more, or nobody can tell."""
    delegation = _configured()
    return delegation.alone(client) if delegation else None


def person_behind(
    token: VerifiedToken, find: Callable[[str], Person | None]
) -> tuple[Person | None, frozenset[str] | None]:
    """Return the person of this token, None when unknown, and the scopes that its client was allowed.

    Those are None for the site's own clients. The provider, where there is one, knows its own people.
    """
    delegation = _configured()
    if delegation is None:
        return find(token.subject), None
    return delegation.found(token.subject, token.party, token.scopes)


def _configured() -> Delegation | None:
    return instance_of(conf.DELEGATION) if conf.DELEGATION else None
