"""Pages of a table by a column without duplicates: "after this name", so page 100 costs what page 1 does."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

from django.db.models import Model, QuerySet
from rest_framework.exceptions import ValidationError

from directory.backends.base import Page
from permissions_api.text import storable

Stored = TypeVar("Stored", bound=Model)


def page_of(rows: QuerySet[Stored], column: str, cursor: str, size: int) -> Page[Stored]:
    """Return the page at ``cursor``, or the first. Raises ValidationError for what is no cursor of ours."""
    backwards, name = _read(cursor) if cursor else (False, None)
    if name is not None:
        rows = rows.filter(**{f"{column}__{'lt' if backwards else 'gt'}": name})
    # One row more than asked tells whether there is a further page.
    found = list(rows.order_by(f"-{column}" if backwards else column)[: size + 1])
    further, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, further) if backwards else (further, name is not None)
    return Page(
        found,
        next=_written(False, getattr(found[-1], column)) if has_next and found else None,
        previous=_written(True, getattr(found[0], column)) if has_previous and found else None,
    )


def _written(backwards: bool, name: str) -> str:
    return urlsafe_b64encode(json.dumps([backwards, name]).encode()).decode().rstrip("=")


def _read(text: str) -> tuple[bool, str]:
    try:
        backwards, name = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        usable = isinstance(backwards, bool) and isinstance(name, str) and storable(name)
    except (ValueError, TypeError, RecursionError):
        usable = False
    if not usable:
        raise ValidationError({"cursor": ["This is no cursor. Take it from next or previous of a list."]})
    return backwards, name
