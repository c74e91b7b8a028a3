"""A view whose list comes in pages, narrowed and ordered by its query parameters."""

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from permissions_api.views import GuardedView
from resources.list_params import ListQuerySerializer, PageQuerySerializer
from resources.pagination import KeysetPaging


class QueryFilter(BaseFilterBackend):
    """Narrows a list to what its query parameters ask for."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        return view.query.narrow(queryset) if view.action == "list" else queryset


class QueriedView(GuardedView, GenericAPIView):
    """``query_class`` says what the list can be asked for; by itself ``search`` and an order by title."""

    query_class: ClassVar[type[PageQuerySerializer]] = ListQuerySerializer
    filter_backends = [QueryFilter]
    pagination_class = KeysetPaging

    @cached_property
    def query(self) -> PageQuerySerializer:
        """What was asked of the list. Raises ValidationError naming the parameters that are wrong."""
        query = self.query_class(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return query
