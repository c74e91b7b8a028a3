"""What a token endpoint gives (RFC 6749 section 5.1): a bearer token, and how long it is good for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  the name of a kind of token
TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")  # RFC 6750 section 2.1
LONGEST_SECONDS = 1e9  # some thirty years
MARGIN_SECONDS = 10.0  # not used any more so shortly before its end; a tenth of a shorter life
RENEWED_BEFORE = 30.0  # renewed so long before it is not used any more; a fifth of a shorter life


@dataclass(frozen=True, slots=True)
class Issued:
    """An access token and how long it is good for, in seconds."""

    token: str
    seconds: float

    @property
    def used_for(self) -> float:
        """Return for how many seconds it is used: another machine's clock and the way there take some."""
        return self.seconds - min(MARGIN_SECONDS, self.seconds / 10)

    @property
    def renewed_after(self) -> float:
        """Return after how many seconds another one is asked for, while this one is used still."""
        return self.used_for - min(RENEWED_BEFORE, self.used_for / 5)


def issued(answer: Mapping[str, Any]) -> Issued | None:
    """Read what came with status 200; None where it is no bearer token with its lifetime."""
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    is_bearer = str(answer.get("token_type", "")).lower() == "bearer"
    if not (isinstance(token, str) and TOKEN.fullmatch(token) and _is_lifetime(seconds) and is_bearer):
        return None
    return Issued(token, max(0.0, float(seconds or 0)))


def _is_lifetime(seconds: object) -> bool:
    """Say whether this is a number of seconds: JSON can hold what no clock reaches, and Python reads NaN."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return False
    return abs(seconds) <= LONGEST_SECONDS
