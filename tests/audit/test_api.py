"""GET /api/audit/, /api/audit/changes/ and /api/audit/refusals/, for those who hold list:audit."""

from datetime import UTC, datetime

import pytest

from audit.models import Refusal
from audit.trail import Target, record
from permissions_api.resource import all_permissions

pytestmark = pytest.mark.django_db
ALL = ["/api/audit/", "/api/audit/changes/", "/api/audit/refusals/"]


@pytest.fixture
def entries(db) -> None:
    for number in range(5):
        record("user.changed", Target("user", f"usher|{number}", f"Person {number}"), {"n": 0}, {"n": number})
    record("role.granted", Target("user", "usher|1", "Person 1"), {"roles": []}, {"roles": ["A"]})
    record("role.created", Target("role", "1", "A"), None, {"name": "A"})


@pytest.mark.parametrize("path", ALL)
def test_every_other_permission_is_refused(client_with, path):
    answer = client_with(*(name for name in all_permissions() if name != "list:audit")).get(path)
    assert answer.status_code == 403
    assert answer.json()["required_permission"] == "list:audit"


@pytest.mark.parametrize("path", ALL)
def test_list_audit_alone_opens_it(client_with, path):
    assert client_with("list:audit").get(path).status_code == 200


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_through_it(client_with, path, method):
    assert getattr(client_with(*all_permissions()), method)(path, {}, format="json").status_code == 405


@pytest.mark.parametrize("path", ALL)
def test_a_token_of_another_api_is_refused(client_with, conf, path):
    conf.STRATEGY = "per_api_tokens"
    own, other = "https://audit.usher.example/", "https://books.usher.example/"
    assert client_with("list:audit", audience=own).get(path).status_code == 200
    assert client_with("list:audit", audience=other).get(path).status_code == 401


def test_an_entry_is_shown_as_agreed(client_with, entries):
    entry = client_with("list:audit").get("/api/audit/").json()["results"][0]
    assert set(entry) == {"id", "at", "actor", "action", "target", "before", "after", "address", "request_id"}
    assert entry["actor"]["subject"].startswith("command:")
    assert entry["target"] == {"kind": "role", "id": "1", "name": "A"}
    assert (entry["action"], entry["before"], entry["after"]) == ("role.created", None, {"name": "A"})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"action": "role.granted"}, 1),
        ({"action": "role"}, 2),
        ({"action": "rol"}, 0),
        ({"target": "usher|1"}, 2),
        ({"target": "person"}, 6),
        ({"target": "PERSON 3"}, 1),
        ({"target": "%"}, 0),
        ({"actor": "nobody of this name"}, 0),
        ({"since": "2099-01-01T00:00:00Z"}, 0),
        ({"until": "2020-01-01"}, 0),
        ({"since": "2020-01-01", "until": "2099-01-01T00:00:00+02:00", "action": "user"}, 5),
        ({"action": "role", "target": "usher|1"}, 1),
    ],
)
def test_filters_narrow_the_list(client_with, entries, asked, found):
    answer = client_with("list:audit").get("/api/audit/", asked)
    assert answer.status_code == 200, answer.json()
    assert len(answer.json()["results"]) == found


def test_by_actor_are_found_subject_and_part_of_the_name(client_with, entries):
    client = client_with("list:audit")
    actor = client.get("/api/audit/").json()["results"][0]["actor"]
    for text in (actor["subject"], actor["name"][:3].upper()):
        assert len(client.get("/api/audit/", {"actor": text}).json()["results"]) >= 7


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-13-01"}, "until"),
        ({"since": "0001-01-01T00:00:00+23:00"}, "since"),
        ({"since": "2026-11-21", "until": "2026-11-20"}, "until"),
        ({"action": "DROP TABLE"}, "action"),
        ({"action": "role.granted.twice"}, "action"),
        ({"actor": "x" * 256}, "actor"),
        ({"target": "a\x00b"}, "target"),
        ({"page_size": "0"}, "page_size"),
        ({"page_size": "101"}, "page_size"),
        ({"cursor": "what"}, "cursor"),
        ({"search": "Robin"}, "search"),
        ({"ordering": "at"}, "ordering"),
        ({"who": "Robin"}, "who"),
    ],
)
def test_what_cannot_be_asked_is_named(client_with, entries, asked, wrong):
    answer = client_with("list:audit").get("/api/audit/", asked)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [wrong]


def test_pages_lead_on_and_back_while_the_trail_grows(client_with, entries):
    client = client_with("list:audit")
    page = client.get("/api/audit/", {"page_size": 3}).json()
    seen = [entry["id"] for entry in page["results"]]
    record("role.created", Target("role", "2", "B"))
    second = client.get(page["next"]).json()
    seen += [entry["id"] for entry in second["results"]]
    assert seen == list(range(seen[0], seen[0] - 6, -1))
    back = client.get(second["previous"]).json()
    assert [entry["id"] for entry in back["results"]] == seen[:3]


def test_a_page_costs_one_query(client_with, entries, django_assert_num_queries):
    client = client_with("list:audit")
    with django_assert_num_queries(1):
        client.get("/api/audit/")


def test_refusals_are_paged_the_newest_first(client_with):
    for minute in range(5):
        moment = datetime(2026, 11, 21, 9, minute, tzinfo=UTC)
        for permission in ("list:books", "read:books"):
            Refusal.objects.create(subject="usher|2", permission=permission, minute=moment, count=minute + 1)
    client = client_with("list:audit")
    page, found = client.get("/api/audit/refusals/", {"page_size": 3}).json(), []
    found += page["results"]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += page["results"]
    assert found[0] == {
        "subject": "usher|2",
        "permission": "read:books",
        "minute": "2026-11-21T09:04:00Z",
        "count": 5,
    }
    assert [row["count"] for row in found] == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


@pytest.mark.parametrize("asked", [{"cursor": "x"}, {"subject": "usher|2"}, {"page_size": "many"}])
def test_what_cannot_be_asked_of_refusals_is_named(client_with, asked):
    answer = client_with("list:audit").get("/api/audit/refusals/", asked)
    assert list(answer.json()["errors"]) == list(asked)
