"""Narrow a list by words, beginnings of titles or names: by index where few rows are found, else row by row.

Few rows are read by their ids and sorted. Where many are found a page is soon full, so the database
walks the order of the list and looks at each row. Neither database can tell the two apart well: left to
itself it walks the whole table for a word that one row has.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db import connections
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from resources.indexing import postgresql, sqlite3

# With a million rows, to sort as many costs what it costs to walk until a page of those is full: 10 ms.
FEW = 5_000
IN_A_ROW = 3  # letters that an index knows
VENDORS = {"postgresql": postgresql, "sqlite": sqlite3}

# Tables whose indexes were seen: ``migrate`` makes them, and takes them away with the table alone.
_indexed: set[tuple[str, str]] = set()


class AmongIds(Func):
    """``id = ANY(ARRAY(SELECT …))``: PostgreSQL reads the ids first, whatever it thinks of their number."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY(ARRAY"
    output_field = BooleanField()


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
        return _narrowed(queryset, [of_row], of_vendor.that_begin(connection, table, beginning))
    if not _has_indexes(connection, table):
        return queryset.filter(*(Q(search_text__contains=word) for word in words))
    queryset = queryset.filter(*(_has(word) for word in words if word not in known))
    of_rows = [_has(word) for word in known]
    return _narrowed(queryset, of_rows, of_vendor.with_words(connection, table, known))


def by_names(queryset: QuerySet[Any], column: str, names: Sequence[str]) -> QuerySet[Any]:
    """Return the rows whose NamesField holds at least one of these names."""
    connection, table = connections[queryset.db], queryset.model._meta.db_table
    of_row = Q(**{f"{column}__any_of": names})
    if not _has_indexes(connection, table):
        return queryset.filter(of_row)
    select = VENDORS[connection.vendor].with_names(connection, table, column, names)
    return _narrowed(queryset, [of_row], select)


def _narrowed(queryset: QuerySet[Any], of_row: Sequence[Any], select: tuple[str, list[Any]]) -> QuerySet[Any]:
    sql, params = select
    connection = connections[queryset.db]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT {FEW + 1}) AS found", params)  # noqa: S608
        many = cursor.fetchone()[0] > FEW
    if many:
        return queryset.filter(*of_row)
    ids = RawSQL(sql, params)  # noqa: S611
    return queryset.filter(AmongIds("pk", ids) if connection.vendor == "postgresql" else Q(pk__in=ids))


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
