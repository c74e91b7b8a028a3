"""Lists in JSON, a page at a time, with the addresses of the pages beside."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from resources.links import asked_address
from resources.list_params import PageQuerySerializer
from resources.pages import Page, page_of


def page_response(request: Request, page: Page[Any], results: Any, asked: str = "") -> Response:
    """Return ``{"next", "previous", "results"}``, with the addresses of the pages beside this one.

    ``asked`` is the ``asked_address`` of the request, for who has it already.
    """
    address = (asked or asked_address(request)).partition("?")[0]
    before, after = _around_cursor(tuple((name, *texts) for name, texts in request.query_params.lists()))

    def link(cursor: str | None) -> str | None:
        if cursor is None:
            return None
        query = "&".join(part for part in (before, cursor and f"cursor={cursor}", after) if part)
        return f"{address}?{query}" if query else address

    return Response({"next": link(page.next), "previous": link(page.previous), "results": results})


@lru_cache(maxsize=256)
def _around_cursor(asked: tuple[tuple[str, ...], ...]) -> tuple[str, str]:
    """Return what was asked, in order of its names, as the query of a link before and after its cursor."""
    rest = [(name, texts) for name, *texts in sorted(asked) if name not in ("cursor", "starting_at")]
    sides = ([each for each in rest if each[0] < "cursor"], [each for each in rest if each[0] > "cursor"])
    before, after = (urlencode(side, doseq=True) for side in sides)
    return before, after


class KeysetPaging(BasePagination):
    """Pages of a queryset; the view's ``query`` says what was asked."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        query: PageQuerySerializer = view.query
        asked = query.validated_data
        self.request = request
        self.page = page_of(
            queryset,
            query.ordering,
            asked.get("cursor", ""),
            asked["page_size"],
            query.order_column,
            asked.get("starting_at", ""),
        )
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return page_response(self.request, self.page, data)

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }
