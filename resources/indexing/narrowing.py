"""Narrow a list by words, beginnings of titles or names: by index where few rows are found, else row by row.

Few rows are read by their ids and sorted. Where many are found a page is soon full, so the database
walks the order of the list and looks at each row. Neither database can tell the two apart well: left to
itself it walks the whole table for a word that one row has.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar

from django.db import connections
from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Left, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from resources.indexing import postgresql, sqlite3

# With a million rows, to sort as many costs what it costs to walk until a page of those is full: some 15 ms.
FEW = 2_000
IN_A_ROW = 3  # letters that an index knows
Select = tuple[str, list[Any]]  # of ids, with params
VENDORS = {"postgresql": postgresql, "sqlite": sqlite3}

# Tables whose indexes were seen: ``migrate`` makes them, and takes them away with the table alone.
_indexed: set[tuple[str, str]] = set()


class Among(Func):
    """The id is one of those that a statement finds: read anew each time, so that others may keep this."""

    # Of an array PostgreSQL cannot tell the length, which leaves it no thought of walking the order.
    SQL: ClassVar[dict[str, str]] = {"postgresql": "{} = ANY(ARRAY({}))", "sqlite": "{} IN ({})"}
    output_field = BooleanField()

    def __init__(self, select: Select) -> None:
        super().__init__(F("pk"))
        self.select = select

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        column, _params = compiler.compile(self.get_source_expressions()[0])
        sql, params = self.select
        return self.SQL[connection.vendor].format(column, sql), params


def by_words(queryset: QuerySet[Any], words: Sequence[str]) -> QuerySet[Any]:
    """Return the rows that have all of these folded words.

    An index knows three letters in a row. Where no word has as many, the rows whose title begins so.
    """
    connection, table = connections[queryset.db], queryset.model._meta.db_table
    of_vendor = VENDORS[connection.vendor]
    known = [word for word in words if _letters_in_a_row(word) >= IN_A_ROW]
    if not known:
        beginning = " ".join(words)
        of_row = Exact(Left(F("title_order"), len(beginning)), beginning)
        return narrowed(queryset, [of_row], [of_vendor.that_begin(connection, table, beginning)])
    if not _has_indexes(connection, table):
        return queryset.filter(*(Q(search_text__contains=word) for word in words))
    queryset = queryset.filter(*(_has(word) for word in words if word not in known))
    of_rows = [_has(word) for word in known]
    return narrowed(queryset, of_rows, of_vendor.with_words(connection, table, known))


def by_names(queryset: QuerySet[Any], column: str, names: Sequence[str]) -> QuerySet[Any]:
    """Return the rows whose NamesField holds at least one of these names."""
    connection, table = connections[queryset.db], queryset.model._meta.db_table
    of_row = Q(**{f"{column}__any_of": names})
    if not _has_indexes(connection, table):
        return queryset.filter(of_row)
    select = VENDORS[connection.vendor].with_names(connection, table, column, names)
    return narrowed(queryset, [of_row], [select])


def by_values(queryset: QuerySet[Any], lookups: Mapping[str, Any]) -> QuerySet[Any]:
    """Return the rows of which all these lookups are true, of columns that the list is not ordered by.

    SQLite would take an index for one of them, however many rows it finds, and sort those.
    """
    if connections[queryset.db].vendor == "sqlite":
        found = queryset.model._default_manager.using(queryset.db).filter(**lookups)
        if found[: FEW + 1].count() > FEW:
            of_row = Case(When(**lookups, then=Value(1)), default=Value(0))
            return queryset.filter(Exact(of_row, 1))
    return queryset.filter(**lookups)


def narrowed(queryset: QuerySet[Any], of_row: Sequence[Any], selects: Iterable[Select]) -> QuerySet[Any]:
    """Return the rows of which all of this is true; each of ``selects`` finds them, and maybe others."""
    with connections[queryset.db].cursor() as cursor:
        for sql, params in selects:
            cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT {FEW + 1}) AS found", params)  # noqa: S608
            if cursor.fetchone()[0] <= FEW:
                return queryset.filter(Among((sql, params)), *of_row)
    return queryset.filter(*of_row)


def _has(word: str) -> GreaterThan:
    return GreaterThan(StrIndex(F("search_text"), Value(word)), 0)


def _letters_in_a_row(word: str) -> int:
    """Return the longest run of what is neither a sign nor a blank; marks belong to their letters."""
    runs = groupby(word, lambda letter: unicodedata.category(letter)[0] in "LMN")
    return max((len(list(run)) for letters, run in runs if letters), default=0)


def _has_indexes(connection: Any, table: str) -> bool:
    key = connection.alias, table
    if key not in _indexed:
        with connection.cursor() as cursor:
            if not VENDORS[connection.vendor].has_indexes(cursor, table):
                return False
        _indexed.add(key)
    return True
