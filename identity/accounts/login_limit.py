"""Slow down whoever guesses passwords: attempts are counted by user name and by address.

An attempt is counted before the password is looked at, so that many at once cannot slip
through, and given back when it succeeds: who gets in counts against nobody.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from permissions_api.addresses import client_address
from resources.rate_limits.counters import give_back, spend

TOO_OFTEN = "too_many_login_attempts"
NAME = "login name"
ADDRESS = "login address"
IN_MINUTES = 120  # seconds from which on a wait is told in minutes


class LoginAttempt:
    """One attempt to prove who one is, with a password or a code."""

    def __init__(self, request: HttpRequest, username: str) -> None:
        self.keys = {ADDRESS: client_address(request), NAME: name_key(username)}

    def begin(self) -> None:
        """Count the attempt. Raises ValidationError that says how long to wait."""
        for scope, key in self.keys.items():
            wait = spend(scope, key, settings.LOGIN_RATE)
            if wait:
                raise ValidationError(
                    f"Too many attempts. Try again in {_in_words(wait)}.",
                    code=TOO_OFTEN,
                    params={"wait": wait},
                )

    def succeeded(self) -> None:
        for scope, key in self.keys.items():
            give_back(scope, key, settings.LOGIN_RATE)


def name_key(username: str) -> str:
    # Names are looked up by their capitals, and "rob\u0131n" has those of "robin".
    return username.strip().upper().lower()


def _in_words(seconds: int) -> str:
    if seconds == 1:
        return "1 second"
    return f"{seconds} seconds" if seconds < IN_MINUTES else f"{-(-seconds // 60)} minutes"
