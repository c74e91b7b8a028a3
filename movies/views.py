"""The movies API."""

from movies.models import Movie
from movies.resource import MOVIES
from movies.serializers import MovieEntrySerializer, MovieQuerySerializer, MovieSerializer
from movies.summary import MoviesSummarySerializer
from resources.viewsets import ResourceViewSet


class MovieViewSet(ResourceViewSet):
    """The movies API. Each action needs its permission: ``list:movies`` and so on."""

    resource = MOVIES
    queryset = Movie.objects.all()
    serializer_class = MovieSerializer
    entry_serializer_class = MovieEntrySerializer
    query_class = MovieQuerySerializer
    summary_class = MoviesSummarySerializer
