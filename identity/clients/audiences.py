"""For which API a token is asked, and whether the client may ask for it (RFC 8707)."""

from oauth2_provider.models import Application
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors

from identity.clients.applications import allowed_audiences
from permissions_api.audiences import known_audiences


class InvalidTarget(errors.OAuth2Error):
    """The audience is unknown, or not for this client (RFC 8707)."""

    error = "invalid_target"


def asked_audience(request: Request) -> str | None:
    """Return the audience a token request names: Auth0's ``audience``, or ``resource`` of RFC 8707."""
    body = request.decoded_body or []
    asked = {value for name, value in body if name in ("audience", "resource") and value}
    if len(asked) > 1:
        raise InvalidTarget("One token is for one API: name one audience.", request=request)
    return next(iter(asked), None)


def checked_audience(audience: str, client: Application) -> str:
    """Return the audience. Raises InvalidTarget when it is unknown or the client may not ask for it."""
    if audience not in known_audiences():
        raise InvalidTarget("No API here has this audience.")
    if audience not in allowed_audiences(client):
        raise InvalidTarget("This client may not ask for this audience.")
    return audience
