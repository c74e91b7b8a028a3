"""The addresses of the site, and the list of films without its guard, which a benchmark holds beside it."""

from django.urls import path

from movies.views import MovieViewSet
from permissions_api.permissions import Open
from project import urls as of_the_site


class OpenMovieViewSet(MovieViewSet):
    resource = None  # type: ignore[assignment]  # a view of a resource may not be open
    permission_classes = [Open]


urlpatterns = [path("api/open/movies/", OpenMovieViewSet.as_view({"get": "list"})), *of_the_site.urlpatterns]
handler500 = of_the_site.handler500
