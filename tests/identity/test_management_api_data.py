"""What the stand-in for Auth0's Management API answers: pages, searches, what is wrong, and how often."""

import json
import time
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from rest_framework.test import APIClient

from directory.subjects import subject_of
from identity.models import TenantRecord

pytestmark = [pytest.mark.identity, pytest.mark.urls("tests.identity.management_urls")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("email:robin@gotham.example", ["robin"]),
        ('name:"commissioner gordon"', ["gordon"]),
        ("name:*man OR (username:rob* AND NOT blocked:true)", ["batman", "robin"]),
        ("(email:*otham* OR name:*otham* OR nickname:*otham* OR username:*otham*) AND (name:jo*)", ["joker"]),
        (r"name:commissioner\ gordon", ["gordon"]),
        ('user_id:("{robin}" OR "{joker}" OR "auth0|1")', ["joker", "robin"]),
        ("name:nobody", []),
    ],
)
def test_people_are_searched_as_at_auth0(administrator, people, query, found):
    query = query.format(**{name: subject_of(user) for name, user in people.items()})
    answer = administrator.get(
        "/api/v2/users", {"q": query, "search_engine": "v3", "sort": "name:1", "fields": "username"}
    )
    assert sorted(user["username"] for user in answer.json()) == found


@pytest.mark.parametrize(
    "query",
    ["robin", "password:x", "name:", "name:a*b*c", "(name:robin", "name:a b", "((" * 50, '"', "name:("],
)
def test_a_search_that_cannot_be_read_is_refused(administrator, query):
    answer = administrator.get("/api/v2/users", {"q": query})
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "invalid_query_string")


def test_what_a_blocked_person_was_given_is_told_on(administrator, people):
    alfred = f"/api/v2/users/usher%7C{people['alfred'].pk}"
    before = administrator.get(f"{alfred}/permissions").json()
    assert administrator.patch(alfred, {"blocked": True}, format="json").json()["blocked"] is True
    assert administrator.get(f"{alfred}/permissions").json() == before
    sources = {row["permission_name"]: [s["source_type"] for s in row["sources"]] for row in before}
    assert (sources["read:books"], sources["write:books"]) == (["ROLE"], ["DIRECT"])


def test_all_clients_together_have_one_rate_and_are_told_it(administrator, settings, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.25)
    settings.MANAGEMENT_RATE = (2, 1)
    told = [administrator.get("/api/v2/roles") for _ in range(3)]
    assert [answer.status_code for answer in told] == [200, 200, 429]
    assert [answer["x-ratelimit-remaining"] for answer in told] == ["1", "0", "0"]
    assert {(answer["x-ratelimit-limit"], answer["x-ratelimit-reset"]) for answer in told} == {
        ("2", "1800000001")
    }
    assert told[2].json()["errorCode"] == "too_many_requests"
    assert told[2]["Retry-After"] == "1"
    # A stranger cannot use it up, nor does what they are refused count.
    assert APIClient().get("/api/v2/roles").status_code == 401
    monkeypatch.setattr(time, "time", lambda: 1_800_000_001.0)
    assert administrator.get("/api/v2/roles").status_code == 200


def test_a_roles_description_is_kept_as_long_as_the_role(administrator):
    made = administrator.post(
        "/api/v2/roles", {"name": "Guests", "description": "Look on"}, format="json"
    ).json()
    assert made["description"] == "Look on"
    address = f"/api/v2/roles/{made['id']}"
    assert (
        administrator.patch(address, {"name": "Visitors"}, format="json").json()["description"] == "Look on"
    )
    assert "Look on" in administrator.get("/api/v2/roles").content.decode()
    assert administrator.delete(address).status_code == 200
    assert not TenantRecord.objects.exists()


def test_a_page_costs_the_same_however_long_it_is(administrator, people, django_assert_max_num_queries):
    batman = f"users/{quote(subject_of(people['batman']), safe='')}"
    role = f"roles/rol_{Group.objects.get(name='Managers').pk}"
    for address in ("users", f"{batman}/permissions", "roles", f"{role}/permissions", "clients"):
        with django_assert_max_num_queries(12):
            assert administrator.get(f"/api/v2/{address}?per_page=100").status_code == 200


WRONG: tuple[tuple[str, str, Any], ...] = (
    ("POST", "roles", {"name": "x" * 151}),
    ("POST", "roles", {"name": ""}),
    ("POST", "roles", {"name": "Two\nlines"}),
    ("POST", "roles", {"name": "Nothing\x00"}),
    ("POST", "roles", {"name": "Half \ud800"}),
    ("POST", "roles", {"name": "read:movies"}),
    ("POST", "clients", {"name": "x" * 256}),
    ("POST", "clients", {"name": "Games", "client_metadata": {"half": ["\ud800"]}}),
    ("POST", "users", {"connection": "Username-Password-Authentication", "username": "a b"}),
    ("POST", "users", {"connection": "Another", "username": "selina"}),
    ("PATCH", "users/{robin}", {"email": "nowhere"}),
    ("PATCH", "users/{robin}", {"name": "x" * 151}),
    ("PATCH", "users/{robin}", {"blocked": "true"}),
    ("PATCH", "users/{robin}", {"name": None}),
    ("POST", "users/{robin}/roles", {"roles": ["rol_99"]}),
    ("POST", "users/{robin}/roles", {"roles": []}),
    ("POST", "users/{robin}/permissions", {"permissions": [{"permission_name": "read:movies"}]}),
    ("POST", "users/{robin}/permissions", {"permissions": ["read:movies"]}),
    ("GET", "users?q=email%3Aa%00", None),
    ("GET", "users-by-email?email=%00", None),
    ("GET", "actions/actions/%00", None),
    ("GET", "users?page=-1", None),
    ("GET", "users?page=10&per_page=100", None),
    ("GET", "users?sort=password:1", None),
    ("GET", "clients?from=!", None),
    ("GET", "roles?include_totals=yes", None),
)


def test_what_is_wrong_is_told_as_such(administrator, people):
    robin = quote(subject_of(people["robin"]), safe="")
    for method, path, body in WRONG:
        address = f"/api/v2/{path.format(robin=robin)}"
        answer = administrator.generic(method, address, json.dumps(body), "application/json")
        assert answer.status_code == 400, (path, body, answer.content)
        assert set(answer.json()) == {"statusCode", "error", "message", "errorCode"}
