"""Clients and resource servers that others wrote work against Usher, unmodified."""

import json
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e.server import Site
from tooling import install
from tooling.suite import CLIENTS

pytestmark = [pytest.mark.e2e, pytest.mark.identity, pytest.mark.usefixtures("official_clients")]

API = "https://api.usher.example/"
MOVIES = "https://movies.usher.example/"
BOOKS = "https://books.usher.example/"


@pytest.fixture
def official_clients() -> None:
    """Say that a test needs the packages of tests/clients, which are installed before the first test."""


def node(script: str, *arguments: str, lines: list[str] | None = None) -> list[dict]:
    """Return the JSON lines that a script of tests/clients printed."""
    done = subprocess.run(
        [install.node(), Path(script), *arguments],
        cwd=CLIENTS,
        input="\n".join(lines or []),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_auth0s_express_middleware_accepts_our_token_and_refuses_the_other_audience(site: Site):
    tokens = [
        site.manage("token", "robin", "--audience", BOOKS),
        site.manage("token", "joker", "--audience", MOVIES),
        site.manage("token", "robin", "--audience", MOVIES),
    ]
    other, without, good = node("resource_server.mjs", f"{site.url}/", MOVIES, lines=tokens)
    assert other == {"status": 401, "error": "invalid_token"}
    assert without["status"] == 401
    assert good == {"status": 200, "permissions": ["list:movies", "read:movies"]}


def test_openid_client_discovers_logs_in_refreshes_and_is_stopped_at_reuse(site: Site):
    callback = "http://localhost:9/callback"
    site.manage(
        "client", "add", "--id", "openid-client", "--public",
        "--redirect-uri", callback, "--audience", API,
    )  # fmt: skip
    (seen,) = node("login.mjs", f"{site.url}/", "openid-client", callback, API, "alfred", "gotham-demo")
    assert seen["issuer"] == f"{site.url}/"
    assert (seen["name"], seen["email"]) == ("Alfred", "alfred@gotham.example")
    assert seen["refreshedSubject"] == seen["subject"]
    assert seen["refreshedAccessToken"] != seen["accessToken"]
    assert seen["reuse"] == "invalid_grant"


def test_a_strict_client_learns_from_an_api_s_refusal_where_to_get_a_token(live_server, conf, settings):
    settings.SITE_URL, settings.SITE = live_server.url, urlsplit(live_server.url)
    conf.STRATEGY, conf.ORIGIN = "per_api_tokens", live_server.url
    conf.AUDIENCES = {name: f"{live_server.url}/api/{name}/" for name in ("movies", "books")}
    seen = node("resource_metadata.mjs", *conf.AUDIENCES.values())
    for name, metadata in zip(conf.AUDIENCES, seen, strict=True):
        assert metadata["status"] == 401
        assert metadata["at"] == f"{live_server.url}/.well-known/oauth-protected-resource/api/{name}/"
        assert metadata["authorization_servers"] == [conf.ISSUER]
        assert f"list:{name}" in metadata["scopes_supported"]
