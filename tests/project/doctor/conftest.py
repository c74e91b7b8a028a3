"""A site and its issuer over real HTTP, right in everything, until a test makes a mistake."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import pytest

from permissions_api.audiences import known_audiences
from permissions_api.conf import FETCHED_KEYS
from project.auth0.tenant import DIRECTORY_SCOPES, wanted_tenant
from project.doctor.catalogue import CHECKS, TOKEN_CHECKS
from project.doctor.findings import Finding
from project.doctor.outside import Outside
from project.doctor.tokens import ReadToken
from project.spa import app_config
from tests.issuer import FaultyIssuer, faulty_issuer, send

CLIENT, DOCS = "spa", "docs"
SECRETS = ("machine-secret-of-the-tests", "machine-token-of-the-tests")


@dataclass
class Issuer:
    """What the issuer knows. ``server`` answers; ``discovered`` changes its discovery document."""

    server: FaultyIssuer
    callbacks: list[str]
    logout_urls: list[str]
    origins: list[str]
    audiences: list[str]
    clients: list[str] = field(default_factory=lambda: [CLIENT, DOCS])
    discovered: dict[str, Any] = field(default_factory=dict)
    # The machine client's at the Management API; None: it gets no token.
    scopes: list[str] | None = field(
        default_factory=lambda: [*DIRECTORY_SCOPES, "read:clients", "read:resource_servers"]
    )
    records: dict[str, Any] = field(default_factory=dict)
    all_clients: list[dict[str, Any]] = field(default_factory=list)

    def authorize(self, request: BaseHTTPRequestHandler) -> None:
        asked = parse_qs(urlsplit(request.path).query)
        if asked["client_id"][0] not in self.clients or asked["redirect_uri"][0] not in self.callbacks:
            send(request, b"<style>p{}</style><p>Callback\x1b[31m URL mismatch.</p>", 403)
            return
        if "response_mode" in asked:
            origin = asked["redirect_uri"][0].removesuffix("/callback")
            send(request, b"<p>No such web origin.</p>", 200 if origin in self.origins else 403)
            return
        known = {*asked.get("audience", [])} <= {*self.audiences}
        error = "login_required" if known else "access_denied"
        answer = urlencode({"error": error, "error_description": "Service not found"})
        send(request, {}, 302, Location=f"{asked['redirect_uri'][0]}?{answer}")

    def log_out(self, request: BaseHTTPRequestHandler) -> None:
        asked = parse_qs(urlsplit(request.path).query)
        (place,) = asked.get("returnTo") or asked["post_logout_redirect_uri"]
        if place in self.logout_urls:
            send(request, {}, 302, Location=place)
        else:
            send(request, b"<h1>Invalid returnTo</h1>", 400)

    def token(self, request: BaseHTTPRequestHandler) -> None:
        form = parse_qs(request.rfile.read(int(request.headers["Content-Length"])).decode())
        if form["grant_type"] == ["client_credentials"]:
            if self.scopes is None:
                send(request, {"error": "access_denied", "error_description": "Unauthorized"}, 401)
            else:
                send(request, {"access_token": SECRETS[1], "scope": " ".join(self.scopes)})
            return
        origin = request.headers.get("Origin", "")
        allowed = {"Access_Control_Allow_Origin": origin} if origin in self.origins else {}
        send(request, {"error": "invalid_grant"}, 403, **allowed)

    def manage(self, request: BaseHTTPRequestHandler) -> None:
        """Answer as the Management API, from what a site's tenant should be; ``records`` changes it."""
        assert request.headers["Authorization"] == f"Bearer {SECRETS[1]}"
        kind, _, id = request.path.removeprefix("/api/v2/").partition("/")
        if f"read:{kind.replace('-', '_')}" not in (self.scopes or ()):
            send(request, {"message": "Insufficient scope"}, 403)
            return
        right = wanted_tenant("")
        records = {api["identifier"]: api for api in right.resource_servers} | {CLIENT: right.clients[0]}
        changed = self.records.get(kind, {})
        send(request, records[unquote(id)] | (changed or {}), 200 if changed is not None else 404)

    def list_clients(self, request: BaseHTTPRequestHandler) -> None:
        if "read:clients" not in (self.scopes or ()):
            send(request, {"message": "Insufficient scope"}, 403)
            return
        query = parse_qs(urlsplit(request.path).query)
        page, size = (int(query[name][0]) for name in ("page", "per_page"))
        send(request, self.all_clients[page * size : (page + 1) * size])

    def discover(self, request: BaseHTTPRequestHandler) -> None:
        at = self.server.issuer
        send(
            request,
            {
                "issuer": at,
                "jwks_uri": f"{at}jwks",
                "authorization_endpoint": f"{at}authorize",
                "token_endpoint": f"{at}oauth/token",
                "end_session_endpoint": f"{at}logout",
                "code_challenge_methods_supported": ["S256"],
                "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
                "id_token_signing_alg_values_supported": ["RS256"],
                **self.discovered,
            },
        )


@dataclass
class Site:
    """What SITE_URL serves; ``policy`` is its page's, ``longest`` what a header may have."""

    server: FaultyIssuer
    policy: str
    longest: int = 60_000
    config: dict[str, Any] | None = None
    others: list[str] = field(default_factory=list)

    def give_config(self, request: BaseHTTPRequestHandler) -> None:
        if len(request.headers.get("Authorization", "")) > self.longest:
            send(request, b"<h1>Request header too large</h1>", 431)
        else:
            send(request, app_config() if self.config is None else self.config)

    def let_in(self, request: BaseHTTPRequestHandler) -> None:
        origin = request.headers["Origin"]
        allowed = {"Access_Control_Allow_Origin": origin} if origin in self.others else {}
        send(request, b"", 200 if request.command == "OPTIONS" else 401, **allowed)

    def give_page(self, request: BaseHTTPRequestHandler) -> None:
        send(request, b"<html>", Content_Security_Policy=self.policy)


@pytest.fixture
def issuer(conf, settings) -> Iterator[Issuer]:
    with faulty_issuer() as server:
        conf.ISSUER, conf.CLIENT_ID, conf.FLAVOUR = server.issuer, CLIENT, "auth0"
        conf.KEY_SOURCE, conf.PERMISSION_SOURCE, conf.DELEGATION = FETCHED_KEYS, "token", ""
        conf.STRATEGY, conf.DIRECTORY = "single_audience", ""
        settings.EMBEDDED, settings.DOCS_CLIENT_ID = False, DOCS
        settings.AUTH0_MANAGEMENT_CLIENT_ID, settings.AUTH0_MANAGEMENT_CLIENT_SECRET = "machine", SECRETS[0]
        settings.AUTH0_MANAGEMENT_URL = f"{server.issuer}api/v2/"
        right = Issuer(server, [], [], [], [conf.AUDIENCE])
        apis = (f"resource-servers/{quote(audience, safe='')}" for audience in known_audiences())
        server.discovery = right.discover
        server.answers = {
            "/authorize": right.authorize,
            "/v2/logout": right.log_out,
            "/logout": right.log_out,
            "/oauth/token": right.token,
        }
        server.answers |= {f"/api/v2/{path}": right.manage for path in (f"clients/{CLIENT}", *apis)}
        server.answers["/api/v2/clients"] = right.list_clients
        yield right


@pytest.fixture
def site(issuer, settings) -> Iterator[Site]:
    with faulty_issuer() as server:
        url = server.issuer.rstrip("/")
        settings.SITE_URL = url
        issuer.callbacks += [f"{url}/callback", f"{url}/api/docs/oauth2-redirect.html"]
        issuer.logout_urls.append(f"{url}/")
        issuer.origins.append(url)
        sources = f"'self' {issuer.server.issuer}"
        right = Site(server, f"default-src 'self'; connect-src {sources}; frame-src {sources}")
        server.answers = {
            "/config.json": right.give_config,
            "/": right.give_page,
            "/me/permissions": right.let_in,
        }
        yield right


Found = Callable[..., list[Finding]]


@pytest.fixture
def found(site) -> Found:
    """Return a function that gives what one check finds, of a token where one is given."""

    def look(id: str, token: str | None = None) -> list[Finding]:
        checks, patient = (CHECKS, Outside()) if token is None else (TOKEN_CHECKS, ReadToken(token))
        (check,) = [each for each in checks if each.id == id]
        return list(check.findings(patient))

    return look


@pytest.fixture
def only_trouble(found) -> Callable[..., Finding]:
    """Return the one finding of a check that is an error or a warning; it says why, and what to set."""

    def look(id: str, token: str | None = None) -> Finding:
        (trouble,) = [each for each in found(id, token) if each.severity in ("error", "warning")]
        assert trouble.why
        assert trouble.to_set
        assert "\x1b" not in json.dumps(trouble.sentence, ensure_ascii=False)
        return trouble

    return look
