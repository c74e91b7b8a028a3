"""The books API."""

from typing import Any

from django.db.models import Count, F, Max, Min
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from books.models import Book
from books.resource import BOOKS
from books.serializers import BookEntrySerializer, BookQuerySerializer, BookSerializer, BooksSummarySerializer
from resources.versions import made_once
from resources.viewsets import ResourceViewSet


class BookViewSet(ResourceViewSet):
    """The books API. Each action needs its permission: ``list:books`` and so on."""

    resource = BOOKS
    action_words = {"summary": "list"}
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    entry_serializer_class = BookEntrySerializer
    query_class = BookQuerySerializer

    @extend_schema(responses=BooksSummarySerializer)
    @action(detail=False, pagination_class=None, filter_backends=[])
    def summary(self, request: Request) -> Response:
        """Tell how many books there are, in which languages and of which years."""
        return Response(made_once(Book, _summary))


def _summary() -> dict[str, Any]:
    figures = Book.objects.aggregate(total=Count("*"), first_year=Min("year"), last_year=Max("year"))
    known = Book.objects.exclude(language="").values(name=F("language"))
    languages = known.annotate(count=Count("*")).order_by("-count", "name")
    return {**figures, "languages": list(languages)}
