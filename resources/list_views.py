"""A view whose list comes in pages, narrowed and ordered by its query parameters."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from permissions_api.conditional import KNOWN, not_modified
from permissions_api.views import GuardedView
from resources.compiled_rows import represented
from resources.counts import without_paging
from resources.declared import defined_by_others
from resources.kept_lists import KeptList, kept_list
from resources.links import asked_address
from resources.list_params import ListQuerySerializer, PageQuerySerializer
from resources.pagination import KeysetPaging, page_response

# What a view says of rows by anything of its own.
OF_ROWS = frozenset(["get_serializer", "get_serializer_context"])

if TYPE_CHECKING:
    _View = GenericAPIView
else:  # It stands before the view's own classes.
    _View = object


class QueryFilter(BaseFilterBackend):
    """Narrows a list to what its query parameters ask for."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        return view.query.narrow(queryset) if view.action in ("list", "count") else queryset


class QueriedView(GuardedView, GenericAPIView):
    """``query_class`` says what the list can be asked for; by itself ``search`` and an order by title."""

    query_class: ClassVar[type[PageQuerySerializer]] = ListQuerySerializer
    filter_backends = [QueryFilter]
    pagination_class = KeysetPaging

    @cached_property
    def query(self) -> PageQuerySerializer:
        """What was asked of the list. Raises ValidationError naming the parameters that are wrong."""
        counts = getattr(self, "action", "") == "count"
        kind = without_paging(self.query_class) if counts else self.query_class
        query = kind(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return query


class ListsRows(_View):
    """A QueriedView that answers with a list of its ``queryset``, in DRF's way or in one that is kept."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        if kept := kept_list(self):
            return self._answer_kept(kept, request)
        queryset = self.filter_queryset(self.get_queryset())
        rows = self.paginate_queryset(queryset)
        if rows is None:
            return Response(self.in_json(queryset))
        return self.get_paginated_response(self.in_json(rows))

    def _answer_kept(self, kept: KeptList, request: Request) -> Any:
        # The guard has run. Who knows what the present version shows needs no rows.
        version = kept.version() if KNOWN in request.META else ""
        address = asked_address(request)
        shown_as = request.accepted_media_type, address
        if version and (unchanged := not_modified(request, kept.etag(version, *shown_as))):
            return unchanged
        asked = request.query_params
        page = kept.page(asked.get("cursor", ""), asked.get("starting_at", "").strip())
        response = page_response(request, page, page.rows, address)
        if page.version:
            response["ETag"] = kept.etag(page.version, *shown_as)
        return response

    def in_json(self, rows: Any) -> Any:
        """Return what the serializer gives for these rows."""
        if defined_by_others(type(self), OF_ROWS):
            return self.get_serializer(rows, many=True).data
        return represented(self.get_serializer_class(), rows, self.get_serializer_context())
