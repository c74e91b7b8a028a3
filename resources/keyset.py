"""Walk a table by a column and the id, from any place of it, so that the database follows an index."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import BooleanField, F, Field, Func, QuerySet, Value

LEAST, MOST = -(2**63), 2**63 - 1  # what both databases can be asked about

Place = tuple[Any, Any]  # the value of a row in the column, and its id


class Beyond(Func):
    """``(year, id) < (1999, 7)``: compared as rows, so that the index leads there past all others of 1999."""

    output_field = BooleanField()

    def __init__(self, columns: Sequence[str], place: Sequence[Value], descending: bool) -> None:
        super().__init__(*map(F, columns), *place)
        self.sign = "<" if descending else ">"

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        compiled = [compiler.compile(part) for part in self.get_source_expressions()]
        half = len(compiled) // 2
        columns, place = (", ".join(sql for sql, _ in part) for part in (compiled[:half], compiled[half:]))
        return f"({columns}) {self.sign} ({place})", [param for _, params in compiled for param in params]


class Walk(NamedTuple):
    """One way through a table: a total order, so no row is met twice or left out.

    Rows without a value come last, or first: a walk of their own, so that one plain index leads
    through all, whichever way round, although the databases disagree where NULL stands in it.
    """

    field: Field
    descending: bool
    unknown_last: bool

    def rows(self, queryset: QuerySet[Any], place: Place | None, most: int) -> list[Any]:
        """Return the next rows beyond a place, at most so many."""
        rows: list[Any] = []
        for part in self.parts(queryset, place):
            if len(rows) < most:
                rows += part[: most - len(rows)]
        return rows

    def parts(self, queryset: QuerySet[Any], place: Place | None) -> Iterator[QuerySet[Any]]:
        """Return what lies beyond a place, or everything, in querysets one after the other."""
        if not self.field.null:
            yield from self._beyond(queryset, [self.field.name, "pk"], place)
            return
        for unknown in (not self.unknown_last, self.unknown_last):
            begun = place is not None and (place[0] is None) == unknown
            if place is None or begun:
                some = queryset.filter(**{f"{self.field.name}__isnull": unknown})
                yield from self._beyond(some, ["pk"] if unknown else [self.field.name, "pk"], place)
            place = None if begun else place

    def _beyond(
        self, queryset: QuerySet[Any], columns: list[str], place: Place | None
    ) -> Iterator[QuerySet[Any]]:
        queryset = queryset.order_by(*(f"-{name}" if self.descending else name for name in columns))
        if place is None:
            yield queryset
            return
        fields = [self.field, queryset.model._meta.pk][-len(columns) :]
        pairs = zip(place[-len(columns) :], fields, strict=True)
        values = [
            value if isinstance(value, Value) else Value(bounded(value), field) for value, field in pairs
        ]
        if columns != ["pk"] and connections[queryset.db].vendor == "sqlite":
            # It follows a row comparison no further than the first column, and then reads all equals.
            yield queryset.filter(Beyond(["pk"], values[1:], self.descending), **{columns[0]: values[0]})
            yield queryset.filter(Beyond(columns[:1], values[:1], self.descending))
        else:
            yield queryset.filter(Beyond(columns, values, self.descending))


def bounded(value: Any) -> Any:
    """Return a number that a database can be asked about, on the same side of all that it holds."""
    return min(max(value, LEAST), MOST) if isinstance(value, int) else value
