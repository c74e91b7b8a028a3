"""Films in JSON: in full, in a list, and what a list can be asked for."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from movies.models import Movie
from resources.list_params import ListQuerySerializer, Repeated
from resources.serializers import RecordSerializer

EXAMPLE = {
    "title": "The General",
    "year": 1926,
    "cast": ["Buster Keaton", "Marion Mack"],
    "genres": ["Comedy", "Adventure", "Silent"],
    "poster": "",
    "wikipedia_page": "https://en.wikipedia.org/wiki/The_General_(1926_film)",
    "synopsis": "A railway engineer chases the spies who stole his locomotive.",
}


@extend_schema_serializer(examples=[OpenApiExample("A film", EXAMPLE, request_only=True)])
class MovieSerializer(RecordSerializer):
    """A film, whole."""

    class Meta:
        model = Movie
        fields = ["id", "title", "year", "cast", "genres", "poster", "wikipedia_page", "synopsis"]


class MovieEntrySerializer(MovieSerializer):
    """A film as lists show it."""

    class Meta(MovieSerializer.Meta):
        fields = ["id", "title", "year", "cast", "genres", "poster"]


class MovieQuerySerializer(ListQuerySerializer):
    filters = {"genre": "genres__any_of", "year_from": "year__gte", "year_to": "year__lte"}
    orderings = {"title": "title_order", "year": "year", "prominence": "prominence"}
    default_ordering = "-year"

    genre = Repeated(required=False, help_text="Films of this genre; repeated, of any of these.")
    year_from = serializers.IntegerField(required=False, help_text="Films of this year and later.")
    year_to = serializers.IntegerField(required=False, help_text="Films of this year and earlier.")
