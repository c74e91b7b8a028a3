"""The books API."""

from books.models import Book
from books.resource import BOOKS
from books.serializers import BookEntrySerializer, BookQuerySerializer, BookSerializer
from books.summary import BooksSummarySerializer
from resources.viewsets import ResourceViewSet


class BookViewSet(ResourceViewSet):
    """The books API. Each action needs its permission: ``list:books`` and so on."""

    resource = BOOKS
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    entry_serializer_class = BookEntrySerializer
    query_class = BookQuerySerializer
    summary_class = BooksSummarySerializer
