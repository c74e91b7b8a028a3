"""A list whose statement is kept answers what the same list answers that is asked for anew."""

import random
from itertools import product

import pytest
from django.db import connections
from rest_framework import serializers
from rest_framework.test import APIRequestFactory

from books.models import Book
from movies.models import Movie
from movies.resource import MOVIES
from movies.serializers import MovieEntrySerializer, MovieQuerySerializer, MovieSerializer
from movies.views import MovieViewSet
from resources import kept_lists, list_views
from resources.keyset import MOST
from resources.list_views import QueryFilter
from resources.pages import Cursor
from resources.pagination import KeysetPaging
from resources.viewsets import ResourceViewSet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    kept_lists._kept_list.cache_clear()


@pytest.fixture
def rows(api):
    rand = random.Random(3)  # noqa: S311  the same rows every time
    for number in range(23):
        values = {"title": f"{rand.choice('aáBb%')} {number}", "year": rand.choice([1950, 1951, 1952])}
        if api.model is Book:
            values |= {"authors": [f"A{number}"], "language": rand.choice(["eng", "fr"])}
            values |= {
                "year": rand.choice([None, 1950]),
                "average_rating": rand.choice([None, "4.30", "5.00"]),
            }
        else:
            values |= {"wikipedia_page": f"https://example.org/{number}", "genres": [rand.choice("DN")]}
        api.make(**values)


def asked_in_many_ways(api):
    """Queries of which neighbours differ in values alone, or in what is asked for at all."""
    filters = ["", "year_from=1951", "year_from=1950&year_to=1951", "year_to=1950", f"year_from={10**30}"]
    filters += {
        "movies": ["genre=D", "genre=N", "genre=D&genre=N"],
        "books": ["language=fr", "rating_from=4.5"],
    }[api.resource.name]
    for narrow, search, size in product(filters, ["", "search=a", "search=b+1", "search=%25"], [2, 7]):
        for name in api.orderings:
            for sign in ("", "-"):
                yield "&".join(
                    part for part in (narrow, search, f"ordering={sign}{name}&page_size={size}") if part
                )


def test_every_page_is_the_same_as_one_asked_for_anew(api, client, rows, monkeypatch):
    rand = random.Random(5)  # noqa: S311
    queries = [*asked_in_many_ways(api)]
    urls = [f"{api.url}?{query}" for query in rand.sample(queries, 12)]
    starts = [
        ("title", "b"),
        ("-title", "%25"),
        ("year", "1951"),
        ("-year", "x"),
        ("title", "%20"),
        ("-year", "1951"),
    ]
    urls += [f"{api.url}?ordering={ordering}&page_size=2&starting_at={start}" for ordering, start in starts]
    kept: list[bytes] = []
    anew: list[bytes] = []
    for answers, of_view in ((kept, list_views.kept_list), (anew, lambda _view: None)):
        monkeypatch.setattr(list_views, "kept_list", of_view)
        for url in urls:
            following, walked = url, []
            while following:
                answers.append(client.get(following).content)
                walked.append(following)
                following = client.get(following).json().get("next")
            answers += [client.get(client.get(walked[-1]).json().get("previous") or url).content]
    assert kept == anew


def test_what_differs_by_its_values_alone_is_never_mixed_up(client_with):
    for year in range(1950, 1960):
        Movie(title=f"Of {year}", year=year).save()
    client = client_with("list:movies")
    urls = [f"/api/movies/?year_from={year}&year_to={year}" for year in range(1950, 1960)] * 2
    random.Random(1).shuffle(urls)  # noqa: S311
    for url in urls:
        assert [str(row["year"]) for row in client.get(url).json()["results"]] == [url[-4:]]
    deep = Cursor("-year", False, "1955", MOST)
    for url in urls:
        answer = client.get(f"{url}&cursor={deep}").json()["results"]
        assert [row["year"] for row in answer] == [year for year in [int(url[-4:])] if year <= 1955]


def test_a_statement_is_written_once_for_all_pages_of_a_list(client_with, monkeypatch):
    for number in range(9):
        Movie(title=f"No. {number}", year=1950, wikipedia_page=f"https://example.org/{number}").save()
    written, write = [], kept_lists.KeptList._statement

    def counted(*given):
        written.append(given)
        return write(*given)

    monkeypatch.setattr(kept_lists.KeptList, "_statement", counted)
    url, client = "/api/movies/?page_size=2", client_with("list:movies")
    while url:
        url = client.get(url).json()["next"]
    assert len(written) == 2  # from the beginning, and from a place


def test_what_is_kept_is_bounded_and_apart_for_each_database(client_with, settings):
    client = client_with("list:movies")
    client.get("/api/movies/", {"search": "x" * 200, "genre": ["y" * 200] * 2})
    assert kept_lists._kept_list.cache_info().currsize == 0
    client.get("/api/movies/")
    assert kept_lists._kept_list.cache_info().maxsize == kept_lists.MOST_LISTS
    connections["replica"] = connections["default"]
    settings.DATABASE_ROUTERS = [type("Replica", (), {"db_for_read": lambda *_, **__: "replica"})()]
    try:
        client.get("/api/movies/")
        assert kept_lists._kept_list.cache_info().currsize == 2
    finally:
        del connections["replica"]


class Least(ResourceViewSet):
    resource = MOVIES
    queryset = Movie.objects.all()
    serializer_class = MovieSerializer


class OwnRows(Least):
    def get_queryset(self):
        return super().get_queryset().filter(title="Ran")


class OwnFilter(Least):
    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).filter(title="Ran")


class Only(QueryFilter):
    def filter_queryset(self, request, queryset, view):
        return super().filter_queryset(request, queryset, view).filter(title="Ran")


class OwnBackends(Least):
    filter_backends = [Only]


class Narrow(MovieQuerySerializer):
    def narrow(self, queryset):
        return super().narrow(queryset).filter(title="Ran")


class OwnNarrowing(Least):
    query_class = Narrow


class Validated(MovieQuerySerializer):
    def validate_search(self, text):
        return "Ran"


class OwnValidation(Least):
    query_class = Validated


class AlwaysRan(serializers.CharField):
    def to_internal_value(self, data):
        return "Ran"


class Typed(MovieQuerySerializer):
    filters = {"named": "title"}
    named = AlwaysRan()


class OwnParameter(Least):
    query_class = Typed


class RanPaging(KeysetPaging):
    def paginate_queryset(self, queryset, request, view=None):
        return super().paginate_queryset(queryset.filter(title="Ran"), request, view)


class OwnPaging(Least):
    pagination_class = RanPaging


class JustRan(MovieEntrySerializer):
    def to_representation(self, instance):
        shown = super().to_representation(instance)
        return shown if shown["title"] == "Ran" else {"title": "Ran"}


class OwnSerializer(Least):
    entry_serializer_class = JustRan


class ByAction(Least):
    def get_serializer_class(self):
        return JustRan


class OwnAnnotation(Least):
    queryset = Movie.objects.filter(title="Ran").distinct()


@pytest.mark.parametrize(
    "view",
    [
        OwnRows,
        OwnFilter,
        OwnBackends,
        OwnNarrowing,
        OwnValidation,
        OwnParameter,
        OwnPaging,
        OwnSerializer,
        ByAction,
        OwnAnnotation,
    ],
)
def test_a_view_that_does_something_of_its_own_is_asked_itself(view, client_with, monkeypatch):
    for title in ("Heat", "Ran"):
        Movie(title=title, year=1990).save()
    lists, kept_list = [], kept_lists.kept_list

    def seen(each):
        lists.append(kept_list(each))
        return lists[-1]

    monkeypatch.setattr(list_views, "kept_list", seen)
    token = client_with("list:movies")._credentials
    query = {OwnValidation: "search=heat", OwnParameter: "named=Heat"}.get(view, "")
    request = APIRequestFactory().get(f"/?{query}", **token)
    answer = view.as_view({"get": "list"})(request)
    assert answer.status_code == 200, answer.data
    assert {row["title"] for row in answer.data["results"]} == {"Ran"}
    assert lists == [None]


def test_what_as_view_is_told_counts_too(client_with):
    Movie(title="Heat", year=1990).save()
    Movie(title="Ran", year=1990).save()
    token = client_with("list:movies")._credentials
    for queryset, titles in (
        (Movie.objects.filter(title="Ran"), ["Ran"]),
        (Movie.objects.all(), ["Heat", "Ran"]),
    ):
        view = MovieViewSet.as_view({"get": "list"}, queryset=queryset)
        answer = view(APIRequestFactory().get("/?ordering=title", **token))
        assert [row["title"] for row in answer.data["results"]] == titles
