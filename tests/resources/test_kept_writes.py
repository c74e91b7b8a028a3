"""Rows written by kept statements hold what the ORM's own would have written."""

import pytest
from django.db import DatabaseError, models
from django.db.models import F
from django.db.models.functions import Now

from audit.models import Change
from books.models import Book
from movies.models import Movie
from resources.kept_writes import KeptWrites

pytestmark = pytest.mark.django_db

FILMS = [
    {"title": "Heat", "year": 1995, "cast": ["Al Pacino", "Robert De Niro"], "genres": ["Crime"]},
    {"title": "% %s 'quoted' \"twice\" \\ 東京", "year": 1900, "cast": [], "synopsis": "a\nb"},
]
BOOKS = [
    {"title": "Emma", "authors": ["Jane Austen"], "year": 1815, "average_rating": "4.05"},
    {"title": "Nothing known", "authors": ["Somebody"], "year": None, "average_rating": None},
]


@pytest.fixture
def by_the_orm(monkeypatch):
    def use():
        for name in ("_do_insert", "_do_update"):
            monkeypatch.setattr(KeptWrites, name, getattr(models.Model, name))

    return use


def stored(model):
    rows = model._base_manager.order_by("id").values()
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def write(model, rows):
    for row in rows:
        model(**row).save()
    for record in model._base_manager.order_by("id"):
        record.year = (record.year or 1900) + 1
        record.save()
    return stored(model)


@pytest.mark.parametrize(("model", "rows"), [(Movie, FILMS), (Book, BOOKS)])
def test_rows_hold_what_the_orm_would_have_written(model, rows, by_the_orm):
    kept = write(model, rows)
    model._base_manager.all().delete()
    by_the_orm()
    assert write(model, rows) == kept


def test_an_expression_is_left_to_the_orm():
    change = Change.objects.create(at=Now(), action="movie.changed", target_kind="x", target_id="1")
    change.refresh_from_db()
    assert change.at.year >= 2024
    Change.objects.filter(pk=change.pk).update(target_id="7")
    change.target_id = F("target_kind")
    change.save()
    change.refresh_from_db()
    assert change.target_id == "x"


def test_only_the_named_columns_are_written():
    film = Movie.objects.create(**FILMS[0])
    Movie.objects.filter(pk=film.pk).update(synopsis="by another")
    film.year = 1996
    film.save(update_fields=["year"])
    film.refresh_from_db()
    assert (film.year, film.synopsis) == (1996, "by another")


def test_a_row_that_is_gone_cannot_be_changed():
    film = Movie.objects.create(**FILMS[0])
    Movie.objects.filter(pk=film.pk).delete()
    with pytest.raises(DatabaseError):
        film.save(force_update=True)


def test_a_row_with_an_id_of_its_own_is_updated_or_else_made():
    film = Movie(pk=4711, **FILMS[0])
    film.save()
    assert stored(Movie)[0]["title"] == "Heat"
    again = Movie(pk=4711, **FILMS[1])
    again.save()
    assert [row["synopsis"] for row in stored(Movie)] == ["a\nb"]
