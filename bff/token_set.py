"""The tokens of a session, and how they are stored: encrypted, with a key that follows from SECRET_KEY."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from gateway.issued import Issued
from resources.encryption import Undecryptable, decrypt, encrypt

PURPOSE = "tokens of a session"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token for one audience. ``asked_at`` is in seconds since 1970, for processes tell each other."""

    token: str
    seconds: float
    asked_at: float

    @classmethod
    def of(cls, issued: Issued, asked_at: float) -> "AccessToken":
        return cls(issued.token, issued.seconds, asked_at)

    @property
    def age(self) -> float:
        return time.time() - self.asked_at

    @property
    def is_usable(self) -> bool:
        return self.age < Issued(self.token, self.seconds).used_for

    @property
    def is_due(self) -> bool:
        """Say whether another one is to be asked for, though this one may be usable still."""
        return self.age >= Issued(self.token, self.seconds).renewed_after


@dataclass(frozen=True, slots=True)
class TokenSet:
    """What the issuer gave: a refresh token, what its ID token said, and access tokens by audience."""

    refresh: str
    id_claims: Mapping[str, Any]
    access: Mapping[str, AccessToken] = field(default_factory=dict)

    def with_access(self, audience: str, token: AccessToken) -> "TokenSet":
        return replace(self, access={**self.access, audience: token})


def seal(tokens: TokenSet) -> str:
    """Return what is stored."""
    return encrypt(json.dumps(asdict(tokens), separators=(",", ":")), PURPOSE)


def opened(sealed: str) -> TokenSet | None:
    """Return what was sealed; None when no key of the settings fits, or it is damaged."""
    try:
        stored = json.loads(decrypt(sealed, PURPOSE))
    except Undecryptable:
        return None
    access = {audience: AccessToken(**token) for audience, token in stored["access"].items()}
    return TokenSet(stored["refresh"], stored["id_claims"], access)
