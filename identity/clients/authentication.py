"""Look at a client's secret before anything else is done for it, and count the wrong ones.

A right one is never counted and always passes, however many wrong ones came and from wherever. Wrong
ones, and what is asked without a secret as public clients do, are counted by client and address; wrong
ones by address alone as well, for whoever tries one client after another.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest
from oauth2_provider.models import Application

from identity.clients import hashers, legacy_secrets
from identity.clients.exceptions import TooOften, WrongSecret
from identity.clients.registration import LONGEST_ID
from identity.clients.secret_cache import secret_hashes
from permissions_api.addresses import client_address
from permissions_api.text import storable
from resources.rate_limits.traffic import Traffic

CLIENTS_OF_AN_ADDRESS = 4  # so many may fail as often as TOKEN_RATE allows, then the address has to wait

# oauthlib reads an attribute that nobody set from the body, so that one named like a private
# attribute would be taken for it. Others are left away, as RFC 6749 section 3.2 asks.
KNOWN_PARAMETERS = {
    *("grant_type", "client_id", "client_secret", "scope", "audience", "resource"),
    *("code", "code_verifier", "redirect_uri", "refresh_token"),
    *("subject_token", "subject_token_type", "requested_token_type", "actor_token", "actor_token_type"),
    *("token", "token_type_hint", "access_token"),
}

unauthenticated_traffic = Traffic("token")
wrong_secret_traffic = Traffic("secret")


@dataclass(frozen=True, slots=True)
class Credentials:
    """The client that a request names and the secret it brings; each empty when there is none."""

    client_id: str
    secret: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Credentials":
        client_id, secret = basic_credentials(request)
        if secret:
            return cls(client_id, secret)
        body = dict(body_parameters(request))
        return cls(body.get("client_id") or client_id, body.get("client_secret", ""))


def check_client(request: HttpRequest) -> None:
    """Return when the request brings the right secret, or none and not too often.

    Raises WrongSecret and TooOften.
    """
    credentials, address = Credentials.of(request), client_address(request)
    if credentials.secret and _is_right(credentials, address):
        return
    if credentials.secret:
        _count(wrong_secret_traffic, address, CLIENTS_OF_AN_ADDRESS)
    _count(unauthenticated_traffic, counted_as(credentials.client_id, address))
    if credentials.secret:
        raise WrongSecret


def counted_as(client_id: str, address: str) -> str:
    """Return under what name the requests of a client from an address are counted."""
    return f"{client_id[:LONGEST_ID]} {address}"


def _count(traffic: Traffic, caller: str, times: int = 1) -> None:
    if settings.TOKEN_RATE:
        allowed, seconds = settings.TOKEN_RATE
        wait = traffic.spend(caller, (allowed * times, seconds))
        if wait:
            raise TooOften(wait)


def _is_right(credentials: Credentials, address: str) -> bool:
    stored = secret_hashes.of(credentials.client_id)
    if hashers.is_keyed(stored):
        right = hashers.fits(credentials.secret, stored)
    else:
        right = legacy_secrets.fits(credentials.secret, stored, address)
    if right and not hashers.is_current(credentials.secret, stored):
        # Past the signals: the secret is the same, so there is nothing to tell the audit trail.
        clients = Application.objects.filter(client_id=credentials.client_id, client_secret=stored)
        clients.update(client_secret=hashers.hashed(credentials.secret))
        secret_hashes.forget()
    return right


def body_parameters(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the parameters of the body that mean something, none when it cannot be read or looked up.

    One given twice is handed on twice, for oauthlib to refuse.
    """
    read = _from_json if request.content_type == "application/json" else _from_form
    parameters = [(name, value) for name, value in read(request) if name in KNOWN_PARAMETERS]
    return parameters if all(storable(name + value) for name, value in parameters) else []


def basic_credentials(request: HttpRequest) -> tuple[str, str]:
    """Return client and secret of a Basic Authorization header (RFC 6749 section 2.3.1), or twice ""."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    try:
        named = base64.b64decode(credentials).decode() if scheme == "Basic" else ""
    except (binascii.Error, UnicodeError):
        return "", ""
    client_id, _, secret = named.partition(":")
    return unquote_plus(client_id), unquote_plus(secret)


def _from_form(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _from_json(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return []
    if not isinstance(body, dict):
        return []
    return [(name, value) for name, value in body.items() if isinstance(value, str)]
