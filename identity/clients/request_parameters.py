"""Hand requests to oauthlib: those for tokens as forms or JSON, those to /authorize by their query alone."""

import base64
import binascii
import json
from urllib.parse import unquote_plus

from django.http import HttpRequest
from oauth2_provider.oauth2_backends import OAuthLibCore

from permissions_api.text import storable

# oauthlib reads an attribute that nobody set from the body, so that one named like a private
# attribute would be taken for it. Others are left away, as RFC 6749 section 3.2 asks.
KNOWN_PARAMETERS = {
    *("grant_type", "client_id", "client_secret", "scope", "audience", "resource"),
    *("code", "code_verifier", "redirect_uri", "refresh_token"),
    *("subject_token", "subject_token_type", "requested_token_type", "actor_token", "actor_token_type"),
    *("token", "token_type_hint", "access_token"),
}


class FormOrJson(OAuthLibCore):
    def extract_body(self, request: HttpRequest) -> list[tuple[str, str]]:
        return body_parameters(request)


class QueryOnly(OAuthLibCore):
    """What a consent form posts is the person's answer; it must not change what the client asked."""

    def extract_body(self, request: HttpRequest) -> list[tuple[str, str]]:
        return []


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
