"""The forms of the admin check what the APIs check."""

import pytest
from django.forms import modelform_factory

from movies.models import Movie

pytestmark = pytest.mark.django_db
MovieForm = modelform_factory(Movie, fields=["title", "year", "cast", "genres", "poster"])
FILM = {
    "title": "Gigi",
    "year": 1958,
    "cast": "Leslie Caron\r\n\r\n Louis Jourdan ",
    "genres": "",
    "poster": "",
}


def test_a_film_that_is_there_already_is_refused_with_a_sentence():
    MovieForm(FILM).save()
    assert MovieForm(FILM).errors == {
        "title": ["There already is a film with this title, year and Wikipedia page."]
    }


@pytest.mark.parametrize(
    ("field", "value"), [("title", " "), ("year", "1815"), ("cast", "x" * 201), ("poster", "javascript:x")]
)
def test_what_is_not_good_is_refused(field, value):
    assert list(MovieForm({**FILM, field: value}).errors) == [field]


def test_names_are_written_one_a_line():
    movie = MovieForm(FILM).save()
    assert (movie.cast, movie.genres) == (["Leslie Caron", "Louis Jourdan"], [])
    assert "Leslie Caron\nLouis Jourdan" in str(MovieForm(instance=movie)["cast"])
    assert movie.title_order == "gigi"


def test_a_form_sent_back_as_it_was_changed_nothing():
    movie = MovieForm(FILM).save()
    assert MovieForm(FILM, instance=movie).changed_data == []
    assert MovieForm({**FILM, "cast": "Leslie Caron"}, instance=movie).changed_data == ["cast"]
