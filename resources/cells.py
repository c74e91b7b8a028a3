"""The cells of a CSV file: what a field holds as text, which no spreadsheet runs and an import reads back.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula. An apostrophe
before it makes it a text. A text that has apostrophes there already gets one more, so that taking
one away gives back what there was. Within a text the same is done where a spreadsheet that was told,
or takes for granted, that cells end with a semicolon, a tab or their line would begin another.
"""

import re
from typing import Any

import orjson

# A tab and line breaks are passed over by some before they look; full-width signs count for some.
FORMULA = re.compile(r"""(^(?='*[=+\-@\t\r\n＝＋－＠])|[;\t\r\n]"*(?='*[=+\-@＝＋－＠]))('*)""")
IN_JSON = re.compile(r";(?=[=+\-@＝＋－＠])")


def cell_of(value: Any) -> str:
    """Return the cell of what a serializer gives for a field, or the field itself holds."""
    if value is None:
        return ""
    if isinstance(value, str):
        return FORMULA.sub(r"\1'\2", value)
    if isinstance(value, list | dict | bool):
        return IN_JSON.sub(r"\\u003b", orjson.dumps(value).decode())
    return str(value)


def text_in(cell: str) -> str:
    """Return the text that ``cell_of`` made a cell of."""
    return FORMULA.sub(lambda found: found[1] + found[2][1:], cell)
