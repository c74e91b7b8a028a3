"""Turn the cells of a row into what the fields of a model expect, be they texts of a CSV or JSON."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple


class Column(NamedTuple):
    """Where a field's value stands in a row: under the first of ``names`` that occurs, read by ``read``.

    ``read`` raises ValueError with a sentence when it cannot.
    """

    names: tuple[str, ...]
    read: Callable[[Any], Any]
    meaning: str


class Reader(NamedTuple):
    """Where the fields stand in rows that have the same columns, and the columns that are not used."""

    found: tuple[tuple[str, str, Callable[[Any], Any]], ...]
    unused: frozenset[str]

    @classmethod
    def of(cls, columns: Mapping[str, Column], names: Collection[str]) -> "Reader":
        """Return what reads rows with these columns. A field of which none stands there is left out."""
        first = {
            field: next((name for name in column.names if name in names), None)
            for field, column in columns.items()
        }
        found = tuple((field, name, columns[field].read) for field, name in first.items() if name is not None)
        known = {name for column in columns.values() for name in column.names}
        return cls(found, frozenset(names) - known)

    def read(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return values by field, and sentences by field where there is none to be had."""
        values, problems = {}, {}
        for field, name, read in self.found:
            try:
                values[field] = read(row[name])
            except ValueError as error:
                problems[field] = str(error)
        return values, problems


def text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError("This must be a text.")
    return str(cell)


def whole_number(cell: Any) -> int | None:
    """Read 1968, "1968" and, as spreadsheets write it, "1968.0"; nothing is None."""
    digits = text(cell).strip()
    if not digits:
        return None
    if not re.fullmatch(r"[+-]?[0-9]{1,18}(\.0*)?", digits):
        raise ValueError("This must be a whole number.")
    return int(digits.partition(".")[0])


def decimal_number(cell: Any) -> Decimal | None:
    digits = text(cell).strip()
    try:
        return Decimal(digits) if digits else None
    except InvalidOperation as error:
        raise ValueError("This must be a number.") from error


def names(cell: Any) -> list[Any]:
    """Read a JSON list, or a text of names between ``|``, else between ``;``, else between commas."""
    if cell is None or isinstance(cell, list):
        return cell or []
    listed = text(cell).strip()
    if listed.startswith("["):
        return _json_names(listed)
    mark = next((mark for mark in "|;" if mark in listed), ",")
    return [name.strip() for name in listed.split(mark) if name.strip()]


def _json_names(listed: str) -> list[Any]:
    try:
        found = json.loads(listed)
    except (ValueError, RecursionError) as error:
        raise ValueError("This begins like a JSON list, but is none.") from error
    return found if isinstance(found, list) else []
