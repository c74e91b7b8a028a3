"""The guard: each action needs its own permission, and nothing else opens it."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from permissions_api.permissions import RequiresSession
from permissions_api.resource import all_permissions
from permissions_api.views import GuardedView
from tests.issuer import API, BOOKS, MOVIES, token_with

OPERATIONS = [
    ("GET", "/api/movies/", "list:movies", 200),
    ("HEAD", "/api/movies/", "list:movies", 200),
    ("POST", "/api/movies/", "write:movies", 201),
    ("GET", "/api/movies/1/", "read:movies", 200),
    ("HEAD", "/api/movies/1/", "read:movies", 200),
    ("PUT", "/api/movies/1/", "edit:movies", 200),
    ("PATCH", "/api/movies/1/", "edit:movies", 200),
    ("DELETE", "/api/movies/1/", "delete:movies", 200),
    ("GET", "/api/movies/summary/", "list:movies", 200),
    ("GET", "/api/plain/", "read:movies", 200),
    ("HEAD", "/api/plain/", "read:movies", 200),
    ("GET", "/api/books/", "list:books", 200),
    ("POST", "/api/books/", "write:books", 201),
    ("GET", "/api/books/1/", "read:books", 200),
    ("PUT", "/api/books/1/", "edit:books", 200),
    ("PATCH", "/api/books/1/", "edit:books", 200),
    ("DELETE", "/api/books/1/", "delete:books", 200),
]
operations = pytest.mark.parametrize(("method", "path", "permission", "status"), OPERATIONS)


def assert_lacks(answer, permission: str, method: str = "GET") -> None:
    assert answer.status_code == 403
    assert answer["WWW-Authenticate"] == (
        'Bearer realm="usher", error="insufficient_scope",'
        f" error_description=\"This action requires the permission '{permission}'.\","
        f' scope="{permission}"'
    )
    if method != "HEAD":
        problem = answer.json()
        assert problem["required_permission"] == permission
        assert problem["detail"] == f"This action requires the permission '{permission}'."


@operations
def test_an_action_is_opened_by_its_own_permission(send, method, path, permission, status):
    assert send(token_with(permission, audience=API), path, method).status_code == status


@operations
def test_an_action_is_opened_by_no_other_permission(send, method, path, permission, status):
    others = [name for name in all_permissions() if name != permission]
    assert len(others) == len(all_permissions()) - 1 >= 9
    for held in ([], *([name] for name in others), others):
        assert_lacks(send(token_with(*held, audience=API), path, method), permission, method)


@operations
def test_an_action_is_opened_to_nobody_without_a_token(send, method, path, permission, status):
    assert send(None, path, method).status_code == 401


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_an_object_that_does_not_exist_is_403_without_the_permission(send, method):
    everything_else = [name for name in all_permissions() if not name.endswith(":movies")]
    assert send(token_with(*everything_else, audience=API), "/api/movies/404/", method).status_code == 403
    assert send(token_with(*all_permissions(), audience=API), "/api/movies/404/", method).status_code == 404


@pytest.mark.parametrize(
    "near",
    [
        "List:movies",
        "LIST:MOVIES",
        "list:movies ",
        " list:movies",
        "list:movie",
        "list:moviess",
        "list: movies",
        "list",
        "movies",
        "list:",
        ":movies",
        "*",
        "*:movies",
        "list:*",
        "list:movies,read:movies",
        "list:movies\n",
        "ｌist:movies",
        "list:movіes",
        "https://usher.example/list:movies",
    ],
)
def test_a_name_that_is_only_near_opens_nothing(send, near):
    assert_lacks(send(token_with(near, audience=API)), "list:movies")


@pytest.mark.parametrize(
    "claim",
    ["list:movies", {"list:movies": True}, {"permissions": ["list:movies"]}, [["list:movies"]], 7, True],
)
def test_a_permission_claim_of_another_shape_grants_nothing(send, claim):
    assert_lacks(send(token_with(audience=API, permissions=claim)), "list:movies")
    assert_lacks(send(token_with(audience=API, permissions=["list:movies", 7])), "list:movies")


@pytest.mark.parametrize(
    "claims",
    [
        {"scope": "list:movies"},
        {"scope": ["list:movies"]},
        {"scp": ["list:movies"]},
        {"roles": ["Managers", "list:movies"]},
        {"https://usher.example/permissions": ["list:movies"]},
        {"https://usher.example/roles": ["Managers"]},
        {"authorization": {"permissions": ["list:movies"]}},
        {"is_superuser": True, "is_staff": True},
        {"Permissions": ["list:movies"]},
    ],
)
def test_a_permission_that_stands_anywhere_else_grants_nothing(send, claims):
    assert_lacks(send(token_with(audience=API, **claims)), "list:movies")
    assert_lacks(send(token_with(audience=API, permissions=None, **claims)), "list:movies")


def test_headers_cookies_and_the_address_grant_nothing(send):
    headers = {"X-Permissions": "list:movies", "X-Scope": "list:movies", "Cookie": "permissions=list:movies"}
    token = token_with(audience=API)
    assert_lacks(
        send(token, "/api/movies/?permissions=list:movies&scope=list:movies", headers=headers), "list:movies"
    )


@pytest.mark.django_db
def test_a_superuser_without_the_permission_is_refused(django_user_model):
    admin = django_user_model.objects.create_superuser("admin", password="gotham-demo")
    client = Client()
    client.force_login(admin)
    assert client.get("/api/movies/").status_code == 401
    token = token_with(audience=API, subject_type="user", sub=f"usher|{admin.pk}")
    answer = client.get("/api/movies/", headers={"Authorization": f"Bearer {token}"})
    assert_lacks(answer, "list:movies")


@pytest.mark.usefixtures("token_per_api")
def test_a_permission_opens_nothing_at_the_other_api(send):
    token = token_with("list:movies", "list:books", audience=BOOKS)
    assert send(token, "/api/books/").status_code == 200
    assert send(token, "/api/movies/").status_code == 401
    assert_lacks(send(token_with("list:books", audience=MOVIES)), "list:movies")


# --- Methods and actions that nobody named ---


@pytest.mark.parametrize(
    "path", ["/api/movies/", "/api/movies/1/", "/api/plain/", "/api/anybody/", "/me/permissions"]
)
@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "LINK", "POST_", "__CLASS__"])
def test_options_and_unmapped_methods_open_nothing(send, path, method):
    assert send(None, path, method).status_code == 401
    assert send(token_with(audience=API, exp=1), path, method).status_code == 401
    answer = send(token_with(*all_permissions(), audience=API), path, method)
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert "OPTIONS" not in answer["Allow"]
    assert set(answer.json()) == {"type", "title", "status", "code", "detail"}


@pytest.mark.parametrize(("path", "method"), [("/api/movies/", "PUT"), ("/api/movies/1/", "POST")])
def test_a_method_of_the_other_address_opens_nothing(send, path, method):
    assert send(token_with(*all_permissions(), audience=API), path, method).status_code == 405
    assert send(None, path, method).status_code == 401


@pytest.mark.django_db  # of the origin's clients
def test_a_cors_preflight_opens_nothing(send):
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    answer = send(None, method="OPTIONS", headers=headers)
    assert "Access-Control-Allow-Origin" not in answer


def test_head_shows_no_body(send):
    assert send(token_with("list:movies", audience=API), method="HEAD").content == b""


@pytest.mark.parametrize(
    ("path", "method"), [("/api/movies/nameless/", "GET"), ("/api/plain/", "PUT"), ("/api/forgotten/", "GET")]
)
def test_what_nobody_named_is_refused_to_everybody(send, path, method):
    answer = send(token_with(*all_permissions(), audience=API), path, method)
    assert answer.status_code == 403
    assert "scope=" not in answer["WWW-Authenticate"]
    assert "required_permission" not in answer.json()


# --- The guard comes first ---


def test_the_guard_comes_before_content_negotiation(send):
    assert send(None, headers={"Accept": "text/csv"}).status_code == 401
    assert send(token_with(audience=API), headers={"Accept": "text/csv"}).status_code == 403
    assert send(token_with("list:movies", audience=API), headers={"Accept": "text/csv"}).status_code == 406


def test_the_guard_comes_before_the_body(send):
    for data in ("{", "[" * 100_000, "x" * 1_000_001):
        assert send(None, method="POST", data=data).status_code == 401
        assert send(token_with(audience=API), method="POST", data=data).status_code == 403


def test_the_guard_comes_before_not_modified(send):
    tag = send(token_with("list:movies", audience=API))["ETag"]
    for headers in ({"If-None-Match": tag}, {"If-None-Match": "*"}):
        assert send(token_with("list:movies", audience=API), headers=headers).status_code == 304
        assert send(token_with(audience=API), headers=headers).status_code == 403
        assert send(None, headers=headers).status_code == 401


@operations
def test_no_shared_cache_may_keep_an_answer(send, method, path, permission, status):
    for token in (None, token_with(audience=API), token_with(permission, audience=API)):
        answer = send(token, path, method)
        assert answer["Cache-Control"] == "private, no-cache"
        assert {"authorization", "accept"} <= {part.strip().lower() for part in answer["Vary"].split(",")}


# --- A session instead of a token ---


def test_where_a_session_is_required_its_absence_refuses_whatever_the_method():
    for session, method, status in ((None, "get", 403), (object(), "get", 200), (object(), "post", 405)):

        class OfSession(GuardedView):
            authentication_classes = []
            permission_classes = [RequiresSession]
            whose = session

            def session_of(self, request: Any) -> Any:
                return self.whose

            def get(self, request: Any) -> Response:
                return Response()

        request = getattr(APIRequestFactory(), method)("/bff/x", HTTP_AUTHORIZATION="Bearer x.y.z")
        assert OfSession.as_view()(request).status_code == status
