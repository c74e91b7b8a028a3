"""Read the ``q`` and the ``sort`` of a search for users: a part of Auth0's user search, version 3.

``field:value`` for the fields below, joined by AND, OR and NOT with parentheses, which may also stand
after the field. A value is a word, with ``*`` at its ends for any other letters, or text in quotes.
"""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from directory.subjects import primary_key_of
from identity.management_api.exceptions import Refused, invalid_query

COLUMNS = {
    "user_id": "pk",
    "email": "email",
    "name": "shown_name",
    "nickname": "username",
    "username": "username",
    "created_at": "date_joined",
    "last_login": "last_login",
}
SEARCHED = ("user_id", "email", "name", "nickname", "username", "blocked")
LONGEST = 4000  # characters of a query
DEEPEST = 20  # parentheses within parentheses
TOKENS = re.compile(r'\s*(?:([()])|([a-z_]+):|"((?:[^"\\]|\\.)*)"|((?:[^\s()":\\]|\\.)+))')
LOOKUPS = {
    (False, False): "iexact",
    (True, True): "icontains",
    (False, True): "istartswith",
    (True, False): "iendswith",
}


def found_users(q: str | None, sort: str | None) -> QuerySet[User]:
    """Return the users whom a search finds, in its order. Raises Refused."""
    names = NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value(""))
    users = User.objects.annotate(shown_name=Coalesce(names, F("username")))
    if q:
        users = users.filter(_Search(q).condition())
    return users.order_by(*_order(sort))


def _order(sort: str | None) -> list[Any]:
    if not sort:
        return ["pk"]
    match = re.fullmatch(r"(\w+):(1|-1)", sort)
    if not match or match[1] not in COLUMNS:
        raise invalid_query(
            f"Pattern does not match on property sort: field:1 or field:-1 of {', '.join(COLUMNS)}"
        )
    return [("-" if match[2] == "-1" else "") + COLUMNS[match[1]], "pk"]


class _Search:
    """A query that is read from left to right."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._depth = text, 0, 0
        if len(text) > LONGEST:
            raise _unreadable(f"it has more than {LONGEST} characters")

    def condition(self) -> Q:
        condition = self._either(self._term)
        if self._text[self._at :].strip():
            raise _unreadable(f"nothing is expected at character {self._at + 1}")
        return condition

    def _either(self, one: Callable[[], Q]) -> Q:
        condition = self._both(one)
        while self._word("OR"):
            condition |= self._both(one)
        return condition

    def _both(self, one: Callable[[], Q]) -> Q:
        condition = self._one(one)
        while self._word("AND"):
            condition &= self._one(one)
        return condition

    def _one(self, one: Callable[[], Q]) -> Q:
        if self._word("NOT"):
            return ~self._one(one)
        if not self._word("("):
            return one()
        self._depth += 1
        if self._depth > DEEPEST:
            raise _unreadable("its parentheses are too deep")
        condition = self._either(one)
        if not self._word(")"):
            raise _unreadable("a parenthesis is not closed")
        self._depth -= 1
        return condition

    def _term(self) -> Q:
        field = self._next()[1]
        if field not in SEARCHED:
            raise _unreadable(f"it takes field:value with one of {', '.join(SEARCHED)}")
        return self._one(lambda: self._value(field))

    def _value(self, field: str) -> Q:
        _, _, quoted, word = self._next()
        if quoted is None and not word:
            raise _unreadable(f"{field} has no value")
        if quoted is not None:
            return _compared(field, _plain(quoted), "iexact")
        before, after = (
            word.startswith("*"),
            len(word) > 1 and word.endswith("*") and not word.endswith("\\*"),
        )
        inner = word[before : len(word) - after]
        if re.search(r"(?<!\\)[*?]", inner):
            raise _unreadable("an asterisk stands at the ends of a word alone")
        return _compared(field, _plain(inner), LOOKUPS[before, after])

    def _word(self, word: str) -> bool:
        """Say whether this comes next, and go past it."""
        match = TOKENS.match(self._text, self._at)
        if match is None or word not in (match[1], match[4]):
            return False
        self._at = match.end()
        return True

    def _next(self) -> tuple[Any, ...]:
        match = TOKENS.match(self._text, self._at)
        if match is None:
            raise _unreadable(
                "it ends too early" if self._at == len(self._text) else f"character {self._at + 1}"
            )
        self._at = match.end()
        return match.groups()


def _compared(field: str, text: str, lookup: str) -> Q:
    if field == "user_id":
        if lookup != "iexact":
            raise _unreadable("user_id is searched whole")
        return Q(pk=primary_key_of(text) or 0)
    if field == "blocked":
        if text not in ("true", "false"):
            raise _unreadable("blocked is true or false")
        return Q(is_active=text == "false")
    return Q(**{f"{COLUMNS[field]}__{lookup}": text})


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _unreadable(why: str) -> Refused:
    return invalid_query(f"The query q cannot be read: {why}")
