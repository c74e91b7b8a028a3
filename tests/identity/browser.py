"""A browser and the client inside it, as far as the provider can tell them from real ones."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from directory.demo import PASSWORD
from identity.keys.signing_keys import EmbeddedKeys
from permissions_api.conf import conf

REDIRECT_URI = f"{settings.SITE_URL}/callback"
SCOPE = "openid profile email offline_access"


class Browser(Client):
    def __init__(self, **defaults: Any) -> None:
        super().__init__(HTTP_HOST=settings.SITE.netloc, **defaults)
        self.verifier = secrets.token_urlsafe(48)

    def log_in(
        self, name: str, password: str = PASSWORD, path: str = "/u/login/", **more: str
    ) -> HttpResponse:
        return self.post(path, {"login": name, "password": password, **more})

    def authorize(self, client_id: str = conf.CLIENT_ID, **changes: str | None) -> HttpResponse:
        """Ask for a code as the SPA would; a keyword changes a parameter, None leaves it out."""
        query = self.query(client_id, **changes)
        return self.get("/authorize", query)

    def query(self, client_id: str = conf.CLIENT_ID, **changes: str | None) -> dict[str, str]:
        query: dict[str, str | None] = {
            "client_id": client_id,
            "response_type": "code",
            "redirect_uri": REDIRECT_URI,
            "scope": SCOPE,
            "state": "a-state",
            "nonce": "a-nonce",
            "audience": conf.AUDIENCE,
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in query.items() if value is not None}

    def code(self, client_id: str = conf.CLIENT_ID, **changes: str | None) -> str:
        return answer(self.authorize(client_id, **changes))["code"]

    def redeem(self, code: str, client_id: str = conf.CLIENT_ID, **changes: str | None) -> HttpResponse:
        body = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": self.verifier,
            **changes,
        }
        return self.post("/oauth/token", {name: value for name, value in body.items() if value is not None})

    def refresh(self, refresh_token: str, client_id: str = conf.CLIENT_ID, **more: str) -> HttpResponse:
        body = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": refresh_token, **more}
        return self.post("/oauth/token", body)

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        """Return the answer of the token endpoint after a whole login of the SPA."""
        response = self.redeem(self.code(**changes))
        assert response.status_code == 200, response.content
        return response.json()

    def userinfo(self, access_token: str) -> HttpResponse:
        return self.get("/userinfo", HTTP_AUTHORIZATION=f"Bearer {access_token}")


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def answer(response: HttpResponse) -> dict[str, str]:
    """Return what a redirect carries back to the client."""
    assert response.status_code == 302, response.content
    location = urlsplit(response["Location"])
    return {name: values[0] for name, values in parse_qs(location.query).items()}


def claims_of(token: str) -> dict[str, Any]:
    """Return the claims of a token, its signature checked with the published key."""
    header = jwt.get_unverified_header(token)
    key = EmbeddedKeys().get(header["kid"])
    assert key is not None
    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})
