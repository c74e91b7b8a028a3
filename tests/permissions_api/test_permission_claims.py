"""Where in a token its permissions are read: in a claim, inside others, elsewhere for single APIs."""

from typing import Any

import pytest

from permissions_api import checks
from tests.issuer import API, BOOKS, MOVIES, token_with

NAMESPACED = "https://ns.example/app_metadata"
KEYCLOAK = ["resource_access", "movies", "roles"]
HELD = ["list:movies"]


def mine(send: Any, *, audience: Any = API, **claims: Any) -> set[str]:
    token = token_with(audience=audience, **{"permissions": None, **claims})
    answer = send(token, "/me/permissions")
    assert answer.status_code == 200
    return {*answer.json()["permissions"]}


@pytest.mark.parametrize(
    ("path", "claims"),
    [
        ("rights", {"rights": HELD}),
        (NAMESPACED, {NAMESPACED: HELD}),
        ([NAMESPACED], {NAMESPACED: HELD}),
        ([NAMESPACED, "permissions"], {NAMESPACED: {"permissions": HELD}}),
        (KEYCLOAK, {"resource_access": {"movies": {"roles": HELD}, "books": {"roles": ["list:books"]}}}),
        (["a.b", "c/d"], {"a.b": {"c/d": HELD}}),
        (["__proto__", "constructor"], {"__proto__": {"constructor": HELD}}),
    ],
    ids=repr,
)
def test_the_permissions_are_where_the_setting_says(send, conf, path, claims):
    conf.PERMISSION_CLAIM = path
    assert mine(send, **claims) == {"list:movies"}
    assert send(token_with(audience=API, permissions=None, **claims)).status_code == 200


@pytest.mark.parametrize(
    ("path", "claims"),
    [
        # A name is never split.
        ("a.b", {"a": {"b": HELD}}),
        ("https://ns.example/permissions", {"https://ns.example": {"permissions": HELD}}),
        ("https://ns.example/permissions", {"https:": {"": {"ns.example": {"permissions": HELD}}}}),
        # Nor are keys put together.
        (["a", "b"], {"a.b": HELD, "a/b": HELD, "b": HELD}),
        # Absent, or of another kind somewhere on the way.
        (KEYCLOAK, {}),
        (KEYCLOAK, {"resource_access": None}),
        (KEYCLOAK, {"resource_access": {"movies": HELD}}),
        (KEYCLOAK, {"resource_access": {"movies": {"roles": {"list:movies": True}}}}),
        (KEYCLOAK, {"resource_access": {"movies": {"roles": "list:movies"}}}),
        (KEYCLOAK, {"resource_access": {"movies": {"roles": [*HELD, 7]}}}),
        (KEYCLOAK, {"resource_access": {"movies": {"roles": [HELD]}}}),
        # Through a list, or a text.
        (KEYCLOAK, {"resource_access": [{"movies": {"roles": HELD}}]}),
        (["a", "0"], {"a": [HELD]}),
        (["a", "__class__"], {"a": HELD}),
        (["a", "keys"], {"a": {}}),
        # Where they usually stand they do not count any more.
        (KEYCLOAK, {"permissions": HELD}),
    ],
    ids=repr,
)
def test_what_is_not_there_as_a_list_of_texts_grants_nothing(send, conf, path, claims):
    conf.PERMISSION_CLAIM = path
    token = token_with(audience=API, **{"permissions": None, **claims})
    assert send(token).status_code == 403


@pytest.fixture
def other_claims(conf: Any) -> None:
    conf.PERMISSION_CLAIMS = {"movies": KEYCLOAK, BOOKS: "rights", API: "everything"}


@pytest.mark.usefixtures("other_claims")
def test_a_resource_s_own_claim_alone_says_its_permissions_and_nothing_of_others(send, conf):
    elsewhere = {"resource_access": {"movies": {"roles": ["list:movies", "list:books"]}}}
    assert mine(send, **elsewhere) == {"list:movies"}
    assert mine(send, everything=["edit:movies", "read:books"], **elsewhere) == {"list:movies", "read:books"}
    conf.STRATEGY = "per_api_tokens"
    assert mine(send, audience=MOVIES, permissions=["edit:movies"], **elsewhere) == {"list:movies"}


@pytest.mark.usefixtures("other_claims", "token_per_api")
def test_an_audience_s_own_claim_is_read_in_its_tokens_alone(send):
    assert mine(send, audience=BOOKS, rights=["list:books"]) == {"list:books"}
    assert mine(send, audience=BOOKS, permissions=["list:books"], everything=["list:books"]) == set()
    assert mine(send, audience=[BOOKS, MOVIES], rights=["list:books", "list:movies"]) == {"list:books"}


@pytest.mark.usefixtures("other_claims")
def test_what_the_one_logical_api_s_tokens_say_is_not_read_in_others(send):
    assert mine(send, everything=["read:books"], permissions=["edit:books"]) == {"read:books"}


def test_claims_of_what_there_is_not_are_refused_at_the_start(conf):
    conf.PERMISSION_CLAIMS = {
        "movies": "a",
        BOOKS: "b",
        API: "c",
        "films": "d",
        "https://films.example/": "e",
    }
    found = checks.check_permission_claims(None)
    assert [error.id for error in found] == ["permissions_api.E024"] * 2
    assert "'films'" in found[0].msg
    assert "movies, books" in found[0].hint
    conf.PERMISSION_CLAIMS = {"movies": "a", BOOKS: "b", API: "c"}
    assert checks.check_permission_claims(None) == []


def test_a_token_as_keycloak_makes_it(send, conf):
    """By its guides: several audiences, roles by client, the permissions of none among its scopes."""
    conf.FLAVOUR, conf.PERMISSION_CLAIMS = (
        "keycloak",
        {name: ["resource_access", name, "roles"] for name in ("movies", "books")},
    )
    claims = {
        "typ": "Bearer",
        "azp": "usher",
        "sid": "5f1c",
        "acr": "1",
        "scope": "openid profile email",
        "realm_access": {"roles": ["offline_access", "list:books"]},
        "resource_access": {
            "movies": {"roles": ["list:movies", "list:books"]},
            "account": {"roles": ["manage-account", "read:movies"]},
        },
        "permissions": None,
    }
    token = token_with(audience=[API, "account"], header={"typ": "JWT"}, **claims)
    assert [send(token, path).status_code for path in ("/api/movies/", "/api/books/")] == [200, 403]
    assert mine(send, audience=[API, "account"], **claims) == {"list:movies"}
