"""Protected resource metadata (RFC 9728): one document for each audience, named in every challenge."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client

from permissions_api.metadata.document import WELL_KNOWN
from tests.issuer import API, BOOKS, MOVIES, token_with

SITE = "https://shop.example"
OF_MOVIES = ["list:movies", "read:movies", "write:movies", "edit:movies", "delete:movies"]


@pytest.fixture(autouse=True)
def origin(conf, two_resources) -> None:
    conf.ORIGIN, conf.DOCUMENTATION = SITE, f"{SITE}/api/docs/"


@pytest.fixture
def own_addresses(conf, token_per_api) -> None:
    """Let the audiences be the APIs' own addresses."""
    conf.AUDIENCES = {name: f"{SITE}/api/{name}/" for name in ("movies", "books")}


def get(path: str):
    return Client(headers={"Host": settings.SITE.netloc}).get(f"{WELL_KNOWN}{path}")


def named(answer) -> str:
    """Return the path behind WELL_KNOWN of what a challenge names."""
    (address,) = re.findall(r', resource_metadata="([^"]+)"$', answer["WWW-Authenticate"])
    assert address.startswith(f"{SITE}{WELL_KNOWN}")
    return address.removeprefix(f"{SITE}{WELL_KNOWN}")


def well_known(resource: str) -> str:
    """Return the metadata's address by RFC 9728 section 3.1, for an https resource."""
    parts = urlsplit(resource)
    assert (parts.scheme, parts.query, parts.fragment) == ("https", "", "")
    return f"https://{parts.netloc}{WELL_KNOWN}{'' if parts.path == '/' else parts.path}"


@pytest.mark.parametrize("path", ["/", "/movies", "/api/movies", "/api/movies//", "/api/users/", "x"])
def test_there_is_none_where_no_audience_has_its_own(own_addresses, path):
    answer = get(path)
    assert answer.status_code == 404
    if path != "x":
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["movies", "books"])
def test_an_api_whose_audience_is_its_address_conforms(own_addresses, send, name):
    at = named(send(None, f"/api/{name}/"))
    answer = get(at)
    document = answer.json()
    assert document["resource"] == f"{SITE}/api/{name}/"
    assert well_known(document["resource"]) == f"{SITE}{WELL_KNOWN}{at}"
    assert document == {
        "resource": f"{SITE}/api/{name}/",
        "authorization_servers": ["https://issuer.test/"],
        "bearer_methods_supported": ["header"],
        "scopes_supported": [scope.replace("movies", name) for scope in OF_MOVIES],
        "resource_name": name.capitalize(),
        "resource_documentation": f"{SITE}/api/docs/",
    }
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=300"


def test_an_audience_elsewhere_is_served_by_the_api_s_name(token_per_api, send):
    assert named(send(None, "/api/movies/")) == "/movies"
    assert [get(path).json()["resource"] for path in ("/movies", "/books", "")] == [MOVIES, BOOKS, API]
    # A token for all of them opens none of these APIs, so no scope is named to ask for.
    assert "scopes_supported" not in get("").json()


def test_where_one_audience_opens_all_there_is_one_document_alone(send):
    assert named(send(None, "/api/movies/")) == named(send(None, "/api/books/1/")) == ""
    document = get("").json()
    assert (document["resource"], document["resource_name"]) == (API, "Movies, Books")
    assert len(document["scopes_supported"]) == 10
    assert get("/movies").status_code == 404


def test_an_issuer_that_knows_no_permission_as_a_scope_is_asked_for_none(conf):
    conf.FLAVOUR = "keycloak"
    assert "scopes_supported" not in get("").json()


def test_every_challenge_names_it(own_addresses, send):
    mine = f"{SITE}/api/movies/"
    answers = [
        send(None),
        send("rubbish"),
        send(token_with("list:movies", audience=f"{SITE}/api/books/")),
        send(token_with("read:movies", audience=mine)),
        send(None, headers={"Authorization": "Bearer a b"}),
        send(None, method="OPTIONS"),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 403, 401, 401]
    assert {named(answer) for answer in answers} == {"/api/movies/"}
    assert named(send(None, "/me/permissions")) == ""
    assert "WWW-Authenticate" not in send(token_with("list:movies", audience=mine))


def test_two_audiences_never_share_an_address(conf, token_per_api, send):
    conf.AUDIENCES = {"movies": f"{SITE}/", "books": f"{SITE}/movies"}
    assert get("").json()["resource"] == f"{SITE}/"
    assert get("/movies").json()["resource"] == f"{SITE}/movies"
    # The root is taken, so nothing wrong is said of what all APIs share.
    assert "resource_metadata" not in send(None, "/me/permissions")["WWW-Authenticate"]


def test_without_an_origin_nothing_is_named_or_served(conf, send):
    conf.ORIGIN = ""
    assert send(None)["WWW-Authenticate"] == 'Bearer realm="usher"'
    assert get("").status_code == 404


@pytest.mark.parametrize(
    "origin", ["shop.example", "https://shop.example/", "https://a b", 'https://"', "https://"]
)
def test_an_origin_that_is_none_is_refused_at_the_start(conf, origin):
    conf.ORIGIN = origin
    assert "permissions_api.E032" in {error.id for error in run_checks()}
