"""The APIs and the gateway on tokens of an issuer that is not ours, without a browser."""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from django.test import Client

from directory.demo import PASSWORD
from gateway.connections import upstream_at
from gateway.tokens import tokens
from permissions_api.conf import FETCHED_KEYS, instance_of
from tests.e2e.foreign_issuer import CLIENT_ID, MACHINE, MACHINE_SECRET, ForeignIssuer, foreign_issuer
from tests.issuer import API, BOOKS, MOVIES

SITE = "http://localhost:8000"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db,
    pytest.mark.usefixtures("official_clients", "knowing_it"),
]


@pytest.fixture(scope="module")
def official_clients() -> None:
    """oidc-provider is installed."""


@pytest.fixture(scope="module")
def issuer(official_clients: None) -> Iterator[ForeignIssuer]:
    with foreign_issuer(SITE) as running:
        yield running


@pytest.fixture
def knowing_it(issuer: ForeignIssuer, conf: Any, settings: Any) -> Iterator[None]:
    """Let the site know the issuer by settings alone."""
    conf.ISSUER, conf.CLIENT_ID, conf.FLAVOUR, conf.ALGORITHMS = issuer.url, CLIENT_ID, "generic", []
    conf.KEY_SOURCE, conf.DIRECTORY, conf.PERMISSION_SOURCE = FETCHED_KEYS, "", "token"
    conf.GATEWAY_CLIENT_ID = MACHINE
    settings.EMBEDDED, settings.GATEWAY_TOKEN_URL = False, ""
    settings.GATEWAY_CLIENT_SECRET = MACHINE_SECRET
    instance_of.cache_clear()
    yield
    instance_of.cache_clear()


class Login:
    """A person who logs in once, for some APIs, as the SPA does it: code with PKCE."""

    def __init__(self, issuer: ForeignIssuer, name: str, *audiences: str) -> None:
        known = requests.get(f"{issuer.url}/.well-known/openid-configuration", timeout=10).json()
        self.token_endpoint = known["token_endpoint"]
        browser, verifier = requests.Session(), secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "client_id": CLIENT_ID,
            "redirect_uri": f"{SITE}/callback",
            "response_type": "code",
            "scope": "openid profile list:movies list:books",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "resource": list(audiences),
        }
        form = browser.get(known["authorization_endpoint"], params=asked, timeout=10)
        sent = {"login": name, "password": PASSWORD}
        answer = browser.post(form.url, sent, allow_redirects=False, timeout=10)
        while not answer.headers["Location"].startswith(SITE):
            answer = browser.get(
                urljoin(issuer.url, answer.headers["Location"]), allow_redirects=False, timeout=10
            )
        (code,) = parse_qs(urlsplit(answer.headers["Location"]).query)["code"]
        self.refresh_token = ""
        self.first = self._ask(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": f"{SITE}/callback",
                "code_verifier": verifier,
            },
            audiences[0],
        )

    def token(self, audience: str) -> str:
        """Return a token for another API, by the refresh token."""
        return self._ask({"grant_type": "refresh_token", "refresh_token": self.refresh_token}, audience)

    def _ask(self, form: dict[str, str], audience: str) -> str:
        sent = {**form, "client_id": CLIENT_ID, "resource": audience}
        answer = requests.post(self.token_endpoint, sent, timeout=10).json()
        self.refresh_token = answer.get("refresh_token", self.refresh_token)
        token: str = answer["access_token"]
        return token


def asked(path: str, token: str) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {token}", "Host": "localhost:8000"})


def test_one_token_for_all_apis(issuer, conf):
    conf.STRATEGY = "single_audience"
    robin = Login(issuer, "robin", API).first
    assert asked("/api/movies/", robin).status_code == 200
    mine = asked("/me/permissions", robin).json()
    assert {"list:movies", "list:books"} <= {*mine["permissions"]}
    assert (mine["roles"], mine["name"]) == (None, None)
    joker = Login(issuer, "joker", API).first
    assert asked("/api/movies/", joker).status_code == 403


@pytest.mark.parametrize("strategy", ["per_api_tokens", "multi_resource_refresh_token"])
def test_a_token_for_each_api_by_one_login(issuer, conf, strategy):
    conf.STRATEGY = strategy
    robin = Login(issuer, "robin", MOVIES, BOOKS)
    token = {MOVIES: robin.first, BOOKS: robin.token(BOOKS)}
    assert [asked("/api/movies/", token[each]).status_code for each in (MOVIES, BOOKS)] == [200, 401]
    assert [asked("/api/books/", token[each]).status_code for each in (MOVIES, BOOKS)] == [401, 200]
    refused = asked("/api/movies/", token[BOOKS])
    assert refused.json()["detail"] == f"This token is for another API; ask with resource={MOVIES}"


@pytest.fixture
def gateway(conf, settings, live_server) -> Iterator[None]:
    settings.GATEWAY_UPSTREAMS = {"movies": live_server.url, "books": live_server.url}
    tokens.clear()
    yield
    tokens.clear()
    upstream_at(live_server.url).close()


@pytest.mark.usefixtures("gateway")
def test_the_gateway_gets_a_token_of_its_own_where_discovery_says(issuer, conf):
    conf.STRATEGY = "gateway_client_credentials"
    robin = Login(issuer, "robin", API).first
    assert asked("/gateway/movies/", robin).status_code == 200
    assert asked("/api/movies/", robin).status_code == 401


@pytest.mark.usefixtures("gateway")
def test_an_issuer_that_does_not_exchange_tokens_is_told_of_once_in_the_log(issuer, conf, caplog):
    conf.STRATEGY = "token_exchange"
    answer = asked("/gateway/movies/", Login(issuer, "robin", API).first)
    assert answer.status_code == 502
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(told) == 1
    assert re.search("GATEWAY_CLIENT_ID|AUDIENCE_STRATEGY", told[0])
