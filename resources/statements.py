"""Statements that the ORM writes once and that are run many times, with other values in their slots."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, Value

from resources.keyset import bounded


class Planned(str):
    """A statement of which one plan is right for all its values: PostgreSQL plans it once for a connection.

    Not for a filter: rows that are rare and rows that are many are found in different ways.
    """


class Slot(Value):
    """A value that each run has of its own. ``value`` is its index among these."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def filled(self, values: Sequence[Any], connection: Any) -> Any:
        return self.output_field.get_db_prep_value(bounded(values[self.value]), connection=connection)


@dataclass(frozen=True)
class Statement:
    """A statement and its parameters, of which some are slots. ``read`` has the columns to be converted."""

    sql: str
    params: Sequence[Any]
    read: Mapping[int, Any]

    def rows(self, values: Sequence[Any], connection: Any) -> list[Sequence[Any]]:
        params = [each.filled(values, connection) if isinstance(each, Slot) else each for each in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows: list[Any] = cursor.fetchall()
        if not self.read or not rows:
            return rows
        columns: list[Sequence[Any]] = [*zip(*rows, strict=True)]
        for index, column in self.read.items():
            columns[index] = _converted(columns[index], column, connection)
        return [*zip(*columns, strict=True)]


def _converted(values: Sequence[Any], column: Any, connection: Any) -> Sequence[Any]:
    """Return the values of a column as the ORM gives them."""
    for convert in (
        # Those of the backend belong to this very connection.
        *connection.ops.get_db_converters(column),
        *column.get_db_converters(connection),
    ):
        field: Any = getattr(convert, "__self__", None)
        if convert == getattr(field, "from_db_value", None) and hasattr(field, "from_db_values"):
            values = field.from_db_values(values, column, connection)
        else:
            values = [convert(value, column, connection) for value in values]
    return values


def statement_of(
    querysets: Iterable[QuerySet[Any]], alias: str, most: int, *, planned: bool = False
) -> Statement | None:
    """Return one statement for the rows of these, one after the other, at most so many.

    None where the database need not be asked. It is Planned where it has no values but slots, or if told so.
    """
    parts = []
    for queryset in querysets:
        compiler = queryset.query.get_compiler(alias)
        with suppress(EmptyResultSet):
            parts.append((*compiler.as_sql(), compiler))
    if not parts:
        return None
    sql, params, compiler = parts[0]
    if len(parts) > 1:
        # Both databases read these in turn, and the later ones only when rows are wanting.
        froms = [f"SELECT * FROM ({part[0]}) AS part{n}" for n, part in enumerate(parts)]  # noqa: S608  Django's
        sql = f"{' UNION ALL '.join(froms)} LIMIT {most}"
        params = [param for part in parts for param in part[1]]
    connection = connections[alias]
    read = {
        index: column
        for index, (column, *_) in enumerate(compiler.select)
        if connection.ops.get_db_converters(column) or column.get_db_converters(connection)
    }
    differs_by_its_place_alone = all(isinstance(param, Slot) for param in params)
    return Statement(Planned(sql) if planned or differs_by_its_place_alone else sql, params, read)


def does_more(queryset: QuerySet[Any]) -> bool:
    """Say whether these are not simply some rows of one table."""
    query = queryset.query
    return bool(query.annotations or query.extra or query.combinator or query.distinct or query.is_sliced)
