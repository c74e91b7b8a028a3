"""GET /api/audit/changes/: who changed which film or book; and how long that is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from audit import history
from audit.models import Change
from audit.serializers import EntryQuerySerializer
from audit.trail import Target, record
from books.models import Book
from movies.models import Movie

pytestmark = pytest.mark.django_db
URL = "/api/audit/changes/"


@pytest.fixture
def changes(client_with) -> None:
    """A film that Robin made and renamed, and a book of Alfred's."""
    robin = client_with("write:movies", "edit:movies", sub="usher|2", client_id="kiosk")
    film = robin.post("/api/movies/", {"title": "Heat", "year": 1995}, format="json").json()
    robin.patch(f"/api/movies/{film['id']}/", {"title": "Haet"}, format="json")
    alfred = client_with("write:books", sub="usher|3")
    alfred.post("/api/books/", {"title": "Emma", "authors": ["Jane Austen"]}, format="json")


def test_a_change_is_shown_as_agreed(client_with, changes):
    _, change, _ = client_with("list:audit").get(URL).json()["results"]
    assert set(change) == {"id", "at", "actor", "action", "target", "before", "after"}
    assert change["actor"] == {
        "subject": "usher|2",
        "name": "",
        "issuer": "https://issuer.test/",
        "client": "kiosk",
    }
    assert change["target"] == {"kind": "movies.movie", "id": str(Movie.objects.get().pk), "name": "Haet"}
    assert change["action"] == "movie.changed"
    assert (change["before"], change["after"]) == ({"title": "Heat"}, {"title": "Haet"})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"action": "movie.changed"}, 1),
        ({"action": "movie"}, 2),
        ({"action": "user"}, 0),
        ({"actor": "usher|3"}, 1),
        ({"target": "HEAT"}, 1),
        ({"until": "2020-01-01"}, 0),
        ({"since": "2020-01-01", "page_size": "2"}, 2),
    ],
)
def test_filters_narrow_the_list(client_with, changes, asked, found):
    answer = client_with("list:audit").get(URL, asked)
    assert answer.status_code == 200, answer.json()
    assert len(answer.json()["results"]) == found


@pytest.mark.parametrize("asked", [{"cursor": "x"}, {"since": "yesterday"}, {"film": "Heat"}])
def test_what_cannot_be_asked_is_named(client_with, asked):
    answer = client_with("list:audit").get(URL, asked)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(asked)


def test_one_thing_is_found_by_kind_and_id_and_nothing_that_has_the_id_otherwise(client_with, changes):
    client, film = client_with("list:audit"), Movie.objects.get()
    # As ids go: one of another kind, and in the names of others.
    Book.objects.update_or_create(pk=film.pk, defaults={"title": "Of the film's id", "authors": ["Nobody"]})
    Movie.objects.create(title=f"Film {film.pk}", year=1995)
    record("user.changed", Target("user", str(film.pk), "Robin"))
    for kind in ("movies.movie", "movies"):
        found = client.get(URL, {"target_kind": kind, "target_id": film.pk}).json()["results"]
        assert [each["action"] for each in found] == ["movie.changed", "movie.created"]
    for kind in ("movie", "mov", "books.movie", "movies."):
        assert client.get(URL, {"target_kind": kind, "target_id": film.pk}).json()["results"] == []
    (entry,) = client.get("/api/audit/", {"target_kind": "user", "target_id": film.pk}).json()["results"]
    assert entry["target"]["name"] == "Robin"


def test_it_is_found_by_an_index_however_long_the_trail(changes):
    for kind in ("movies.movie", "movies"):
        query = EntryQuerySerializer(data={"target_kind": kind, "target_id": "7"})
        query.is_valid(raise_exception=True)
        plan = query.narrow(Change.objects.order_by("-at", "-id")).explain()
        assert connection.vendor != "sqlite" or "target" in plan.split("USING INDEX ")[1]


@pytest.mark.parametrize("url", [URL, "/api/audit/"])
@pytest.mark.parametrize(("asked", "lacking"), [("target_kind", "target_id"), ("target_id", "target_kind")])
def test_half_of_kind_and_id_is_refused_and_the_other_half_named(client_with, url, asked, lacking):
    answer = client_with("list:audit").get(url, {asked: "7"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == {lacking: ["Give target_kind and target_id together."]}


def test_a_page_costs_one_query(client_with, changes, django_assert_num_queries):
    client = client_with("list:audit")
    with django_assert_num_queries(1):
        client.get(URL)


def test_a_change_is_kept_for_a_year(changes):
    book = Change.objects.filter(target_kind=Book._meta.label_lower)
    Change.objects.exclude(pk__in=book).update(at=timezone.now() - timedelta(days=364))
    book.update(at=timezone.now() - timedelta(days=366))
    assert history.delete_old() == 1
    assert not book.exists()
    assert Change.objects.count() == 2
