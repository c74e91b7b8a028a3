"""What a token request asks for and rests on, kept on oauthlib's request from one hook to the next."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from oauth2_provider.models import Grant, RefreshToken
from oauthlib.common import Request

from directory.effective_permissions import person_by, rows_of
from identity.clients.applications import checked_audience
from identity.clients.exceptions import InvalidTarget
from identity.management_api.scopes import asks_for_management, granted_scopes
from identity.models import SignIn
from identity.token import rotation
from permissions_api.directory import Person


@dataclass(slots=True)
class TokenContext:
    """``sign_in`` is the login the tokens come of, None for a machine; ``login_scope`` what it asked.

    ``granted_scopes`` are those of this one access token; ``rotated`` is the refresh token used up for it.
    """

    sign_in: SignIn | None = None
    login_scope: str = ""
    granted_scopes: list[str] = field(default_factory=list)
    rotated: RefreshToken | None = None
    person: Person | None = None

    def known(self, user: User | None) -> Person | None:
        """Return the user as the directory knows them now, asked once for all tokens of this request."""
        if self.person is None and user:
            self.person = person_by(rows_of(user.pk))
        return self.person


def context_of(request: Request) -> TokenContext:
    """Return the request's own. Never by getattr: oauthlib reads a name that is not set from the body."""
    context: TokenContext = vars(request).setdefault("token_context", TokenContext())
    return context


def asked_audience(request: Request) -> str | None:
    """Return the audience a token request names: Auth0's ``audience``, or ``resource`` of RFC 8707."""
    body = request.decoded_body or []
    asked = {value for name, value in body if name in ("audience", "resource") and value}
    if len(asked) > 1:
        raise InvalidTarget("One token is for one API: name one audience.", request=request)
    return next(iter(asked), None)


def settle_audience(request: Request) -> str | None:
    """Put the one audience of the token, or none, into ``request.resource``, and return it.

    It was settled at /authorize and a later request can only repeat it, but for a refresh
    where one refresh token serves several APIs. A machine client, which was never there,
    names it here. Raises InvalidTarget.
    """
    asked = asked_audience(request)
    if request.grant_type == "client_credentials":
        request.user, audience = None, asked
        if not asked:
            raise InvalidTarget("Name the API the token is for: audience=…", request=request)
        if asks_for_management(request, asked):
            return _settle_management(request, asked)
    else:
        audience = _audience_of_login(request)
        is_refresh = request.grant_type == "refresh_token"
        if asked and audience and is_refresh and rotation.serves_any_audience(request.client):
            audience = asked
        if asked and asked != audience:
            raise InvalidTarget(
                "The audience is settled when the person logs in; ask /authorize for another.",
                request=request,
            )
    request.resource = [checked_audience(audience, request.client)] if audience else []
    return audience


def _settle_management(request: Request, audience: str) -> str:
    if not granted_scopes(request.client):
        raise InvalidTarget("This client was granted no scope of the Management API.", request=request)
    request.resource = [audience]
    return audience


def _audience_of_login(request: Request) -> str | None:
    if request.grant_type == "refresh_token":
        return next(iter(request.refresh_token_instance.resource), None)
    resource = Grant.objects.filter(code=request.code, application=request.client).values_list("resource")
    (audiences,) = resource.first() or ([],)
    return next(iter(audiences), None)
