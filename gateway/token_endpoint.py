"""Ask the authorization server for a token of an API, by client credentials or for a person's token."""

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from gateway.exceptions import BadGateway, TokensUnavailable
from gateway.issued import ACCESS_TOKEN, EXCHANGE, Issued, issued
from permissions_api.audiences import audience_of
from permissions_api.conf import conf
from permissions_api.exceptions import InvalidToken
from permissions_api.http import Unfetchable, post_form, within
from permissions_api.resource import Resource
from permissions_api.tokens.endpoints import issuer_endpoints

log = logging.getLogger(__name__)

SECONDS = 2.0  # for the whole answer
# RFC 8693 section 2.2.2 names the first for a subject token that is not valid; others send the second.
SUBJECT_REFUSED = ("invalid_request", "invalid_grant")
WRONG_SETTINGS = {
    "invalid_client": "GATEWAY_CLIENT_ID and GATEWAY_CLIENT_SECRET name no client there",
    "unauthorized_client": "the client that GATEWAY_CLIENT_ID names may not use this grant",
    "unsupported_grant_type": "the server at GATEWAY_TOKEN_URL does not know the grant of AUDIENCE_STRATEGY",
    "invalid_target": "the client that GATEWAY_CLIENT_ID names may not ask for this audience (AUDIENCES)",
    "access_denied": "the client that GATEWAY_CLIENT_ID names has no grant for this audience (AUDIENCES)",
    "invalid_scope": "the client that GATEWAY_CLIENT_ID names lacks permissions of this API",
}
OTHERWISE = "it refuses what GATEWAY_CLIENT_ID asks"


def machine_token(resource: Resource) -> Issued:
    """Return a token of the gateway's own (RFC 6749 section 4.4). Raises BadGateway, TokensUnavailable."""
    form = {"grant_type": "client_credentials"}
    if conf.flavour.permission_scopes:
        form["scope"] = " ".join(resource.permissions)
    return _ask(resource, form, conf.flavour.audience_parameter)


def exchanged_token(resource: Resource, subject_token: str) -> Issued:
    """Return a token in the person's name (RFC 8693). Raises also InvalidToken when theirs is refused."""
    form = {"grant_type": EXCHANGE, "subject_token": subject_token, "subject_token_type": ACCESS_TOKEN}
    return _ask(resource, form, conf.flavour.exchange_parameter)


def _address() -> str:
    """Return the token endpoint: the setting's, else the discovered one. Raises TokensUnavailable.

    The embedded provider's own is no answer: a process never waits for itself.
    """
    address = settings.GATEWAY_TOKEN_URL
    if not address and not settings.EMBEDDED:
        address = issuer_endpoints().get("token_endpoint", "")
    if not address:
        raise TokensUnavailable("The gateway was not told where to get tokens. GATEWAY_TOKEN_URL says so.")
    return address


def _ask(resource: Resource, form: Mapping[str, str], parameter: str | None) -> Issued:
    address = _address()
    form = {
        **form,
        **({parameter: audience_of(resource)} if parameter else {}),
        "client_id": conf.GATEWAY_CLIENT_ID,
        "client_secret": settings.GATEWAY_CLIENT_SECRET,
    }
    # Without it our own provider, behind an https SITE_URL, would send us to https.
    headers = {"X-Forwarded-Proto": settings.SITE.scheme}
    try:
        status, answer = within(SECONDS, lambda deadline: post_form(address, form, deadline, headers))
    except Unfetchable as error:
        why = type(error.__cause__ or error).__name__
        log.warning("GATEWAY_TOKEN_URL gives no token for %s: %s.", resource.name, why)
        raise TokensUnavailable() from error
    if status == 200:  # noqa: PLR2004
        return _issued(answer)
    raise _refusal(status, answer, resource, exchanged=form["grant_type"] == EXCHANGE)


def _issued(answer: Mapping[str, Any]) -> Issued:
    found = issued(answer)
    if found is None:
        log.warning("GATEWAY_TOKEN_URL answers 200 without a bearer token and its expires_in.")
        raise TokensUnavailable()
    return found


def _refusal(status: int, answer: Mapping[str, Any], resource: Resource, *, exchanged: bool) -> Exception:
    error = answer.get("error")
    if status >= 500 or status == 429 or status < 400 or not isinstance(error, str):  # noqa: PLR2004
        log.warning("GATEWAY_TOKEN_URL answers %s for %s.", status, resource.name)
        return TokensUnavailable()
    if exchanged and error in SUBJECT_REFUSED:
        return InvalidToken(
            "The authorization server does not exchange this token, or not any more. Log in again;"
            " a machine asks for a token of the API itself."
        )
    # The server's own words are not repeated: they may hold what was sent.
    log.error("No token for %s: %s.", resource.name, WRONG_SETTINGS.get(error, OTHERWISE))
    return BadGateway("The gateway is not allowed to get a token for this API; its log says which setting.")
