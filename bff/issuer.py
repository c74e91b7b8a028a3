"""Ask the issuer for the tokens of people, as the site's own client, which has a secret.

No transaction may be open meanwhile: an answer takes as long as the issuer likes, at most SECONDS.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt
from django.conf import settings
from django.utils.module_loading import import_string

from bff import id_token
from bff.exceptions import LoginFailed, SessionEnded, TokensUnavailable
from bff.token_set import AccessToken, TokenSet
from gateway.exceptions import BadGateway
from gateway.issued import ACCESS_TOKEN, EXCHANGE, issued
from permissions_api.audiences import known_audiences, resources_of
from permissions_api.conf import conf
from permissions_api.exceptions import KeysUnavailable
from permissions_api.http import Unfetchable, exchange, within
from permissions_api.tokens.endpoints import issuer_endpoints

log = logging.getLogger(__name__)

SECONDS = 3.0  # for the whole of one answer
ABOUT_THE_PERSON = ("openid", "profile", "email", "offline_access")
# What an issuer says of a refresh token, or of its person, that no later request would change.
OVER = {
    *("invalid_grant", "access_denied", "unauthorized"),  # the last is Auth0's word for who is blocked
    *("login_required", "interaction_required", "consent_required", "account_selection_required"),
}
WRONG_SETTINGS = {
    "invalid_client": "BFF_CLIENT_ID and BFF_CLIENT_SECRET name no client there",
    "unauthorized_client": "the client that BFF_CLIENT_ID names may not use this grant",
    "unsupported_grant_type": "the issuer does not know this grant",
    "invalid_target": "the client that BFF_CLIENT_ID names may not ask for this audience (AUDIENCES)",
    "invalid_scope": "the client that BFF_CLIENT_ID names may not ask for this API's permissions as scopes",
}
OTHERWISE = "it refuses what BFF_CLIENT_ID asks"


class Refused(Exception):
    """The issuer says no, with an error code of RFC 6749 section 5.2 or one of its own."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def login_parameters() -> list[tuple[str, str]]:
    """Return for what a login asks at /authorize: the scopes, and the API or APIs that tokens are for."""
    parameter = conf.flavour.audience_parameter
    audiences = dict.fromkeys([conf.AUDIENCE])
    if parameter == "resource":
        # What a refresh may name is what the login named (RFC 8707 section 2.2).
        audiences |= dict.fromkeys(known_audiences())
    named = [(parameter, audience) for audience in audiences] if parameter else []
    return [("scope", _scopes(conf.AUDIENCE)), *named]


def redeem(code: str, verifier: str, nonce: str) -> TokenSet:
    """Return the tokens for the code of a login, whose ID token is verified.

    Raises LoginFailed when the issuer refuses or gives less than is needed, TokensUnavailable when it
    does not answer, and KeysUnavailable.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": f"{settings.SITE_URL}/bff/callback",
        **_naming(conf.AUDIENCE),
    }
    asked_at = time.time()
    try:
        answer = _asked(form)
    except Refused as error:
        why = WRONG_SETTINGS.get(error.error, "the issuer refuses the code")
        raise LoginFailed("token_endpoint", why) from None
    access = _access(answer, conf.AUDIENCE, asked_at)
    if access is None:
        raise LoginFailed("wrong_audience", f"the issuer gives no token for {conf.AUDIENCE}")
    claims = id_token.verified(answer.get("id_token"), nonce)
    refresh = answer.get("refresh_token")
    if not isinstance(refresh, str) or not refresh:
        raise LoginFailed("no_refresh_token", f"the issuer gives the client {conf.CLIENT_ID} none")
    return TokenSet(refresh, claims, {conf.AUDIENCE: access})


def refreshed(held: TokenSet, audience: str) -> TokenSet:
    """Return the tokens after a refresh: with one for this audience, unless the answer held no fit one.

    Raises SessionEnded when the issuer refuses, TokensUnavailable when it does not answer, and BadGateway
    when it does not take what the settings here say.
    """
    form = {"grant_type": "refresh_token", "refresh_token": held.refresh, **_naming(audience)}
    if conf.flavour.auth0_paths:
        # Elsewhere none may be named that the login did not get, and without any all of these count.
        form["scope"] = _scopes(audience)
    asked_at = time.time()
    try:
        answer = _asked(form)
    except Refused as error:
        if error.error in OVER:
            raise SessionEnded() from None
        raise _misfit(error, audience) from None
    # The former one may be used up: whatever else the answer holds, its successor must not be lost.
    refresh = answer.get("refresh_token")
    held = TokenSet(
        refresh if isinstance(refresh, str) and refresh else held.refresh,
        _claims_after(held, answer),
        {name: token for name, token in held.access.items() if name != audience},
    )
    access = _access(answer, audience, asked_at)
    return held.with_access(audience, access) if access else held


def exchanged(held: TokenSet, audience: str) -> TokenSet:
    """Return the tokens with one for this audience, got for the one for AUDIENCE (RFC 8693).

    Raises TokensUnavailable and BadGateway as ``refreshed``.
    """
    form = {
        "grant_type": EXCHANGE,
        "subject_token": held.access[conf.AUDIENCE].token,
        "subject_token_type": ACCESS_TOKEN,
        conf.flavour.exchange_parameter: audience,
    }
    asked_at = time.time()
    try:
        answer = _asked(form)
    except Refused as error:
        raise _misfit(error, audience) from None
    access = _access(answer, audience, asked_at)
    return held.with_access(audience, access) if access else held


def revoke(refresh_token: str) -> None:
    """Let a refresh token open nothing any more (RFC 7009). Where that fails, the log says so."""
    form = {"token": refresh_token, "token_type_hint": "refresh_token"}
    try:
        # RFC 7009 section 2.2: what the answer holds does not matter, and mostly it is nothing.
        here = settings.BFF_REVOCATION_ENDPOINT
        status, _ = _sent("revocation_endpoint", here, form, says_something=False)
    except TokensUnavailable:
        status = 0
    if status != 200:  # noqa: PLR2004
        log.warning("The issuer did not revoke a refresh token: %s.", status or "no answer")


def token_request(form: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    """Return status and answer of the token endpoint. Raises TokensUnavailable when there is none."""
    return _sent("token_endpoint", settings.BFF_TOKEN_ENDPOINT, form)


def _sent(
    endpoint: str, here: str, form: Mapping[str, str], *, says_something: bool = True
) -> tuple[int, Mapping[str, Any]]:
    """Ask an endpoint, or the function ``here`` names by its path where the provider is in this process."""
    form = {**form, "client_id": conf.CLIENT_ID, "client_secret": settings.BFF_CLIENT_SECRET}
    if here:
        ask: Callable[[Mapping[str, str]], tuple[int, Mapping[str, Any]]] = import_string(here)
        return ask(form)
    address = issuer_endpoints().get(endpoint, "")
    if not address:
        log.warning("The issuer's discovery document cannot be had, or names no %s.", endpoint)
        raise TokensUnavailable()

    def posted(deadline: float) -> tuple[int, Mapping[str, Any]]:
        answer = exchange("POST", address, deadline, form)
        return answer.status, answer.json_object() if says_something else {}

    try:
        return within(SECONDS, posted)
    except Unfetchable as error:
        log.warning("The issuer's %s fails: %s.", endpoint, type(error.__cause__ or error).__name__)
        raise TokensUnavailable() from error


def _asked(form: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what the token endpoint gives. Raises Refused and TokensUnavailable."""
    status, answer = token_request(form)
    if status == 200:  # noqa: PLR2004
        return answer
    error = answer.get("error")
    if status >= 500 or status == 429 or status < 400 or not isinstance(error, str):  # noqa: PLR2004
        log.warning("The issuer's token endpoint answers %s.", status)
        raise TokensUnavailable()
    raise Refused(error)


def _naming(audience: str) -> dict[str, str]:
    parameter = conf.flavour.audience_parameter
    return {parameter: audience} if parameter else {}


def _scopes(audience: str) -> str:
    permissions = [name for resource in resources_of(audience) for name in resource.permissions]
    return " ".join([*ABOUT_THE_PERSON, *(permissions if conf.flavour.permission_scopes else ())])


def _access(answer: Mapping[str, Any], audience: str, asked_at: float) -> AccessToken | None:
    """Return the access token of an answer, None with a word in the log where it is none for this API."""
    found = issued(answer)
    if found is None:
        log.error("The issuer answers 200 without a bearer token and its expires_in.")
    elif not _is_for(found.token, audience):
        log.error("The issuer was asked for a token of %s, and gave one that is not for it.", audience)
    else:
        return AccessToken.of(found, asked_at)
    return None


def _is_for(token: str, audience: str) -> bool:
    """Say whether a token that came from the issuer itself names the audience: some leave it out silently."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, RecursionError):
        return False
    named = claims.get("aud")
    return audience in (named if isinstance(named, list) else [named])


def _claims_after(held: TokenSet, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is known of the person after a refresh. Raises SessionEnded where it is another one."""
    if "id_token" not in answer:
        return held.id_claims
    try:
        return {**held.id_claims, **id_token.verified_again(answer["id_token"], held.id_claims["sub"])}
    except KeysUnavailable:
        return held.id_claims
    except LoginFailed:
        raise SessionEnded() from None


def _misfit(refused: Refused, audience: str) -> BadGateway:
    # The issuer's own words are not repeated: they may hold what was sent.
    log.error("No token for %s: %s.", audience, WRONG_SETTINGS.get(refused.error, OTHERWISE))
    return BadGateway("This site is not allowed to get a token for this API; its log says which setting.")
