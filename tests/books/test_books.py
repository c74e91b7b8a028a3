"""The books API: what is particular to books."""

import pytest

from books.models import Book

pytestmark = pytest.mark.django_db
URL = "/api/books/"


def book(title, **values):
    made = Book(**{"title": title, "authors": ["Somebody"], **values})
    made.save()
    return made


@pytest.fixture
def client(client_with):
    return client_with("list:books", "read:books", "write:books", "edit:books")


def titles(answer):
    return [item["title"] for item in answer.json()["results"]]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("isbn", "0439023484", "check digit"),
        ("isbn", "12345", "10 or 13 digits"),
        ("isbn", 439023483, "10 or 13 digits"),
        ("year", -3001, "between -3000"),
        ("year", True, "must be a whole number"),
        ("language", "English!", "a code such as en"),
        ("language", "x\n", "code"),
        ("average_rating", 5.01, "at most 5"),
        ("average_rating", -0.1, "at least 0"),
        ("average_rating", "NaN", "must be a number"),
        ("average_rating", 4.336, "at most 3 digits"),
        ("ratings_count", -1, "at least 0"),
        ("ratings_count", None, "must be filled in"),
        ("ratings_count", 10**12, "at most"),
        ("authors", [], "must be filled in"),
    ],
)
def test_what_is_not_good_is_refused_by_field(client, field, value, sentence):
    answer = client.post(URL, {"title": "A", "authors": ["B"], field: value}, format="json")
    assert answer.status_code == 400
    assert sentence in answer.json()["errors"][field][0]


@pytest.mark.parametrize("query", ["rating_from=6", "rating_from=-1", "rating_from=NaN", "rating_from=x"])
def test_a_rating_that_cannot_be_is_refused(client, query):
    assert list(client.get(f"{URL}?{query}").json()["errors"]) == ["rating_from"]


def test_numbers_are_numbers(client):
    made = book("A", average_rating="4.30", ratings_count=7, year=-750)
    answer = client.get(f"{URL}{made.pk}/")
    assert b'"average_rating":4.3,' in answer.content
    assert b'"year":-750,' in answer.content
    assert b'"average_rating":4.3,' in client.get(URL).content


def test_an_isbn_is_kept_without_hyphens(client):
    body = {"title": "A", "authors": ["B"], "isbn": "978-0-439-02348-1"}
    assert client.post(URL, body, format="json").json()["isbn"] == "9780439023481"


def test_one_isbn_is_one_book_however_it_is_written(client):
    book("A", isbn="0439023483")
    body = {"title": "Another", "authors": ["Else"], "isbn": "978-0-439-02348-1"}
    answer = client.post(URL, body, format="json")
    assert answer.json()["errors"] == {"isbn": ["There already is a book with this ISBN."]}


def test_without_an_isbn_title_and_authors_tell_books_apart(client):
    book("Holes", authors=["Louis Sachar"])
    book("Holes", authors=["Louis Sachar"], isbn="0439023483")
    assert client.post(URL, {"title": "Holes", "authors": ["Else"]}, format="json").status_code == 201
    answer = client.post(URL, {"title": "holes", "authors": ["Louis Sachar"]}, format="json")
    assert list(answer.json()["errors"]) == ["title"]


def test_language_year_and_rating_narrow_the_list_and_unknown_ones_are_left_out(client):
    book("Old", year=-750, language="grc", average_rating="3.99")
    book("New", year=2001, language="eng", average_rating="4.00")
    book("Unknown")
    assert titles(client.get(f"{URL}?language=grc")) == ["Old"]
    assert titles(client.get(f"{URL}?year_to=-1")) == ["Old"]
    assert titles(client.get(f"{URL}?year_from=0")) == ["New"]
    assert titles(client.get(f"{URL}?rating_from=4")) == ["New"]
    assert titles(client.get(f"{URL}?rating_from=0")) == ["New", "Old"]
    assert titles(client.get(f"{URL}?language=xx")) == []


def test_search_looks_at_the_authors_too(client):
    book("A", authors=["Somebody", "Stanisław Lem"])
    book("B")
    assert titles(client.get(URL, {"search": "LEM"})) == ["A"]


def test_a_list_shows_a_part_and_the_detail_the_whole(client):
    made = book("A", isbn="0439023483")
    [item] = client.get(URL).json()["results"]
    assert list(item) == [
        "id", "title", "authors", "year", "language", "average_rating", "ratings_count", "cover",
        "picture",
    ]  # fmt: skip
    detail = client.get(f"{URL}{made.pk}/").json()
    assert detail == {**item, "isbn": "0439023483", "last_change": detail["last_change"]}


def test_the_longest_titles_and_authors_fit(client):
    body = {"title": "T" * 500, "authors": [f"{number:03} {'A' * 196}" for number in range(100)]}
    answer = client.post(URL, body, format="json")
    assert answer.status_code == 201
    assert client.get(URL, {"search": "099 aaa"}).json()["results"][0]["authors"] == body["authors"]


def test_the_summary_counts_languages_and_years(client):
    assert client.get(f"{URL}summary/").json() == {
        "total": 0,
        "letters": [],
        "decades": [],
        "ratings": [],
        "languages": [],
        "first_year": None,
        "last_year": None,
    }
    book("A", year=-750, language="eng", average_rating="5.00")
    book("B", year=2001, language="eng", average_rating="4.24")
    book("C", language="jpn", average_rating="4.75")
    book("D")
    assert client.get(f"{URL}summary/").json() == {
        "total": 4,
        "letters": [{"letter": letter, "count": 1} for letter in "abcd"],
        "decades": [{"decade": -750, "count": 1}, {"decade": 2000, "count": 1}],
        "ratings": [{"from": 4.0, "to": 4.24, "count": 1}, {"from": 4.75, "to": 5.0, "count": 2}],
        "languages": [{"name": "eng", "count": 2}, {"name": "jpn", "count": 1}],
        "first_year": -750,
        "last_year": 2001,
    }


def test_the_summary_needs_the_permission_to_list(client_with):
    assert client_with("read:books", "list:movies").get(f"{URL}summary/").status_code == 403
