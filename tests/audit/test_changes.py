"""GET /api/audit/changes/: who changed which film or book; and how long that is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit import history
from audit.models import Change
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
