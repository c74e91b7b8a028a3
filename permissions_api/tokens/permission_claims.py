"""Where in a token its permissions stand: in one claim, or for some APIs in others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from permissions_api.conf import ClaimPath
from permissions_api.tokens.claims import strings_at


@dataclass(frozen=True, slots=True)
class OtherClaim:
    """Another place for the permissions ``names`` (None: for all), in tokens for ``audience`` (None: in all).

    There alone they count: what the usual claim says of them is passed over.
    """

    path: tuple[str, ...]
    names: frozenset[str] | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class PermissionClaims:
    """The usual claim, and the ``others``, of which a later one counts before an earlier."""

    usual: tuple[str, ...] = ("permissions",)
    others: tuple[OtherClaim, ...] = ()

    def granted(self, claims: Mapping[str, Any], audiences: Sequence[str]) -> frozenset[str]:
        """Return what a token's claims grant; nothing where there is anything but a list of strings."""
        granted = strings_at(self.usual, claims)
        for other in self.others:
            if other.audience is None or other.audience in audiences:
                found = strings_at(other.path, claims)
                granted = found if other.names is None else (granted - other.names) | (found & other.names)
        return granted


def keys_of(claim: ClaimPath) -> tuple[str, ...]:
    """Return the keys that lead to a claim. One that is written as a text is taken whole, dots and all."""
    return (claim,) if isinstance(claim, str) else tuple(claim)
