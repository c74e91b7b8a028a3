"""How long ago somebody proved who they are, for actions that ask that it be not long (RFC 9470)."""

import time

from permissions_api.conf import conf
from permissions_api.exceptions import InsufficientUserAuthentication
from permissions_api.tokens.verification import LEEWAY, VerifiedToken, is_time


def require_fresh(token: VerifiedToken, max_age: int) -> None:
    """Raise InsufficientUserAuthentication unless its login is at most ``max_age`` seconds old.

    Who does not say when they logged in, such as a machine, has not done so.
    """
    auth_time = auth_time_of(token)
    # A time to come is none at which anybody has logged in.
    if auth_time is None or not -LEEWAY <= time.time() - auth_time <= max_age + LEEWAY:
        raise InsufficientUserAuthentication(max_age)


def auth_time_of(token: VerifiedToken) -> float | None:
    """Return when the person of a token logged in, in seconds since 1970; None where it does not say."""
    auth_time = token.claims.get(conf.AUTH_TIME_CLAIM)
    return auth_time if is_time(auth_time) else None
