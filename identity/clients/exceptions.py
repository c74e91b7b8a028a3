"""Why a client gets nothing."""

from oauthlib.oauth2.rfc6749.errors import OAuth2Error


class WrongSecret(Exception):
    """No client has this id and this secret."""


class TooOften(Exception):
    """Nothing was done. ``wait`` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class InvalidTarget(OAuth2Error):
    """The audience is unknown, or not for this client (RFC 8707)."""

    error = "invalid_target"


class RegistrationRefused(ValueError):
    """The application cannot be registered or removed as asked; the message says why."""
