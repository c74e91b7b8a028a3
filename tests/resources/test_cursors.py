"""A cursor that nobody was given breaks no list; one that was given leads on."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest

from audit.models import Refusal
from books.models import Book
from movies.models import Movie
from permissions_api.resource import all_permissions

pytestmark = pytest.mark.django_db

EVERY_LIST = [
    ("/api/movies/?ordering=title", "title"),
    ("/api/movies/?ordering=-year", "-year"),
    ("/api/books/?ordering=average_rating", "average_rating"),
    ("/api/books/?ordering=-ratings_count", "-ratings_count"),
    ("/api/audit/?", "-at"),
    ("/api/audit/changes/?", "-at"),
    ("/api/audit/refusals/?", "-minute"),
]
HUGE = 10**30


def cursor(*parts):
    return urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.fixture
def client(client_with, settings):
    return client_with(*all_permissions())


def asked(client, path, text):
    return client.get(f"{path}{'&' if '?' in path else '?'}cursor={text}")


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "yesterday", "", None]
)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_moment_that_is_none_everywhere_is_refused(client, value, backwards):
    answer = asked(client, "/api/audit/refusals/", cursor("-minute", backwards, value, 1))
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["cursor"]


@pytest.mark.parametrize(("path", "ordering"), EVERY_LIST)
@pytest.mark.parametrize(
    "value", ["x\x00", "\ud800", 5, [], {}, True, "NaN", "1E+999999", "-Infinity", str(HUGE)]
)
def test_no_value_breaks_a_list(client, path, ordering, value):
    for backwards in (False, True):
        answer = asked(client, path, cursor(ordering, backwards, value, 1))
        assert answer.status_code in (200, 400)


@pytest.mark.parametrize(("path", "ordering"), EVERY_LIST)
@pytest.mark.parametrize("pk", [HUGE, -HUGE, 2**63, 0, "1", None, True, 1.5])
def test_no_id_breaks_a_list(client, path, ordering, pk):
    value = "2026-11-21T09:00:00+00:00" if ordering in ("-at", "-minute") else "1"
    answer = asked(client, path, cursor(ordering, False, value, pk))
    assert answer.status_code == (200 if type(pk) is int else 400)


@pytest.mark.identity
@pytest.mark.parametrize("name", ["x\x00", "\ud800", 5, None, [], "x" * 1000])
@pytest.mark.parametrize(("path", "ordering"), [("/api/users/", "username"), ("/api/roles/", "name")])
def test_no_name_breaks_a_list_of_people_or_roles(client, path, ordering, name):
    answer = asked(client, path, cursor(ordering, False, name, 1))
    assert answer.status_code == (200 if name == "x" * 1000 else 400)


def test_a_row_older_than_a_rule_of_today_does_not_end_the_list(client):
    rows = []
    for number, (title, year) in enumerate([("bell \x07", 1869), ("A", 1868), ("B", 2200)]):
        row = Movie(title=title, year=year, wikipedia_page=f"https://example.org/{number}")
        row.derive()
        rows.append(row)
    Movie.objects.bulk_create(rows)
    for ordering in ("title", "-title", "year", "-year"):
        page = client.get(f"/api/movies/?page_size=1&ordering={ordering}").json()
        seen = [page["results"][0]["id"]]
        while page["next"]:
            page = client.get(page["next"]).json()
            seen += [row["id"] for row in page["results"]]
        assert sorted(seen) == sorted(Movie.objects.values_list("id", flat=True))
        while page["previous"]:
            page = client.get(page["previous"]).json()
        assert page["results"][0]["id"] == seen[0]


def test_moments_and_ratings_lead_on_as_they_were_written(client):
    for number in range(3):
        minute = datetime(2026, 11, 21, 9, number, tzinfo=UTC)
        Refusal.objects.create(subject="usher|2", permission="read:books", minute=minute, count=1)
        book = Book(title=f"B{number}", authors=["A"], average_rating=f"4.{number}1")
        book.save()
    for path in ("/api/audit/refusals/?page_size=1", "/api/books/?page_size=1&ordering=average_rating"):
        page, count = client.get(path).json(), 1
        while page["next"]:
            page = client.get(page["next"]).json()
            count += len(page["results"])
        assert count == 3
