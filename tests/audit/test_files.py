"""The trail as a file: what the list says, under the same permission and the same filters."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from audit.models import Change, Refusal
from audit.trail import Target, record
from permissions_api.resource import all_permissions

pytestmark = pytest.mark.django_db
ALL = ["/api/audit/", "/api/audit/changes/", "/api/audit/refusals/"]


@pytest.fixture
def entries(db) -> None:
    record("role.granted", Target("user", "usher|2", "Robin"), {"roles": []}, {"roles": ["A"]})
    record("role.created", Target("role", "9", "=HYPERLINK(1)"), None, {"name": "=HYPERLINK(1)"})
    kept = {"action": "movie.changed", "target_kind": "movies.movie", "target_id": "7", "target_name": "Heat"}
    Change.objects.create(at=datetime.now(UTC), before={"title": "Haet"}, after={"title": "Heat"}, **kept)
    Refusal.objects.create(subject="usher|2", permission="read:books", minute=datetime.now(UTC), count=3)


def rows_of(answer) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))]


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_every_other_permission_is_refused(client_with, path, kind):
    client = client_with(*(name for name in all_permissions() if name != "list:audit"))
    answer = client.get(path, {"format": kind})
    assert (answer.status_code, answer.json()["required_permission"]) == (403, "list:audit")


@pytest.mark.parametrize("path", ALL)
def test_lines_of_json_are_the_rows_of_the_list(client_with, entries, path):
    client = client_with("list:audit")
    answer = client.get(path, {"format": "jsonl"})
    assert [json.loads(line) for line in answer.getvalue().splitlines()] == client.get(path).json()["results"]
    assert answer["Content-Type"].startswith("application/jsonl")


@pytest.mark.parametrize("path", ALL)
def test_a_table_has_who_and_what_side_by_side_and_nothing_beside_the_list(client_with, entries, path):
    client = client_with("list:audit")
    (shown, *_), (row, *_) = client.get(path).json()["results"], rows_of(client.get(path, {"format": "csv"}))
    inner = {name: value for name, value in shown.items() if name in ("actor", "target")}
    flat = {f"{name}.{key}" for name, value in inner.items() for key in value}
    assert set(row) == flat | (set(shown) - set(inner))


def test_the_filters_hold_for_the_file(client_with, entries):
    (row,) = rows_of(client_with("list:audit").get("/api/audit/", {"format": "csv", "target": "Robin"}))
    assert (row["action"], row["target.name"], json.loads(row["after"])) == (
        "role.granted",
        "Robin",
        {"roles": ["A"]},
    )


def test_no_cell_is_a_formula(client_with, entries):
    (row,) = rows_of(
        client_with("list:audit").get("/api/audit/", {"format": "csv", "action": "role.created"})
    )
    assert row["target.name"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize(
    ("asked", "wrong"), [({"format": "xml"}, "format"), ({"format": "csv", "page_size": "5"}, "page_size")]
)
def test_what_is_no_file_is_named(client_with, path, asked, wrong):
    answer = client_with("list:audit").get(path, asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])
