"""Read a whole table a page at a time, so that memory stays the same however long it is."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
PAGE = 1000


def in_pages(queryset: QuerySet[Row]) -> Iterator[Row]:
    """Yield every row in the order of its id, those added meanwhile too.

    No cursor is left open between two pages, and no lock: whoever reads may take their time.
    """
    after = None
    while True:
        rows = queryset if after is None else queryset.filter(pk__gt=after)
        page = list(rows.order_by("pk")[:PAGE])
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].pk
