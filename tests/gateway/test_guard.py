"""The gateway asks a person for the very permission the API asks for, before it asks anybody else."""

import time
from urllib.parse import parse_qsl

import pytest

from permissions_api.resource import all_permissions
from tests.gateway.conftest import person_token
from tests.issuer import API, BOOKS, MOVIES, claims_with, token_with

OPERATIONS = [
    ("GET", "/", "list"),
    ("HEAD", "/", "list"),
    ("POST", "/", "write"),
    ("GET", "/summary/", "list"),
    ("GET", "/1/", "read"),
    ("HEAD", "/1/", "read"),
    ("PUT", "/1/", "edit"),
    ("PATCH", "/1/", "edit"),
    ("DELETE", "/1/", "delete"),
]
operations = pytest.mark.parametrize(("method", "path", "action"), OPERATIONS)
resources = pytest.mark.parametrize("resource", ["movies", "books"])


@operations
@resources
def test_no_other_permission_opens_an_action(ask, upstream, endpoint, resource, method, path, action):
    permission = f"{action}:{resource}"
    others = [name for name in all_permissions() if name != permission]
    assert len(others) == 9
    for held in ([""], *([name] for name in others), others):
        answer = ask(f"/gateway/{resource}{path}", method, token=person_token(*held))
        assert answer.status_code == 403
        assert f'scope="{permission}"' in answer["WWW-Authenticate"]
    assert upstream.asked == endpoint.asked == []


@operations
@resources
def test_its_own_permission_opens_an_action(ask, upstream, resource, method, path, action):
    answer = ask(f"/gateway/{resource}{path}", method, token=person_token(f"{action}:{resource}"))
    assert answer.status_code == 200
    assert [(asked.method, asked.target) for asked in upstream.asked] == [(method, f"/api/{resource}{path}")]


@pytest.mark.parametrize("path", ["/", "/summary/", "/1/"])
def test_a_refusal_is_the_api_s_own_word_for_word(ask, settings, path):
    through = ask(f"/gateway/movies{path}", token=person_token("list:books"))
    direct = ask(f"/api/movies{path}", token=token_with("list:books", audience=MOVIES))
    assert through.status_code == direct.status_code == 403
    assert through.content == direct.content
    for name in ("Content-Type", "Cache-Control", "Vary"):
        assert through[name] == direct[name]
    # But for where a token is to be had: here for all, there for this API alone.
    (of_all, _), (of_one, at) = (
        each["WWW-Authenticate"].split(", resource_metadata=") for each in (through, direct)
    )
    assert (of_all, at.endswith('/movies"')) == (of_one, True)


@operations
def test_nobody_gets_in_without_a_token(ask, upstream, endpoint, method, path, action):
    answer = ask(f"/gateway/movies{path}", method, token=None)
    assert answer.status_code == 401
    assert "error" not in answer["WWW-Authenticate"]
    assert upstream.asked == endpoint.asked == []


@pytest.mark.parametrize("audience", [MOVIES, BOOKS, [MOVIES, BOOKS], "https://elsewhere.example/"])
def test_an_api_s_own_token_is_refused_in_words(ask, upstream, endpoint, audience):
    answer = ask(token=person_token(audience=audience))
    assert answer.status_code == 401
    assert answer.json()["detail"] == f"This token is for another API; ask with audience={API}"
    assert upstream.asked == endpoint.asked == []


def test_a_scope_or_a_role_opens_nothing(ask, upstream):
    token = token_with(audience=API, scope="list:movies", roles=["Managers"])
    assert "permissions" in claims_with(audience=API)
    assert ask(token=token).status_code == 403
    assert upstream.asked == []


@pytest.mark.parametrize(
    "path",
    ["/gateway/films/", "/gateway/users/", "/gateway/movies/1/cast/", "/gateway/movies/1"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_an_unknown_path_is_404_before_any_token_is_asked_for(ask, upstream, endpoint, path, method):
    for token in (None, "garbage", person_token()):
        answer = ask(path, method, token=token)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
    assert upstream.asked == endpoint.asked == []


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/", {"GET", "HEAD", "POST"}),
        ("POST", "/1/", {"GET", "HEAD", "PUT", "PATCH", "DELETE"}),
        ("POST", "/summary/", {"GET", "HEAD"}),
        ("OPTIONS", "/", {"GET", "HEAD", "POST"}),
        ("TRACE", "/1/", {"GET", "HEAD", "PUT", "PATCH", "DELETE"}),
        ("LINK", "/", {"GET", "HEAD", "POST"}),
    ],
)
def test_a_method_that_is_not_answered_is_405_with_those_that_are(ask, upstream, method, path, allowed):
    assert ask(f"/gateway/movies{path}", method, token=None).status_code == 401
    answer = ask(f"/gateway/movies{path}", method)
    assert answer.status_code == 405
    assert set(answer["Allow"].split(", ")) == allowed
    assert upstream.asked == []


@pytest.mark.parametrize("strategy", ["single_audience", "per_api_tokens", "multi_resource_refresh_token"])
def test_a_strategy_without_a_gateway_says_so(ask, conf, upstream, strategy):
    conf.STRATEGY = strategy
    for token in (None, person_token()):
        answer = ask(token=token)
        assert answer.status_code == 404
        assert f"AUDIENCE_STRATEGY={strategy}" in answer.json()["detail"]
    assert upstream.asked == []


def test_an_api_that_nobody_named_is_503_after_the_guard_and_without_a_token(ask, settings, endpoint):
    settings.GATEWAY_UPSTREAMS = {"books": "http://127.0.0.1:1"}
    assert ask(token=None).status_code == 401
    assert ask(token=person_token("list:books")).status_code == 403
    answer = ask()
    assert answer.status_code == 503
    assert "GATEWAY_UPSTREAMS" in answer.json()["detail"]
    assert endpoint.asked == []


@pytest.mark.django_db
def test_the_rate_counts_the_person(ask, settings, upstream):
    settings.API_RATE = (2, 3600)
    robin, alfred = person_token(sub="usher|robin"), person_token(sub="usher|alfred")
    assert [ask(token=robin).status_code for _ in range(3)] == [200, 200, 429]
    assert ask(token=alfred).status_code == 200
    assert len(upstream.asked) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "path", "token"),
    [
        (401, "/gateway/movies/", None),
        (403, "/gateway/movies/", person_token(permissions=[])),
        (404, "/gateway/films/", None),
        (404, "/gateway/films/", "garbage"),
        (404, "/gateway/films/", person_token()),
    ],
)
def test_what_never_reaches_an_api_counts_too(ask, settings, upstream, status, path, token):
    settings.API_RATE = (2, 3600)
    assert [ask(path, token=token).status_code for _ in range(3)] == [status, status, 429]
    assert upstream.asked == []


def test_an_action_without_a_word_is_open_to_nobody(ask, conf, upstream):
    conf.RESOURCES = ["tests.gateway.wordless_urls.MOVIES", "books.resource.BOOKS"]
    answer = ask("/gateway/movies/wordless/")
    assert answer.status_code == 403
    assert "Nobody may do this" in answer.json()["detail"]
    assert ask("/gateway/movies/of-books/").status_code == 404
    assert upstream.asked == []


# --- What asks for a fresh login ------------------------------------------------------


@pytest.fixture
def remove_role(ask, conf, settings, upstream):
    """Return a function that removes a role through the gateway, with a token of a login so long ago."""
    conf.RESOURCES = [*conf.RESOURCES, "directory.resource.ROLES"]
    settings.GATEWAY_UPSTREAMS = {"roles": upstream.url}

    def remove(seconds: float | None, *permissions: str):
        auth_time = None if seconds is None else int(time.time() - seconds)
        return ask("/gateway/roles/7/", "DELETE", token=person_token(*permissions, auth_time=auth_time))

    return remove


@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
@pytest.mark.parametrize("seconds", [None, 3600])
def test_an_old_login_is_refused_before_the_api_is_asked(
    remove_role, conf, upstream, endpoint, strategy, seconds
):
    conf.STRATEGY = strategy
    answer = remove_role(seconds)
    assert (answer.status_code, answer.json()["max_age"]) == (401, 300)
    assert 'error="insufficient_user_authentication"' in answer["WWW-Authenticate"]
    assert upstream.asked == endpoint.asked == []
    assert remove_role(seconds, "list:roles").status_code == 403


def test_the_gateway_hands_on_when_the_person_logged_in(remove_role, conf, upstream):
    assert remove_role(5).status_code == 200
    said = dict(parse_qsl(upstream.asked[0].headers["X-Acting-For"]))
    assert 0 <= time.time() - int(said["auth_time"]) <= 60
    conf.STRATEGY = "token_exchange"  # Its token says so itself.
    assert remove_role(5).status_code == 200
    assert "X-Acting-For" not in upstream.asked[1].headers
