"""Why the backend for the frontend refuses: no login, another's, a foreign page, or no tokens just now."""

from http import HTTPStatus
from typing import Any

from rest_framework.exceptions import APIException

import gateway.exceptions


class SessionError(APIException):
    """401 without WWW-Authenticate: a cookie is no scheme of HTTP, and no token would help here."""

    status_code = HTTPStatus.UNAUTHORIZED


class NoSession(SessionError):
    """Nobody is logged in in this browser."""

    default_detail = "Log in first: nobody is logged in in this browser."
    default_code = "no_session"


class SessionEnded(SessionError):
    """The login that the page speaks of is over: too old, ended elsewhere, or refused by the issuer."""

    default_detail = "Your login has expired or was ended elsewhere."
    default_code = "session_ended"


class SessionChanged(SessionError):
    """The page speaks of one login, and the browser has another now: that of ``name`` with this sub."""

    default_detail = "Somebody logged in anew in this browser, in another tab."
    default_code = "session_changed"

    def __init__(self, name: str, subject: str) -> None:
        super().__init__()
        self.problem_members: dict[str, Any] = {"name": name, "subject": subject}


class ForeignRequest(APIException):
    """403: it does not come from a page of this site."""

    status_code = HTTPStatus.FORBIDDEN
    default_detail = "This address answers the pages of this site alone."
    default_code = "foreign_request"


class WrongHost(APIException):
    """421 (RFC 9110 section 15.5.20): the site is asked under a name that is not its own."""

    status_code = HTTPStatus.MISDIRECTED_REQUEST
    default_code = "wrong_host"

    def __init__(self, site: str) -> None:
        super().__init__(f"This address answers under {site} alone.")


class TokensUnavailable(gateway.exceptions.TokensUnavailable):
    """503: the issuer gives no token just now. ``wait`` is in seconds."""

    default_detail = "The login cannot be renewed just now. Try again shortly."


class LoginFailed(Exception):
    """A login came to nothing. The page has words for ``code``; ``why`` is for the log, without a secret."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(why or code)
        self.code = code
