"""The OpenAPI document names a refusal wherever it happens."""

import json
import re

import pytest
import yaml
from django.contrib.auth.models import Group

from movies.models import Movie
from permissions_api import __version__
from tests.directory.conftest import grants_at, person_at
from tests.e2e.server import ROOT

DOCUMENT = yaml.safe_load((ROOT / "schema.yml").read_text())
SEEN_BEFORE = {"If-Match": '"what was seen before"'}
NO_ETAG = {"If-Match": "no-etag"}


def documented(method: str, path: str) -> dict:
    """Return the responses of the operation at an address."""
    for template, item in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path.partition("?")[0]):
            return item[method.lower()]["responses"]
    raise AssertionError(path)


@pytest.fixture
def address(people) -> dict[str, str]:
    role = Group.objects.get(name="Employees")
    movie = Movie.objects.create(title="Heat", year=1995)
    return {
        "{movie}": f"/api/movies/{movie.pk}/",
        "{role}": f"/api/roles/{role.pk}/",
        "{batman}": person_at(people["batman"]),
        "{grants}": grants_at(people["robin"]),
    }


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("GET", "/api/movies/?cursor=x", None, {}, 400),
        ("GET", "/api/books/?cursor=x", None, {}, 400),
        ("GET", "/api/users/?cursor=x", None, {}, 400),
        ("GET", "/api/roles/?cursor=x", None, {}, 400),
        ("GET", "{role}members/?cursor=x", None, {}, 400),
        ("GET", "/api/audit/?cursor=x", None, {}, 400),
        ("PATCH", "{movie}", {}, SEEN_BEFORE, 412),
        ("DELETE", "{movie}", None, SEEN_BEFORE, 412),
        ("DELETE", "{movie}", None, NO_ETAG, 400),
        ("PATCH", "{batman}", {}, SEEN_BEFORE, 412),
        ("PUT", "{grants}", {"roles": [], "permissions": []}, SEEN_BEFORE, 412),
        ("PATCH", "{role}", {}, SEEN_BEFORE, 412),
        ("DELETE", "{role}", None, SEEN_BEFORE, 412),
        ("DELETE", "{role}", None, NO_ETAG, 400),
        ("POST", "/api/users/", {"username": "robin", "name": "Robin"}, {}, 409),
        ("POST", "/api/roles/", {"name": "Employees", "permissions": []}, {}, 409),
        ("PATCH", "{batman}", {"active": False}, {}, 409),
    ],
)
def test_what_is_answered_stands_in_the_document(batman, address, method, path, body, headers, status):
    for name, value in address.items():
        path = path.replace(name, value)
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    answer = batman.generic(method, path, headers=headers, **sent)
    assert answer.status_code == status, answer.content
    assert str(status) in documented(method, path)


def test_a_year_has_its_bounds_and_the_document_its_frame():
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["MovieRequest"]["properties"]["year"]["minimum"] == 1870
    assert "10 years from now" in schemas["MovieRequest"]["properties"]["year"]["description"]
    assert {"servers", "tags"} <= DOCUMENT.keys()
    assert DOCUMENT["info"]["license"]["identifier"] == "MIT"
    named = {tag["name"] for tag in DOCUMENT["tags"]}
    used = {tag for item in DOCUMENT["paths"].values() for each in item.values() for tag in each["tags"]}
    assert used == named


def test_the_version_is_the_packages():
    assert DOCUMENT["info"]["version"] == __version__
