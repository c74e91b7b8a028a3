"""The ETag of a list names one state of its rows, and a 304 is answered without reading them."""

from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from movies.models import Movie
from movies.views import MovieViewSet
from resources import kept_lists
from tests.audit.test_writers import at_once

URL = "/api/movies/?page_size=3"
numbers = count()


def film(**values):
    made = Movie(**{"title": f"No. {next(numbers)}", "year": 1999, **values})
    made.derive()
    return made


@pytest.fixture
def client(client_with):
    return client_with("list:movies")


def rows_read(queries):
    return [
        query["sql"]
        for query in queries
        if "movies_movie" in query["sql"].replace("usher.movies_movie", "")
        and '"movies_movie"."title"' in query["sql"]
    ]


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_write_and_eight_who_read_none_sees_two_states_under_one_etag(client_with):
    Movie.objects.bulk_create([film() for _ in range(4)])
    answers = []

    def reader(number):
        def read():
            client = client_with("list:movies", sub=f"usher|{number}")
            known: dict[str, Any] = {}
            for turn in range(12):
                url = URL if turn % 2 else f"{URL}&year_from=1999"
                tag = known.get(url, {}).get("ETag", "")
                answer = client.get(url, HTTP_IF_NONE_MATCH=tag) if tag else client.get(url)
                if answer.status_code == 200:
                    known[url] = answer
                    answers.append((url, answer["ETag"], answer.content))
                else:
                    assert (answer.status_code, answer["ETag"]) == (304, tag)

        return read

    def writer(number):
        def write():
            for turn in range(4):
                with transaction.atomic():
                    Movie.objects.bulk_create([film(year=2000 + number)])
                    if turn % 2:
                        Movie.objects.filter(year=2000 + number).update(title=f"Changed {number} {turn}")
                if turn == 3:
                    Movie.objects.filter(year=2000 + number).delete()

        return write

    at_once(*map(reader, range(8)), *map(writer, range(8)))
    for url, tag, body in answers:
        assert {each for path, other, each in answers if (path, other) == (url, tag)} == {body}
    # What is answered of an old tag now is right, too.
    client, present = client_with("list:movies"), {url: None for url, *_ in answers}
    for url in present:
        present[url] = client.get(url).content
    for url, tag, body in answers:
        unchanged = client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 304
        assert not unchanged or body == present[url]


@pytest.mark.django_db
def test_a_304_reads_no_rows_and_comes_after_the_guard(client, client_with):
    Movie.objects.bulk_create([film()])
    tag = client.get(URL)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(URL, HTTP_IF_NONE_MATCH=tag)
    assert (answer.status_code, answer["ETag"], answer.content) == (304, tag, b"")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Vary"] == "Authorization, Accept"
    assert rows_read(queries) == []
    assert client_with("read:movies").get(URL, HTTP_IF_NONE_MATCH=tag).status_code == 403
    client.credentials()
    assert client.get(URL, HTTP_IF_NONE_MATCH=tag).status_code == 401


@pytest.mark.django_db
def test_an_etag_is_that_of_one_page_one_address_and_one_build(client, monkeypatch):
    Movie.objects.bulk_create([film() for _ in range(9)])
    following = client.get(URL).json()["next"]
    asked = [URL, f"{URL}&ordering=year", f"{URL}&year_from=1", following, f"{following}&search=no"]
    tags = [client.get(url)["ETag"] for url in asked]
    tags += [client.get(URL, HTTP_HOST="localhost:81")["ETag"]]
    tags += [client.get(URL, HTTP_ACCEPT="application/json; indent=2")["ETag"]]
    kept_lists._kept_list.cache_clear()
    monkeypatch.setattr(kept_lists, "_shape", lambda _kind: "of another build")
    tags += [client.get(URL)["ETag"]]
    assert len({*tags}) == len(tags)


@pytest.mark.django_db
def test_an_empty_list_and_one_of_several_tables_are_known_by_what_they_show(client, monkeypatch):
    empty = client.get(URL)
    assert client.get(URL, HTTP_IF_NONE_MATCH=empty["ETag"]).status_code == 304
    Movie.objects.bulk_create([film()])
    kept_lists._kept_list.cache_clear()
    # Rows that are chosen beforehand may depend on anything.
    monkeypatch.setattr(MovieViewSet, "queryset", Movie.objects.filter(year__gt=1))
    shown = client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(URL, HTTP_IF_NONE_MATCH=shown["ETag"]).status_code == 304
    assert len(rows_read(queries)) == 1
