"""Searches as Auth0 takes them: its user search (version 3) and its pages by number."""

import re
from collections.abc import Collection

from rest_framework.exceptions import ValidationError

from directory.backends.auth0.paging import MOST_ROWS

SEARCHED = ("email", "name", "nickname", "username")
LEAST_INFIX = 3  # letters that Auth0 looks for within a word; fewer only at its beginning
SPECIAL = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/ ])')


def query_of(words: Collection[str]) -> str:
    """Return the query for people of whom all these words occur in some field; "" for everybody."""
    return " AND ".join(f"({' OR '.join(_fields(word))})" for word in words)


def _fields(word: str) -> list[str]:
    escaped = SPECIAL.sub(r"\\\1", word)
    pattern = f"*{escaped}*" if len(word) >= LEAST_INFIX else f"{escaped}*"
    return [f"{field}:{pattern}" for field in SEARCHED]


def page_number(cursor: str, size: int) -> int:
    """Return which page a cursor of ours leads to. Raises ValidationError."""
    if not re.fullmatch("[1-9][0-9]{0,3}|", cursor, re.ASCII) or int(cursor or 0) * size >= MOST_ROWS:
        raise ValidationError({"cursor": ["This is no cursor. Take it from next or previous of a list."]})
    return int(cursor or 0)
