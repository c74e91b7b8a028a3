"""The movies API."""

from typing import Any

from django.db.models import Count, Max, Min
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from movies.models import Movie
from movies.resource import MOVIES
from movies.serializers import (
    MovieEntrySerializer,
    MovieQuerySerializer,
    MovieSerializer,
    MoviesSummarySerializer,
)
from resources.lookups import count_names
from resources.versions import made_once
from resources.viewsets import ResourceViewSet


class MovieViewSet(ResourceViewSet):
    """The movies API. Each action needs its permission: ``list:movies`` and so on."""

    resource = MOVIES
    action_words = {"summary": "list"}
    queryset = Movie.objects.all()
    serializer_class = MovieSerializer
    entry_serializer_class = MovieEntrySerializer
    query_class = MovieQuerySerializer

    @extend_schema(responses=MoviesSummarySerializer)
    @action(detail=False, pagination_class=None, filter_backends=[])
    def summary(self, request: Request) -> Response:
        """Tell how many films there are, of which genres and years."""
        return Response(made_once(Movie, _summary))


def _summary() -> dict[str, Any]:
    figures = Movie.objects.aggregate(total=Count("*"), first_year=Min("year"), last_year=Max("year"))
    genres = [{"name": name, "count": count} for name, count in count_names(Movie, "genres").items()]
    return {**figures, "genres": genres}
