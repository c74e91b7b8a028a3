"""Meet a client as its people do: a login with consent in a browser, and what its answer is worth."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from django.conf import settings
from oauth2_provider.models import Application

from identity.clients.exceptions import RegistrationRefused
from identity.clients.registration import Registration, register
from permissions_api.conf import conf
from permissions_api.resource import declared_resources

PORT = 8976
CALLBACK = f"http://127.0.0.1:{PORT}/callback"
PATIENCE = 300  # seconds for a person to log in and to decide
DONE = b"<!doctype html><title>Back at the client</title><p>Back. What came stands in the terminal."


def ensure_client(client_id: str) -> Application:
    """Return the third-party client of this id that answers at CALLBACK, made where there is none of this id.

    Raises RegistrationRefused.
    """
    client = Application.objects.filter(client_id=client_id).first()
    if client is None:
        asked = Registration(
            name=client_id.capitalize(),
            client_id=client_id,
            redirect_uris=[CALLBACK],
            audiences=[conf.AUDIENCE],
            public=True,
            third_party=True,
        )
        return register(asked)[0]
    if CALLBACK not in client.redirect_uris.split() or client.client_type != Application.CLIENT_PUBLIC:
        raise RegistrationRefused(f"{client_id} is a client of its own, not one to try. Choose another id.")
    return client


@dataclass(frozen=True)
class Trial:
    """One login at a client, with a state and a PKCE verifier of its own."""

    client_id: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def address(self) -> str:
        """Where the browser begins: it asks for what can be looked at and changed, but not removed."""
        wanted = [
            permission
            for resource in declared_resources()
            for permission in resource.permissions
            if not permission.startswith("delete:")
        ]
        challenge = urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "audience": conf.AUDIENCE,
            "scope": " ".join(["openid", "profile", *wanted]),
            "state": self.state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{settings.SITE_URL}/authorize?{urlencode(query)}"

    def redeem(self, answer: dict[str, str]) -> dict[str, Any]:
        """Return what the code in an answer is worth, or the error that came in its place."""
        if answer.get("state") != self.state:
            return {"error": "This answer belongs to another login."}
        if "code" not in answer:
            return answer
        redeemed = {
            "grant_type": "authorization_code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "code": answer["code"],
            "code_verifier": self.verifier,
        }
        tokens: dict[str, Any] = requests.post(
            f"{settings.SITE_URL}/oauth/token", data=redeemed, timeout=10
        ).json()
        return tokens


def wait_for_answer() -> dict[str, str]:
    """Return the query of the one request that comes back to CALLBACK; nothing when none comes in time."""
    found: dict[str, str] = {}

    class Callback(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # http.server's own way to call it
            address = urlsplit(self.path)
            if address.path == urlsplit(CALLBACK).path:
                found.update({name: values[0] for name, values in parse_qs(address.query).items()})
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(DONE)

        def log_message(self, *_: object) -> None:
            """Keep the code out of the terminal."""

    with HTTPServer(("127.0.0.1", PORT), Callback) as server:
        server.timeout = PATIENCE
        server.handle_request()
    return found
