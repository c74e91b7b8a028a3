"""While the database is away the provider says so, in words its clients can tell from a refusal."""

import re

import pytest
from django.db import OperationalError, connection
from django.test import Client

from identity.keys import signing_keys

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

HOST = "localhost:8000"
SILENT = {"client_id": "usher-spa", "prompt": "none", "response_mode": "web_message", "state": "abc"}


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, headers={"Host": HOST})


@pytest.fixture(params=["could not connect to server", "database or disk is full"])
def away(request, visitor):
    """Let every question to the database fail from here on."""

    def fail(*_question):
        raise OperationalError(request.param)

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/oauth/token"),
        ("post", "/oauth/revoke"),
        ("get", "/userinfo"),
        ("get", "/.well-known/jwks.json"),
    ],
)
def test_programs_are_told_in_json(visitor, away, method, path):
    sent = {"client_id": "usher-spa", "grant_type": "refresh_token", "refresh_token": "x", "token": "x"}
    headers = {"Authorization": "Bearer something-opaque"} if method == "get" else {}
    answer = getattr(visitor, method)(path, sent if method == "post" else None, headers=headers)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert answer.json()["error"] == "temporarily_unavailable"
    assert "Try again shortly" in answer.json()["error_description"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/authorize?client_id=usher-spa"),
        ("post", "/u/login/"),
        ("get", "/v2/logout?client_id=usher-spa&returnTo=http://localhost:8000/"),
        ("get", "/oidc/logout?client_id=usher-spa&post_logout_redirect_uri=http://localhost:8000/"),
    ],
)
def test_people_are_told_in_a_sentence(visitor, away, method, path):
    sent = {"login": "batman", "password": "gotham-demo"} if method == "post" else {}
    answer = getattr(visitor, method)(path, sent)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert b"Try again shortly" in answer.content
    assert b"disk" not in answer.content
    assert "Content-Security-Policy" in answer


def test_a_hidden_frame_of_the_site_gets_a_message(visitor, away):
    answer = visitor.get("/authorize", {**SILENT, "redirect_uri": f"http://{HOST}/callback"})
    assert answer.status_code == 503
    assert "temporarily_unavailable" in answer.content.decode()
    assert f"frame-ancestors http://{HOST}" in answer["Content-Security-Policy"]
    assert re.search(r'"state": "abc"', answer.content.decode())


def test_an_address_that_cannot_be_looked_up_gets_no_message(visitor, away):
    answer = visitor.get("/authorize", {**SILENT, "redirect_uri": "https://evil.example/callback"})
    assert answer.status_code == 503
    assert b"authorization_response" not in answer.content
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_known_keys_and_discovery_are_told_from_memory(visitor, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(signing_keys.time, "monotonic", lambda: now[0])
    known = visitor.get("/.well-known/jwks.json").json()
    now[0] += 3600
    asked = []

    def fail(*_question):
        asked.append(1)
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(fail):
        answers = [visitor.get("/.well-known/jwks.json") for _ in range(5)]
        discovery = visitor.get("/.well-known/openid-configuration")
    assert [answer.json() for answer in answers] == [known] * 5
    assert discovery.status_code == 200
    assert len(asked) == 1  # Those who come within REREAD_SECONDS do not wait for it again.
