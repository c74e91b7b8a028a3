"""Requests to the APIs pass by what pages alone need, and their answers keep what is for every answer."""

from typing import Any

import pytest
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client, RequestFactory

from project.pages import CsrfTokens

FOR_PAGES = [SessionMiddleware, CsrfViewMiddleware, AuthenticationMiddleware, MessageMiddleware]


@pytest.fixture
def passed(monkeypatch) -> list[type]:
    """Which of them requests passed, in their order."""
    names: list[type] = []

    def noted(kind: Any, process_request: Any) -> Any:
        def noting(self: Any, request: Any) -> Any:
            names.append(kind)
            return process_request(self, request)

        return noting

    for kind in FOR_PAGES:
        monkeypatch.setattr(kind, "process_request", noted(kind, kind.process_request))
    return names


@pytest.mark.parametrize(
    "path", ["/api/movies/", "/api/movies/1/", "/me/permissions", "/gateway/movies/", "/api/"]
)
def test_an_api_looks_up_no_session_and_no_login(path, client_with, passed, db):
    client_with("list:movies").get(path, headers={"Cookie": "sessionid_8000=x; csrftoken_8000=y"})
    assert passed == []


@pytest.mark.parametrize("path", ["/", "/movies", "/api/docs/", "/config.json", "/apis/movies/", "/mean/"])
def test_a_page_has_both(path, passed, db):
    request = Client().get(path, headers={"Host": "localhost:8000"}).wsgi_request
    assert passed == FOR_PAGES
    assert request.session is not None


def test_a_view_of_an_api_that_is_not_exempt_refuses_what_comes_without_a_csrf_token(db):
    request = RequestFactory(enforce_csrf_checks=True).post("/api/movies/")
    guard = CsrfTokens(lambda _request: None)
    assert guard(request) is None
    assert guard.process_view(request, lambda _request: None, (), {}).status_code == 403


def test_answers_of_apis_keep_what_every_answer_has(client_with, db):
    answer = client_with("list:movies").get("/api/movies/")
    assert answer.status_code == 200
    assert {
        "X-Request-ID",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
    } <= {*answer.headers}
    assert client_with("list:movies").get("/api/movies/", headers={"Host": "evil.example"}).status_code == 400
