"""Turn a bearer access token into request.user and request.auth."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from permissions_api.audiences import accepted_audience, known_audiences, permission_claims
from permissions_api.conf import Misconfigured, conf
from permissions_api.effective_permissions import effective_permissions_of
from permissions_api.exceptions import InvalidRequest, NotConfigured, NoToken
from permissions_api.permissions import RequiresNamedPermission, RequiresScope
from permissions_api.required_permission import action_of, resource_of
from permissions_api.tokens.keys import accepted_algorithms, configured_keys
from permissions_api.tokens.verification import VerifiedToken, verify

NOT_IN_TOKENS = (",", *filter(str.isspace, map(chr, range(256))))  # a header is of Latin-1

log = logging.getLogger("permissions_api.refusals")


@dataclass(frozen=True, slots=True)
class TokenSubject:
    """Whom a token speaks for. What is stored about a person is stored under both."""

    issuer: str
    subject: str


class BearerAuthentication(BaseAuthentication):
    """Authentication by one access token in the Authorization header (RFC 6750 section 2.1).

    ``request.user`` becomes a TokenSubject and ``request.auth`` the VerifiedToken; both are
    None when no bearer token was sent. Sessions, cookies and rows of ``auth_user`` mean
    nothing here.
    """

    def authenticate(self, request: Request) -> tuple[TokenSubject, VerifiedToken] | None:
        """Raises InvalidRequest, InvalidToken, KeysUnavailable, DirectoryUnavailable or NotConfigured."""
        try:
            return self._authenticated(request)
        except Misconfigured as error:
            log.error("%s", error)
            raise NotConfigured() from error

    def _authenticated(self, request: Request) -> tuple[TokenSubject, VerifiedToken] | None:
        by_token_alone = conf.PERMISSION_SOURCE == "token"  # Misconfigured comes before any refusal.
        token = bearer_token(request)
        if token is None:
            return None
        verified = verified_token(token, audiences_for(request.parser_context["view"], request.method or ""))
        if not by_token_alone:
            effective_permissions_of(verified)  # refuses the deactivated, whatever is asked
        return TokenSubject(verified.issuer, verified.subject), verified

    def authenticate_header(self, request: Request) -> str:
        """The WWW-Authenticate of a 401 that brings none of its own."""
        return NoToken().auth_header


def verified_token(token: str, audiences: Sequence[str]) -> VerifiedToken:
    """Return what a token says, verified as the settings demand. Raises what ``verify`` raises."""
    return verify(
        token,
        configured_keys(),
        conf.ISSUER,
        audiences,
        algorithms=accepted_algorithms(),
        client_id=conf.CLIENT_ID,
        permission_claim=permission_claims(),
        audience_parameter=conf.flavour.audience_parameter,
    )


def audiences_for(view: Any, method: str) -> tuple[str, ...]:
    """Return the audiences a view accepts for this method.

    That is the one of its resource, or every known one without a resource.

    What stands before the APIs accepts AUDIENCE alone, and what has an audience of its own that alone,
    so that no API's token opens another's.
    """
    guards = getattr(view, "permission_classes", ())
    if RequiresScope in guards:
        return (view.audience,)
    if RequiresNamedPermission in guards:
        return (conf.AUDIENCE,)
    resource = resource_of(view, action_of(view, method))
    return known_audiences() if resource is None else (accepted_audience(resource),)


def bearer_token(request: Request) -> str | None:
    """Return the token of the Authorization header, None without one or with another scheme.

    Raises InvalidRequest for a malformed header and for more than one token. WSGI joins
    repeated headers with a comma, which no token contains.
    """
    if request.META.get("QUERY_STRING") and "access_token" in request.query_params:
        raise InvalidRequest("Send the token in the Authorization header and nowhere else.")
    header: str = request.META.get("HTTP_AUTHORIZATION", "")
    scheme, _, token = header.strip(" ").partition(" ")
    if scheme.lower() != "bearer":
        if scheme.lower().startswith("bearer"):
            raise InvalidRequest("Write the header as: Authorization: Bearer TOKEN.")
        return None
    token = token.strip(" ")
    if not token or any(letter in token for letter in NOT_IN_TOKENS):
        raise InvalidRequest("Send exactly one token, as: Authorization: Bearer TOKEN.")
    return token
