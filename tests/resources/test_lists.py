"""Lists: what may be asked, and that every row is met exactly once."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIRequestFactory

from books.serializers import BookSerializer
from movies.serializers import MovieSerializer
from resources import counts
from resources.indexing import narrowing
from resources.pages import Cursor
from resources.viewsets import ResourceViewSet

pytestmark = pytest.mark.django_db

TITLES = ["Amélie", "amelie", "Ágora", "Zulu", "100 %", "a_b", "東京物語", "\u0301", "Été", "ete"]


def _rows(api, count=37):
    """Rows with many equal values, unknown and negative ones among them."""
    rand = random.Random(7)  # noqa: S311  the same rows every time
    for number in range(count):
        values = {"title": f"{rand.choice(TITLES)} {number if number % 3 else ''}", "year": 1950 + number % 4}
        if api.resource.name == "books":
            values["authors"] = [f"Author {number}"]
            values["year"] = rand.choice([None, -750, -1, 1950, 1951])
            values["average_rating"] = rand.choice([None, "0.00", "3.50", "4.34", "5.00"])
            values["ratings_count"] = rand.choice([0, 7, 2_000_000_000])
        else:
            values["wikipedia_page"] = f"https://en.wikipedia.org/wiki/{number}"
        yield api.make(**values)


@pytest.fixture
def rows(api):
    return list(_rows(api))


def _orderings(api):
    return [sign + name for name in api.orderings for sign in ("", "-")]


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("page_size=0", "page_size", "at least 1"),
        ("page_size=101", "page_size", "at most 100"),
        ("page_size=many", "page_size", "must be a whole number"),
        ("ordering=isbn10", "ordering", "cannot be chosen"),
        ("ordering=synopsis", "ordering", "cannot be chosen"),
        ("year_from=soon", "year_from", "must be a whole number"),
        ("cursor=nonsense", "cursor", "no cursor"),
        ("cursor=%F0%9F%8E%AC", "cursor", "no cursor"),
        ("cursor=W10", "cursor", "no cursor"),
        ("search=%00", "search", "characters that are not text"),
        ("genres=Drama", "genres", "not known here"),
        ("limit=10", "limit", "Known are: search"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused_by_name(api, client, query, field, sentence):
    answer = client.get(f"{api.url}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [field]
    assert sentence in answer.json()["errors"][field][0]


def test_all_wrong_parameters_are_named_at_once(api, client):
    answer = client.get(f"{api.url}?page_size=0&ordering=x&limit=3")
    assert set(answer.json()["errors"]) == {"page_size", "ordering", "limit"}


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor("title", False, None, 1),
        Cursor("title", False, "nul\0", 1),
        Cursor("title", False, "\ud800", 1),
        Cursor("title", False, {"a": 1}, 1),
        Cursor("title", False, 5, 1),
        Cursor("title", 1, "a", 1),
        Cursor("title", False, "a", "1"),
        Cursor("year", False, "x", 1),
    ],
)
def test_a_cursor_made_by_hand_is_refused(api, client, cursor):
    answer = client.get(api.url, {"ordering": cursor.ordering, "cursor": str(cursor)})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["cursor"]


def test_a_cursor_of_another_ordering_is_refused(api, client, rows):
    following = client.get(f"{api.url}?ordering=title&page_size=5").json()["next"]
    answer = client.get(following.replace("ordering=title", "ordering=-title"))
    assert answer.json()["errors"] == {"cursor": ["This cursor was made for another ordering."]}


def test_an_id_beyond_every_database_ends_the_list_and_not_the_server(api, client, rows):
    answer = client.get(api.url, {"ordering": "title", "cursor": str(Cursor("title", False, "zz", 10**30))})
    assert answer.status_code == 200


def test_walking_on_meets_every_row_once_in_every_ordering(api, client, rows, pages):
    for ordering in _orderings(api):
        for size in (1, 6, 37, 100):
            walked = list(pages(f"{api.url}?ordering={ordering}&page_size={size}"))
            found = [item["id"] for page in walked for item in page["results"]]
            assert sorted(found) == sorted(row.pk for row in rows), (ordering, size)
            assert len(walked) == -(-len(rows) // size)


def test_walking_back_meets_the_same_rows_as_walking_on(api, client, rows, pages):
    for ordering in _orderings(api):
        on = list(pages(f"{api.url}?ordering={ordering}&page_size=6"))
        back = list(pages(on[-1]["previous"], by="previous"))
        assert [page["results"] for page in reversed(back)] == [page["results"] for page in on[:-1]]
        assert back[-1]["previous"] is None
        assert on[0]["previous"] is None


def test_an_ordering_is_kept_from_page_to_page_and_unknown_values_come_last(api, client, rows, pages):
    for ordering in _orderings(api):
        name = ordering.removeprefix("-")
        if name in ("title", "prominence"):  # which is derived from what it says of others
            continue
        walked = pages(f"{api.url}?ordering={ordering}&page_size=5")
        values = [item[name] for page in walked for item in page["results"]]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=ordering.startswith("-"))
        assert values[len(known) :] == [None] * (len(values) - len(known))


def test_titles_are_ordered_without_case_and_accents(api, client):
    for number, title in enumerate(["Émile", "eden", "Etna", "emil", "EMU"]):
        api.make(title=title, year=1950 + number)
    results = client.get(f"{api.url}?ordering=title").json()["results"]
    assert [item["title"] for item in results] == ["eden", "emil", "Émile", "EMU", "Etna"]


def _lies_before(value, start, ordering):
    if value is None or (isinstance(value, str) and value.startswith(start)):
        return False
    return value > start if ordering.startswith("-") else value < start


def test_a_list_begins_where_it_is_told_to_and_both_ways_lead_on(api, client, rows, pages):
    columns = {"title": "title_order"}
    for ordering in _orderings(api):
        name = ordering.removeprefix("-")
        column = columns.get(name, name)
        whole = [
            item["id"]
            for page in pages(f"{api.url}?ordering={ordering}&page_size=100")
            for item in page["results"]
        ]
        values = dict(api.model.objects.values_list("pk", column))
        for start in {value if column != "title_order" else value[:1] for value in values.values()} - {
            None,
            " ",
        }:
            before = [pk for pk in whole if _lies_before(values[pk], start, ordering)]
            first = client.get(
                api.url, {"ordering": ordering, "starting_at": str(start), "page_size": 4}
            ).json()
            assert "starting_at" not in f"{first['next']}{first['previous']}"
            on = [first, *pages(first["next"])]
            back = [*pages(first["previous"], by="previous")]
            assert [item["id"] for page in on for item in page["results"]] == whole[len(before) :]
            assert [item["id"] for page in reversed(back) for item in page["results"]] == before
            assert (first["previous"] is None) == (not before)


def test_a_start_behind_the_last_row_leads_back_to_it(api, client):
    api.make(title="Last", year=1950)
    page = client.get(api.url, {"ordering": "title", "starting_at": "zz"}).json()
    assert (page["results"], page["next"]) == ([], None)
    assert [item["title"] for item in client.get(page["previous"]).json()["results"]] == ["Last"]


@pytest.mark.parametrize("start", ["soon", "1e999", "\u0664x", "nan", "\x00"])
def test_a_start_that_the_order_does_not_have_is_refused_by_name(api, client, start):
    answer = client.get(api.url, {"ordering": "year", "starting_at": start})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["starting_at"]


def test_a_start_is_none_beside_a_cursor_nor_in_a_file(api, client, rows):
    following = client.get(f"{api.url}?ordering=title&page_size=5").json()["next"]
    for query in (f"{following}&starting_at=a", f"{api.url}?format=csv&starting_at=a"):
        assert list(client.get(query).json()["errors"]) == ["starting_at"]


def test_a_count_is_exact_up_to_a_bound_and_about_right_above(api, client, rows, monkeypatch):
    url = f"{api.url}count/"
    assert client.get(url).json() == {"count": len(rows), "exact": True}
    assert client.get(url, {"year_from": 1951}).json() == {
        "count": sum(row.year is not None and row.year >= 1951 for row in rows),
        "exact": True,
    }
    monkeypatch.setattr(counts, "MOST", 3)
    assert client.get(url).json() == {"count": len(rows), "exact": True}
    about = client.get(url, {"year_from": 1950}).json()
    assert about == {"count": sum(row.year is not None and row.year >= 1950 for row in rows), "exact": False}
    for name in ("cursor", "page_size", "ordering", "format", "starting_at", "limit"):
        assert list(client.get(url, {name: "1"}).json()["errors"]) == [name]


def test_a_count_needs_the_permission_to_list(api, client_with):
    assert client_with(api.resource.permission("read")).get(f"{api.url}count/").status_code == 403


def test_rows_deleted_meanwhile_neither_repeat_nor_hide_others(api, client, rows):
    first = client.get(f"{api.url}?ordering=title&page_size=10").json()
    api.model.objects.filter(pk__in=[item["id"] for item in first["results"]]).delete()
    second = client.get(f"{first['next'].replace('page_size=10', 'page_size=100')}").json()
    assert len(second["results"]) == len(rows) - 10


def test_a_page_beyond_the_last_row_leads_back_to_the_beginning(api, client, rows):
    first = client.get(f"{api.url}?ordering=title&page_size=10").json()
    api.model.objects.all().delete()
    empty = client.get(first["next"]).json()
    assert empty == {
        "next": None,
        "previous": f"http://testserver{api.url}?ordering=title&page_size=10",
        "results": [],
    }


def test_next_stays_on_the_host_that_was_asked_and_keeps_what_was_asked(api, client, rows):
    answer = client.get(f"{api.url}?search=19&page_size=1&year_from=-1000", HTTP_HOST="localhost:8137")
    following = answer.json()["next"] or "http://localhost:8137/?search=19"
    assert following.startswith("http://localhost:8137/")
    assert "search=19" in following


def test_search_finds_all_words_whatever_their_case_and_accents(api, client):
    api.make(title="Le Fabuleux Destin d'Amélie Poulain")
    api.make(title="Amélie the second", year=1980)
    for words in ("AMELIE poulain", "poulain amélie", "fabuleux d'am"):
        results = client.get(api.url, {"search": words}).json()["results"]
        assert [item["title"] for item in results] == ["Le Fabuleux Destin d'Amélie Poulain"], words


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', ";"])
def test_search_takes_signs_literally(api, client, sign):
    api.make(title="Plain title")
    api.make(title=f"With {sign} inside", year=1980)
    api.make(title=f"{sign}inside", year=1981)
    for search, found in [
        (f"with {sign}", [f"With {sign} inside"]),
        (f"{sign}inside", [f"{sign}inside"]),
        (sign, [f"{sign}inside"]),
    ]:
        results = client.get(api.url, {"search": search}).json()["results"]
        assert [item["title"] for item in results] == found, search


@pytest.mark.parametrize("search", ["b", "BÉ", "be a", "東京", "🎬", "!?!"])
def test_a_search_for_less_than_three_letters_in_a_row_finds_how_titles_begin(api, client, search):
    api.make(title="Nothing of the kind abb")
    for number, ending in enumerate(["", " end", "st"]):
        api.make(title=f"{search}{ending}", year=1980 + number)
        api.make(title=f"An {search}{ending}", year=1980 + number)
    results = client.get(api.url, {"search": search, "ordering": "title"}).json()["results"]
    assert [item["title"].removeprefix(search) for item in results] == ["", " end", "st"]


def test_an_empty_parameter_is_as_good_as_none(api, client):
    api.make()
    assert len(client.get(f"{api.url}?search=&year_from=&ordering=&cursor=").json()["results"]) == 1


@pytest.mark.parametrize("few", [narrowing.FEW, 0], ids=["few are found", "many are found"])
@pytest.mark.parametrize("ordering", ["year", "title"])
def test_years_bound_the_list_at_both_ends(api, client, few, ordering, monkeypatch):
    monkeypatch.setattr(narrowing, "FEW", few)
    for year in (1950, 1951, 1952):
        api.make(title=f"Of {year}", year=year)
    results = client.get(f"{api.url}?year_from=1951&year_to=1951&ordering={ordering}").json()["results"]
    assert [item["year"] for item in results] == [1951]
    assert client.get(f"{api.url}?year_from={10**30}").json()["results"] == []


def test_a_viewset_that_says_the_least_lists_whole_rows_by_title(api, client_with, rows):
    class Least(ResourceViewSet):
        resource = api.resource
        queryset = api.model.objects.all()
        serializer_class = {"movies": MovieSerializer, "books": BookSerializer}[api.resource.name]

    token = client_with(*api.resource.permissions)._credentials
    answer = Least.as_view({"get": "list"})(APIRequestFactory().get("/?search=1&ordering=-title", **token))
    assert answer.status_code == 200
    assert set(answer.data["results"][0]) == {"id", "picture", *api.body}


@pytest.fixture
def queries_of(api):
    """The queries about the rows themselves; the limit of requests asks one of its own."""

    def run(client, url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return [query["sql"] for query in queries if api.model._meta.db_table in query["sql"]]

    return run


def test_a_list_of_any_length_is_one_query(api, client, rows, queries_of):
    assert len(queries_of(client, f"{api.url}?page_size=2")) == 1
    assert len(queries_of(client, f"{api.url}?page_size=30")) == 1


def test_a_search_asks_one_question_more_whatever_it_finds(api, client, rows, queries_of):
    for search in ("a", "amelie", "nothing has it", "a amelie nothing"):
        assert len(queries_of(client, f"{api.url}?search={search}")) == 2, search


def test_one_row_is_one_query(api, client, rows, queries_of):
    assert len(queries_of(client, f"{api.url}{rows[0].pk}/")) == 1


def test_what_a_list_does_not_show_is_not_read(api, client, rows, queries_of):
    [query] = queries_of(client, api.url)
    assert "synopsis" not in query
    assert "search_text" not in query
    assert "COUNT" not in query
