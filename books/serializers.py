"""Books in JSON: in full, in a list, and what a list can be asked for."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from books.models import Book
from resources.list_params import ListQuerySerializer
from resources.serializers import RecordSerializer

EXAMPLE = {
    "title": "The Dispossessed",
    "authors": ["Ursula K. Le Guin"],
    "isbn": "0-06-012563-2",
    "year": 1974,
    "language": "eng",
    "average_rating": None,
    "ratings_count": 0,
    "cover": "",
}


@extend_schema_serializer(examples=[OpenApiExample("A book", EXAMPLE, request_only=True)])
class BookSerializer(RecordSerializer):
    """A book, whole."""

    class Meta:
        model = Book
        fields = [
            "id",
            "title",
            "authors",
            "isbn",
            "year",
            "language",
            "average_rating",
            "ratings_count",
            "cover",
        ]


class BookEntrySerializer(BookSerializer):
    """A book as lists show it."""

    class Meta(BookSerializer.Meta):
        fields = [name for name in BookSerializer.Meta.fields if name != "isbn"]


class BookQuerySerializer(ListQuerySerializer):
    filters = {
        "language": "language",
        "year_from": "year__gte",
        "year_to": "year__lte",
        "rating_from": "average_rating__gte",
        "rating_to": "average_rating__lte",
    }
    orderings = {
        "title": "title_order",
        "year": "year",
        "average_rating": "average_rating",
        "ratings_count": "ratings_count",
    }

    language = serializers.CharField(required=False, max_length=20, help_text="A code such as eng.")
    year_from = serializers.IntegerField(required=False, help_text="Books of this year and later.")
    year_to = serializers.IntegerField(required=False, help_text="Books of this year and earlier.")
    rating_from = serializers.FloatField(
        required=False, min_value=0, max_value=5, help_text="Books rated this well on average, or better."
    )
    rating_to = serializers.FloatField(
        required=False, min_value=0, max_value=5, help_text="Books rated this well on average, or worse."
    )
