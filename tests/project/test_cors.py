"""Browser clients at other origins may call the APIs with their tokens, and nothing else."""

import pytest
from django.test import Client

APP = "https://app.example"
APIS = ["/api/movies/", "/api/movies/1/", "/me/permissions", "/gateway/movies/"]


@pytest.fixture(autouse=True)
def apps(settings):
    settings.CORS_ORIGINS = [APP, "http://localhost:5173"]


def preflight(path: str, origin: str, method: str = "PATCH"):
    headers = {"origin": origin, "access-control-request-method": method}
    return Client().options(path, headers={**headers, "access-control-request-headers": "authorization"})


@pytest.mark.parametrize("path", APIS)
def test_it_may_ask_whether_it_may(path, db):
    answer = preflight(path, APP)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == APP
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= {*answer["Access-Control-Allow-Methods"].split(", ")}
    allowed = {*answer["Access-Control-Allow-Headers"].split(", ")}
    wanted = {"authorization", "content-type", "if-match", "if-none-match", "auth0-client", "idempotency-key"}
    assert allowed == wanted
    assert "origin" in answer["Vary"].lower()


def test_it_reads_the_answer_and_what_a_client_must_know_of_it(client_with, db):
    answer = client_with("list:movies").get("/api/movies/", headers={"origin": APP})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, APP)
    exposed = answer["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Retry-After", "WWW-Authenticate", "Location"} <= {*exposed}
    refused = client_with().get("/api/movies/", headers={"origin": APP})
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (403, APP)


def test_no_cookie_comes_with_it(client_with, db):
    for answer in (
        preflight("/api/movies/", APP),
        client_with("list:movies").get("/api/movies/", headers={"origin": APP}),
    ):
        assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(
    "origin",
    [
        *(
            "https://evil.example",
            "https://app.example.evil.example",
            "https://evilapp.example",
            "null",
            "*",
            "",
        ),
        *("http://app.example", "https://app.example/", "https://app.example:8443", "https://APP.example"),
        *("http://localhost:5174", "http://127.0.0.1:5173", f"{APP}, https://evil.example"),
    ],
)
def test_no_other_origin_may(client_with, db, origin):
    for path in APIS:
        assert "Access-Control-Allow-Origin" not in preflight(path, origin)
    answer = client_with("list:movies").get("/api/movies/", headers={"origin": origin})
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/movies",
            "/config.json",
            "/callback",
            "/healthz",
            "/admin/",
            "/apis/",
            "/mexico/",
            "/static/x.js",
        ),
        *(
            "/u/login/",
            "/authorize",
            "/oauth/token",
            "/oauth/revoke",
            "/userinfo",
            "/v2/logout",
            "/oidc/logout",
        ),
    ],
)
def test_no_page_and_nothing_of_the_provider_is_open_to_it(path, db):
    assert "Access-Control-Allow-Origin" not in preflight(path, APP)
    assert "Access-Control-Allow-Origin" not in Client().get(path, headers={"origin": APP})


def test_without_the_setting_none_may(settings, db):
    settings.CORS_ORIGINS = []
    assert "Access-Control-Allow-Origin" not in preflight("/api/movies/", APP)
