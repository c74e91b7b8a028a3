"""Turn the cells of a row into what the fields of a model expect, be they texts of a CSV or JSON."""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple


class Column(NamedTuple):
    """Where a field's value stands in a row: under the first of ``names`` that occurs, read by ``read``.

    ``read`` raises ValueError with a sentence when it cannot.
    """

    names: tuple[str, ...]
    read: Callable[[Any], Any]
    meaning: str


def read_columns(
    columns: Mapping[str, Column], row: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return values by field, and sentences by field where there is none to be had.

    A field of which no column stands in the row is left out.
    """
    values, problems = {}, {}
    for field, column in columns.items():
        name = next((name for name in column.names if name in row), None)
        if name is None:
            continue
        try:
            values[field] = column.read(row[name])
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
