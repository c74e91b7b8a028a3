"""A person who logs in to the app, over HTTP and without a browser: code with PKCE, then refresh tokens."""

import base64
import hashlib
import re
import secrets
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from tests.e2e.server import Site

CLIENT_ID, API = "usher-spa", "https://api.usher.example/"
PASSWORD = "gotham-demo"  # noqa: S105  of the people of the demo


class LoggedIn:
    """What the app holds after a login, and how it gets the next of it. ``asked`` counts its requests."""

    def __init__(self, site: Site, username: str, audience: str = API) -> None:
        self.site, self.asked = site, 0
        self.session = requests.Session()
        verifier = secrets.token_urlsafe(48)
        self.tokens = self._redeemed(self._code(username, verifier, audience), verifier)

    def refresh(self, **more: str) -> dict[str, Any]:
        """Take the next tokens, as the app does in silence."""
        refresh_token = self.tokens["refresh_token"]
        self.tokens = self._tokens(grant_type="refresh_token", refresh_token=refresh_token, **more)
        return self.tokens

    def renew_in_a_frame(self, audience: str = API) -> None:
        """Take the next tokens as the app does where no refresh token serves all APIs: by the session."""
        verifier = secrets.token_urlsafe(48)
        query = {**self._question(verifier, audience), "prompt": "none", "response_mode": "web_message"}
        self.asked += 1
        page = self.session.get(f"{self.site.url}/authorize", params=query)
        found = re.search(r'"code": "([^"]+)"', page.text)
        assert found, page.text
        self.tokens = self._redeemed(found[1], verifier)

    def get(self, address: str) -> requests.Response:
        """Ask with the access token."""
        self.asked += 1
        token = self.tokens["access_token"]
        answer = self.session.get(address, headers={"Authorization": f"Bearer {token}"})
        answer.raise_for_status()
        return answer

    def _tokens(self, **body: str) -> dict[str, Any]:
        self.asked += 1
        answer = self.session.post(f"{self.site.url}/oauth/token", {"client_id": CLIENT_ID, **body})
        answer.raise_for_status()
        tokens: dict[str, Any] = answer.json()
        return tokens

    def _redeemed(self, code: str, verifier: str) -> dict[str, Any]:
        return self._tokens(
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
            redirect_uri=f"{self.site.url}/callback",
        )

    def _question(self, verifier: str, audience: str) -> dict[str, str]:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        return {
            "client_id": CLIENT_ID,
            "response_type": "code",
            "redirect_uri": f"{self.site.url}/callback",
            "scope": "openid profile email offline_access",
            "audience": audience,
            "state": "a-state",
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }

    def _code(self, username: str, verifier: str, audience: str) -> str:
        query = self._question(verifier, audience)
        page = self.session.get(f"{self.site.url}/authorize", params=query)
        come_to = logged_in(self.session, page, username, until="/callback")
        return parse_qs(urlsplit(come_to).query)["code"][0]


def logged_in(session: requests.Session, page: requests.Response, username: str, until: str) -> str:
    """Log in at the provider's page, and return the first address that begins so of those it leads to."""
    form = dict(re.findall(r'name="(csrfmiddlewaretoken|next)"[^>]*value="([^"]*)"', page.text))
    body = {name: unescape(value) for name, value in form.items()}
    answer = session.post(
        page.url,
        {**body, "login": username, "password": PASSWORD},
        headers={"Referer": page.url},
        allow_redirects=False,
    )
    while not urlsplit(answer.headers["Location"]).path.startswith(until):
        answer = session.get(urljoin(page.url, answer.headers["Location"]), allow_redirects=False)
    return answer.headers["Location"]


def session_by_login(url: str, username: str) -> requests.Session:
    """Return what a browser has whose tokens stay at the server: a cookie, and headers of the page."""
    session = requests.Session()
    logged_in(session, session.get(f"{url}/bff/login"), username, until="/")
    # Who is logged in at the provider is led through. Of hundreds of permissions, each asked as a scope, its
    # login page does not know the way back, which is longer than Django takes.
    session.get(f"{url}/bff/login")
    session.headers.update({"Sec-Fetch-Site": "same-origin", "X-Usher": "1"})
    session.headers["X-Usher"] = session.get(f"{url}/bff/session").json()["handle"]
    return session
