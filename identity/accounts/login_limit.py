"""Slow down whoever guesses passwords: attempts are counted by user name and by address.

An attempt is counted before the password is looked at, so that many at once cannot slip
through, and given back when it succeeds: who gets in counts against nobody.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from permissions_api.addresses import client_address
from resources.rate_limits.counters import give_back, spend

TOO_OFTEN = "too_many_login_attempts"
NAME = "login name"
ADDRESS = "login address"
CODE = "login code"
CODES_A_DAY = (100, 86_400)  # of a million, three are good at any time
IN_MINUTES, IN_HOURS = 120, 7_200  # seconds from which on a wait is told in them


class LoginAttempt:
    """One attempt to prove who one is, with a password or a code."""

    def __init__(self, request: HttpRequest, username: str) -> None:
        self.counted = [
            (ADDRESS, client_address(request), settings.LOGIN_RATE),
            (NAME, name_key(username), settings.LOGIN_RATE),
        ]

    def begin(self) -> None:
        """Count the attempt. Raises ValidationError that says how long to wait."""
        for scope, key, rate in self.counted:
            wait = spend(scope, key, rate)
            if wait:
                raise ValidationError(_in_words(wait), code=TOO_OFTEN, params={"wait": wait})

    def succeeded(self) -> None:
        for scope, key, rate in self.counted:
            give_back(scope, key, rate)


class CodeAttempt(LoginAttempt):
    """One with a code, of which a day of guesses at LOGIN_RATE would find one in twenty."""

    def __init__(self, request: HttpRequest, username: str) -> None:
        super().__init__(request, username)
        self.counted.append((CODE, name_key(username), settings.LOGIN_RATE and CODES_A_DAY))


def name_key(username: str) -> str:
    # Names are looked up by their capitals, and "rob\u0131n" has those of "robin".
    return username.strip().upper().lower()


def _in_words(seconds: int) -> str:
    if seconds >= IN_HOURS:
        return gettext("Too many attempts. Try again in {hours} hours.").format(hours=-(-seconds // 3_600))
    if seconds >= IN_MINUTES:
        return gettext("Too many attempts. Try again in {minutes} minutes.").format(minutes=-(-seconds // 60))
    return ngettext(
        "Too many attempts. Try again in {seconds} second.",
        "Too many attempts. Try again in {seconds} seconds.",
        seconds,
    ).format(seconds=seconds)
