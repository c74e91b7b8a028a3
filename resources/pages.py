"""Pages of a list by position ("after this row"), not by number.

The database walks an index from where the last page ended, so page 1,000 costs what page 1
costs, nothing is counted, and rows added or deleted meanwhile make no row appear twice.
"""

import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import ValidationError as ModelValidationError
from django.db.backends.utils import format_number
from django.db.models import DecimalField, Field, Model, QuerySet
from rest_framework.exceptions import ValidationError

from permissions_api.text import storable
from resources.keyset import LEAST, MOST, Place, Walk
from resources.records import fold

CHUNK = 1_000  # rows of a long walk in memory at a time
LAST_LETTER = chr(sys.maxunicode)  # after which no title goes on

_as_json = json.JSONEncoder(separators=(",", ":")).encode

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)


class Cursor(NamedTuple):
    """A place in an order: just after the row with this value and id, or just before it."""

    ordering: str
    backwards: bool
    value: Any
    pk: int

    def __str__(self) -> str:
        return urlsafe_b64encode(_as_json(self).encode()).decode().rstrip("=")

    @classmethod
    def at(cls, place: Place, ordering: str, backwards: bool) -> "Cursor":
        """Return this place of an order: what comes after it, or backwards before it."""
        value, pk = place
        return cls(ordering, backwards, None if value is None else str(value), pk)

    @classmethod
    def before(cls, text: str, ordering: str, field: Field) -> "Cursor":
        """Return the place before all rows with this value, and of a text before all that begin so.

        Raises ValidationError for what the column of this order could not hold.
        """
        try:
            value = _converted(fold(text) if field.name == "title_order" else text, field)
        except (ValueError, TypeError, ArithmeticError, ModelValidationError):
            name = ordering.removeprefix("-")
            raise ValidationError(
                {"starting_at": [f"The order by {name} has no such place. Write what {name} can be."]}
            ) from None
        if not ordering.startswith("-"):
            return cls(ordering, False, value, LEAST)
        return cls(ordering, False, value + LAST_LETTER if isinstance(value, str) else value, MOST)

    def turned(self) -> "Cursor":
        """Return the same place, to be left the other way."""
        return self._replace(backwards=not self.backwards)

    @classmethod
    def read(cls, text: str, ordering: str, field: Field) -> "Cursor":
        """Return the cursor that ``text`` is. Raises ValidationError when it was not made for this order."""
        try:
            made_for, backwards, value, pk = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            usable = isinstance(backwards, bool) and type(pk) is int
            converted = _converted(value, field)
        except (ValueError, TypeError, ArithmeticError, RecursionError, ModelValidationError):
            usable = False
        if not usable:
            raise ValidationError({"cursor": ["This is no cursor. Take it from next or previous of a list."]})
        if made_for != ordering:
            raise ValidationError({"cursor": ["This cursor was made for another ordering."]})
        return cls(ordering, backwards, converted, pk)


def _converted(value: object, field: Field) -> Any:
    """Return what the column would hold, by its type alone: a row may be older than a rule of today.

    Raises ValueError, ArithmeticError or Django's ValidationError for what no database could be asked about.
    """
    if value is None and field.null:
        return None
    if not isinstance(value, str) or not storable(value):
        raise ValueError("No cursor is written so.")
    converted = field.to_python(value)
    if isinstance(converted, datetime):
        return converted.astimezone(UTC)  # A moment at either end of the calendar is none elsewhere.
    if isinstance(field, DecimalField):
        format_number(converted, field.max_digits, field.decimal_places)  # refuses what has too many digits
    return converted


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list. ``next`` and ``previous`` are cursors: None at the ends, "" for the beginning.

    ``version`` is that of their table, where it was read with them.
    """

    rows: list[Row]
    next: str | None = None
    previous: str | None = None
    version: str = ""


def page_of(
    queryset: QuerySet[Stored],
    ordering: str,
    cursor: str,
    size: int,
    column: str = "",
    starting_at: str = "",
) -> Page[Stored]:
    """Return the page at ``cursor``, or the first, in the order of a column; ``-`` turns it round.

    ``ordering`` is what the API calls this order, and so the column unless that is named beside. The first
    may begin at a value of the column. Raises ValidationError for what is no place of this order.
    """
    field: Any = queryset.model._meta.get_field(column or ordering.removeprefix("-"))
    after = place_asked(cursor, starting_at, ordering, field)

    def rows_from(after: Cursor | None, most: int) -> list[Stored]:
        return walk_from(after, field, ordering).rows(queryset, after and (after.value, after.pk), most)

    # One row more than asked tells whether there is a further page.
    rows = rows_from(after, size + 1)
    is_first = bool(after and starting_at and not rows_from(after.turned(), 1))
    return page_from(rows, size, ordering, after, lambda row: (getattr(row, field.attname), row.pk), is_first)


def place_asked(cursor: str, starting_at: str, ordering: str, field: Field) -> Cursor | None:
    """Return where a page begins, None for the beginning. Raises ValidationError for what is no place."""
    if cursor and starting_at:
        raise ValidationError(
            {"starting_at": ["A cursor says already where to go on. Leave one of them out."]}
        )
    if starting_at:
        return Cursor.before(starting_at, ordering, field)
    return Cursor.read(cursor, ordering, field) if cursor else None


def walk_from(after: Cursor | None, field: Field, ordering: str) -> Walk:
    """Return the way on from this cursor, or from the beginning."""
    backwards = after is not None and after.backwards
    return Walk(field, ordering.startswith("-") != backwards, unknown_last=not backwards)


def page_from(
    rows: list[Row],
    size: int,
    ordering: str,
    after: Cursor | None,
    place_of: Callable[[Row], Place],
    is_first: bool = False,
) -> Page[Row]:
    """Make a page of what was met on the way from a cursor: one row more than its size, if there is one.

    ``is_first`` says that nothing lies on the other side of the cursor.
    """
    backwards = after is not None and after.backwards
    further, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()

    has_next, has_previous = (True, further) if backwards else (further, after is not None and not is_first)
    if not rows and has_previous and after and after.pk in (LEAST, MOST):
        # No row stands at this place itself, so that the way back from it leaves none out.
        return Page(rows, previous=str(Cursor.at((after.value, after.pk), ordering, True)))
    if not rows:
        # What lay beyond the cursor is gone by now; the way on is from the beginning.
        return Page(rows, "" if has_next else None, "" if has_previous else None)
    return Page(
        rows,
        next=str(Cursor.at(place_of(rows[-1]), ordering, False)) if has_next else None,
        previous=str(Cursor.at(place_of(rows[0]), ordering, True)) if has_previous else None,
    )


def rows_in_order(queryset: QuerySet[Any], ordering: str, column: str = "") -> Iterator[Any]:
    """Yield the rows in an order of ``page_of``, some at a time: a long walk holds up no writer.

    None that is there all the while is left out or comes twice, whatever comes and goes.
    """
    cursor: str | None = ""
    while cursor is not None:
        page = page_of(queryset, ordering, cursor, CHUNK, column)
        yield from page.rows
        cursor = page.next or None
