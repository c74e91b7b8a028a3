"""What a client asks at /authorize, read and checked before anybody is shown a page."""

import json
import re
import time
from dataclasses import dataclass
from hashlib import sha256

import jwt
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from identity.accounts.sign_ins import Presence
from identity.authorize.exceptions import AuthorizationError
from identity.authorize.return_address import ReturnAddress, modes
from identity.clients.applications import checked_audience
from identity.clients.scopes import Scopes
from identity.keys.id_token_hint import hinted_subject
from permissions_api.text import storable

CODE_PLEASE = (
    "This provider knows only response_type=code with PKCE (code_challenge and"
    " code_challenge_method=S256): tokens never travel in an address."
)
S256_PLEASE = "PKCE is required: send a code_challenge with code_challenge_method=S256."
ONCE_ONLY = (
    "response_type",
    "scope",
    "prompt",
    "max_age",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)
LONGEST_NONCE = 255  # characters; the column it is kept in holds no more
PROMPTS = {"none", "login", "consent", "select_account"}
# A signed cookie: which request asked to log in anew, and when. A row would be anybody's to make.
LOGIN_ASKED = f"{settings.SESSION_COOKIE_NAME}_login_asked"
LOGIN_SECONDS = 3600  # how long a login may take; after that the question is asked once more


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One checked request. ``scopes`` are those asked for; ``audience`` is None when none was named."""

    address: ReturnAddress
    scopes: tuple[str, ...]
    audience: str | None
    prompt: frozenset[str]
    max_age: int | None
    subject_hint: str | None

    @classmethod
    def of(cls, request: HttpRequest, address: ReturnAddress) -> "AuthorizationRequest":
        """Read the query. Raises AuthorizationError with the first thing that is wrong with it."""
        query = request.GET
        for name in ONCE_ONLY:
            if len(query.getlist(name)) > 1:
                raise AuthorizationError("invalid_request", f"{name} is given twice.")
        if address.mode not in modes():
            raise AuthorizationError("invalid_request", f"response_mode is one of: {', '.join(modes())}.")
        _check_code_and_pkce(
            query.get("response_type", ""),
            query.get("code_challenge", ""),
            query.get("code_challenge_method", ""),
        )
        _check_nonce(query.get("nonce", ""))
        if "request" in query or "request_uri" in query:
            raise AuthorizationError(
                "request_not_supported", "Send the parameters one by one, not as a request object."
            )
        return cls(
            address=address,
            scopes=_scopes(query.get("scope", "")),
            audience=_audience(request, address),
            prompt=_prompt(query.get("prompt", "")),
            max_age=_max_age(query.get("max_age", "")),
            subject_hint=_hinted_subject(query.get("id_token_hint", ""), address.client.client_id),
        )

    @property
    def silent(self) -> bool:
        """Whether no page may be shown: the client asks from a hidden frame."""
        return "none" in self.prompt

    def wants_new_login(self, request: HttpRequest, presence: Presence) -> bool:
        """Say whether the person must prove anew who they are, though they are logged in.

        A request that asked for it is satisfied by what was proven after it first came.
        """
        asked_at = _login_asked_at(request)
        if asked_at is not None:
            return presence.auth_time.timestamp() < asked_at
        if "login" in self.prompt or self.max_age == 0:
            return True
        age = (timezone.now() - presence.auth_time).total_seconds()
        return self.max_age is not None and age > self.max_age

    @staticmethod
    def remember_login_asked(request: HttpRequest, response: HttpResponseBase) -> None:
        """Note in a cookie since when this very request has been waiting for a login."""
        if _login_asked_at(request) is None:
            response.set_signed_cookie(
                LOGIN_ASKED,
                f"{_digest(request)} {time.time()}",
                max_age=LOGIN_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )


def _check_code_and_pkce(response_type: str, challenge: str, method: str) -> None:
    if response_type != "code":
        raise AuthorizationError("unsupported_response_type", CODE_PLEASE)
    if method != "S256" or not re.fullmatch(r"[A-Za-z0-9_-]{43}", challenge):
        raise AuthorizationError("invalid_request", S256_PLEASE)


def _check_nonce(nonce: str) -> None:
    if len(nonce) > LONGEST_NONCE or not storable(nonce):
        raise AuthorizationError("invalid_request", f"A nonce is text of at most {LONGEST_NONCE} characters.")


def _scopes(scope: str) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(scope.split()))
    unknown = set(asked) - set(Scopes().get_available_scopes())
    if unknown:
        raise AuthorizationError(
            "invalid_scope", "Some of the scopes are not known here; see scopes_supported."
        )
    return asked


def _audience(request: HttpRequest, address: ReturnAddress) -> str | None:
    values = [*request.GET.getlist("audience"), *request.GET.getlist("resource")]
    asked = {value for value in values if value}
    if len(asked) > 1:
        raise AuthorizationError("invalid_target", "One token is for one API: name one audience.")
    try:
        return checked_audience(asked.pop(), address.client) if asked else None
    except OAuth2Error as error:
        raise AuthorizationError(error.error, error.description) from error


def _prompt(prompt: str) -> frozenset[str]:
    asked = frozenset(prompt.split())
    if asked - PROMPTS:
        raise AuthorizationError("invalid_request", f"prompt is of: {', '.join(sorted(PROMPTS))}.")
    if "none" in asked and len(asked) > 1:
        raise AuthorizationError("invalid_request", "prompt=none cannot be combined with another.")
    return asked


def _max_age(max_age: str) -> int | None:
    if not max_age:
        return None
    if not re.fullmatch(r"\d{1,9}", max_age, re.ASCII):
        raise AuthorizationError("invalid_request", "max_age is a number of seconds.")
    return int(max_age)


def _hinted_subject(id_token: str, client_id: str) -> str | None:
    """Return the ``sub`` of an ID token this client got from us, expired or not; None for no hint."""
    if not id_token:
        return None
    try:
        return hinted_subject(id_token, client_id)
    except jwt.InvalidTokenError as error:
        raise AuthorizationError(
            "invalid_request", "The id_token_hint is not an ID token of yours from here."
        ) from error


def _login_asked_at(request: HttpRequest) -> float | None:
    """Return since when this very request has been waiting for a login, in seconds since 1970."""
    noted = request.get_signed_cookie(LOGIN_ASKED, "", max_age=LOGIN_SECONDS) or ""
    digest, _, at = noted.partition(" ")
    return float(at) if digest == _digest(request) else None


def _digest(request: HttpRequest) -> str:
    return sha256(json.dumps(sorted(request.GET.lists())).encode()).hexdigest()
