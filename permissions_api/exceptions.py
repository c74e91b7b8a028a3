"""Why a request with a bearer token is refused: the error classes of RFC 6750 section 3.1."""

from http import HTTPStatus

from django.conf import settings
from rest_framework.exceptions import APIException

from permissions_api.conf import conf


class BearerError(APIException):
    """A refusal that brings its own WWW-Authenticate.

    It is deliberately no AuthenticationFailed: for those DRF writes one and the same
    header over ours. ``description`` is a sentence in printable ASCII without ``"`` and
    ``\\`` (RFC 6750 section 3) and never holds any part of a token.
    """

    status_code = HTTPStatus.UNAUTHORIZED
    scope: str | None = None

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description

    @property
    def auth_header(self) -> str:
        """The value of WWW-Authenticate."""
        challenge = f'{_challenge()}, error="{self.default_code}", error_description="{self.description}"'
        return f'{challenge}, scope="{self.scope}"' if self.scope else challenge


class NoToken(BearerError):
    """401 whose WWW-Authenticate has no error code: the client may not know yet that a token is needed."""

    default_code = "no_token"

    def __init__(self) -> None:
        super().__init__("Log in first: this address needs an access token, sent as Authorization: Bearer.")

    @property
    def auth_header(self) -> str:
        return _challenge()


class InvalidRequest(BearerError):
    """401 ``invalid_request``: the credentials are not one bearer token."""

    default_code = "invalid_request"


class InvalidToken(BearerError):
    """401 ``invalid_token``: expired, forged, or meant for somebody else."""

    default_code = "invalid_token"


class InsufficientScope(BearerError):
    """403 ``insufficient_scope``: a good token that lacks ``permission`` (None: nothing could give it)."""

    status_code = HTTPStatus.FORBIDDEN
    default_code = "insufficient_scope"

    def __init__(self, permission: str | None) -> None:
        if permission is None:
            super().__init__("Nobody may do this: no permission is declared for it.")
            return
        super().__init__(f"This action requires the permission '{permission}'.")
        self.scope = permission
        self.problem_members = {"required_permission": permission}


class InsufficientUserAuthentication(BearerError):
    """401 ``insufficient_user_authentication`` (RFC 9470): the login of a good token is too old."""

    default_code = "insufficient_user_authentication"

    def __init__(self, max_age: int) -> None:
        super().__init__(f"This action requires a login no older than {max_age} seconds.")
        self.max_age = max_age
        self.problem_members = {"max_age": max_age}

    @property
    def auth_header(self) -> str:
        return f'{super().auth_header}, max_age="{self.max_age}"'


def _challenge() -> str:
    return f'Bearer realm="{conf.REALM}"'


class DirectoryUnavailable(APIException):
    """503: who somebody is and what they hold cannot be asked now. ``wait`` is in seconds."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The directory of people cannot be reached just now. Try again shortly."
    default_code = "directory_unavailable"
    logged = True
    wait: float = 1


class KeysUnavailable(APIException):
    """503: the issuer's keys cannot be had now and none is cached. ``wait`` is in seconds."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The issuer's keys cannot be reached just now. Try again shortly."
    default_code = "keys_unavailable"
    logged = True

    def __init__(self, wait: float = 1) -> None:
        super().__init__()
        self.wait = wait


class KeyNotKnownYet(KeysUnavailable):
    """503: the token may be signed by a key that is newer than those known here."""

    default_detail = "The token's key is not known here yet. Try again shortly."


class BodyTooLarge(APIException):
    """The request's body is longer than DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "body_too_large"

    def __init__(self) -> None:
        super().__init__(f"The body is too large. Send at most {largest_body()}.")


def largest_body() -> str:
    """Return DATA_UPLOAD_MAX_MEMORY_SIZE as people write it."""
    return f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000:.3g} MB"


class NotConfigured(APIException):
    """503: the setting PERMISSIONS_API cannot be used. What is wrong with it is for the operator's eyes."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "This API is not set up yet: its operator finds out why with manage.py check."
    default_code = "not_configured"
    logged = True


class DatabaseUnavailable(APIException):
    """503: the database is away, or others held what is needed for too long. ``wait`` is in seconds."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The database cannot be used just now. Try again shortly."
    default_code = "database_unavailable"
    logged = True
    wait = 1
