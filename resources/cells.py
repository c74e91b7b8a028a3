"""The cells of a CSV file: what a field holds as text, which no spreadsheet runs and an import reads back.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula. An apostrophe
before it makes it a text. A text that has apostrophes there already gets one more, so that taking
one away gives back what there was.
"""

import re
from typing import Any

import orjson

# A tab and line breaks are passed over by some before they look; full-width signs count for some.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
APOSTROPHE = "'"


def cell_of(value: Any) -> str:
    """Return the cell of what a serializer gives for a field, or the field itself holds."""
    if value is None:
        return ""
    if isinstance(value, str):
        return APOSTROPHE + value if FORMULA.match(value) else value
    if isinstance(value, list | dict | bool):
        return orjson.dumps(value).decode()
    return str(value)


def text_in(cell: str) -> str:
    """Return the text that ``cell_of`` made a cell of."""
    return cell[1:] if cell[:1] == APOSTROPHE and FORMULA.match(cell) else cell
