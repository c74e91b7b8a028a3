"""Walking a table by a column and the id: every row once, by the index, whatever happens meanwhile."""

from itertools import count

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from books.models import Book
from movies.models import Movie
from resources.keyset import Walk

pytestmark = pytest.mark.django_db

YEARS = st.sampled_from([None, -750, 1950, 1951])
RATINGS = {None: None, -750: "0.00", 1950: "4.30", 1951: "4.31"}
FEW = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
numbers = count()


def add(model: type[Model], years):
    rows = []
    for year in years:
        values = {"average_rating": RATINGS[year], "authors": ["A"]} if model is Book else {}
        rows.append(model(title=f"No. {next(numbers)}", year=year, **values))
        rows[-1].derive()
    return model.objects.bulk_create(rows)


@FEW
@given(
    years=st.lists(YEARS, max_size=14),
    meanwhile=st.lists(st.tuples(st.lists(YEARS, max_size=2), st.integers(0, 13)), max_size=6),
    column=st.sampled_from(["year", "average_rating"]),
    descending=st.booleans(),
    unknown_last=st.booleans(),
    size=st.integers(1, 5),
)
def test_rows_that_stay_are_met_once_and_in_order_while_others_come_and_go(
    years, meanwhile, column, descending, unknown_last, size
):
    Book.objects.all().delete()
    first = add(Book, years)
    staying, changes, met, place = {row.pk for row in first}, iter(meanwhile), [], None
    walk = Walk(Book._meta.get_field(column), descending, unknown_last)
    while page := walk.rows(Book.objects.all(), place, size):
        met += page
        place = (getattr(page[-1], column), page[-1].pk)
        added, gone = next(changes, ([], len(first)))
        add(Book, added)
        for row in first[gone : gone + 1]:
            staying.discard(row.pk)
            Book.objects.filter(pk=row.pk).delete()
    ids = [row.pk for row in met]
    assert len(ids) == len({*ids})
    assert staying <= {*ids}
    values = [getattr(row, column) for row in met]
    known = sorted((value, row.pk) for value, row in zip(values, met, strict=True) if value is not None)
    assert [(value, row.pk) for value, row in zip(values, met, strict=True) if value is not None] == (
        known[::-1] if descending else known
    )
    unknown = [None] * values.count(None)
    assert unknown == (values[len(known) :] if unknown_last else values[: len(unknown)])


@pytest.mark.parametrize("descending", [False, True])
def test_a_place_deep_in_equal_values_is_found_by_the_index(descending):
    rows = add(Movie, [1999] * 300 + [1998, 2000] * 50)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE movies_movie")
            # which a table this small would take
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    walk = Walk(Movie._meta.get_field("year"), descending, unknown_last=True)
    with CaptureQueriesContext(connection) as queries:
        walk.rows(Movie.objects.only("title"), (1999, rows[150].pk), 26)
    analyze = "EXPLAIN (ANALYZE, COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{analyze} {queries[0]['sql']}")
        plan = "\n".join(str(line[-1]) for line in cursor.fetchall())
    sign = "<" if descending else ">"
    if connection.vendor == "postgresql":
        assert f"Index Cond: (ROW(year, id) {sign} ROW(1999, " in plan
        assert "Sort" not in plan
    else:
        assert f"movies_by_year (year=? AND id{sign}?)" in plan
        assert "TEMP B-TREE" not in plan
