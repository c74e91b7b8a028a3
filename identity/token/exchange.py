"""Token exchange (RFC 8693): a person's token for the gateway becomes one for a single API.

The person stays who they are (``sub``) and the gateway is named beside them (``act``), so that the
API checks the person's own permissions.
"""

import json
import time
from typing import Any

from django.conf import settings
from oauth2_provider.models import Application
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.grant_types.base import GrantTypeBase

from identity.clients.applications import checked_audience
from identity.clients.exceptions import InvalidTarget
from identity.token.subject_token import Subject
from identity.token.token_claims import mint_access_token
from identity.token.token_request import asked_audience
from permissions_api.conf import conf

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  the name of a kind of token
ONCE_ONLY = (
    *("grant_type", "client_id", "client_secret", "subject_token", "subject_token_type"),
    *("requested_token_type", "audience", "resource", "scope"),
)


def in_force() -> bool:
    """Say whether tokens can be exchanged here at all."""
    return conf.strategy.exchanges


def may_exchange(client: Application) -> bool:
    """Say whether this client may exchange tokens: the gateway alone, which can keep a secret."""
    confidential = client.client_type == Application.CLIENT_CONFIDENTIAL
    return in_force() and confidential and client.client_id == conf.GATEWAY_CLIENT_ID


class TokenExchangeGrant(GrantTypeBase):
    """The grant ``urn:ietf:params:oauth:grant-type:token-exchange``."""

    def create_token_response(self, request: Request, token_handler: Any) -> tuple[dict[str, str], str, int]:
        """Return headers, body and status. No row is written: nothing here can be refreshed or revoked."""
        headers: dict[str, str] = self._get_default_headers()
        try:
            answer = self._exchange(request)
        except errors.OAuth2Error as error:
            return headers | error.headers, error.json, error.status_code
        return headers, json.dumps(answer), 200

    def _exchange(self, request: Request) -> dict[str, object]:
        if not in_force():
            raise errors.UnsupportedGrantTypeError("Tokens are not exchanged here.")
        _check_parameters_come_once(request)
        self._check_client(request)
        _check_types(request)
        audience = _audience(request)
        return _answer(request, audience, Subject.of(request.subject_token))

    def _check_client(self, request: Request) -> None:
        if not self.request_validator.authenticate_client(request):
            raise errors.InvalidClientError("No client has this id and this secret.")
        named = getattr(request, "client_id", None)
        if named and named != request.client.client_id:
            raise errors.InvalidClientError("The header and the body name different clients.")
        if not self.request_validator.validate_grant_type(named, GRANT, request.client, request):
            raise errors.UnauthorizedClientError("Only the gateway's client may exchange tokens.")


def _check_parameters_come_once(request: Request) -> None:
    for name in ONCE_ONLY:
        if name in request.duplicate_params:
            raise errors.InvalidRequestError(f"{name} is given twice.")


def _check_types(request: Request) -> None:
    for name in ("subject_token", "subject_token_type"):
        if not getattr(request, name, None):
            raise errors.InvalidRequestError(f"Send {name}.")
    if request.subject_token_type != ACCESS_TOKEN:
        raise errors.InvalidRequestError(f"subject_token_type is {ACCESS_TOKEN}.")
    if getattr(request, "requested_token_type", None) not in (None, "", ACCESS_TOKEN):
        raise errors.InvalidRequestError(f"requested_token_type can only be {ACCESS_TOKEN}.")
    if getattr(request, "actor_token", None) or getattr(request, "actor_token_type", None):
        raise errors.InvalidRequestError("Send no actor_token: the client that asks is the actor.")


def _audience(request: Request) -> str:
    audience = asked_audience(request)
    if not audience:
        raise InvalidTarget("Name the API the token is for: audience=URL")
    if audience == conf.AUDIENCE:
        raise InvalidTarget("This is the gateway's own audience; name that of one API.")
    return checked_audience(audience, request.client)


def _answer(request: Request, audience: str, subject: Subject) -> dict[str, object]:
    permissions = subject.permissions(audience)
    scopes = _scopes(request, subject, permissions)
    now = int(time.time())
    expires_at = min(int(subject.token.expires_at), now + settings.ACCESS_TOKEN_SECONDS)
    token = mint_access_token(
        subject=subject.token.subject,
        client_id=request.client.client_id,
        audience=audience,
        held=permissions,
        scopes=scopes,
        expires_at=expires_at,
        auth_time=subject.auth_time,
        party=subject.token.client,
    )
    return {
        "access_token": token,
        "issued_token_type": ACCESS_TOKEN,
        "token_type": "Bearer",
        "expires_in": expires_at - now,
        "scope": " ".join(scopes),
    }


def _scopes(request: Request, subject: Subject, permissions: list[str]) -> list[str]:
    """Return the scopes of the new token: those asked, else those of the old one that fit this API."""
    asked = list(dict.fromkeys((request.scope or "").split()))
    if set(asked) - set(permissions):
        raise errors.InvalidScopeError("Some of the scopes are more than this person may do at this API.")
    return asked or [name for name in permissions if name in subject.token.scopes]
