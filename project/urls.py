"""Every address of the site and which part answers it."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("me/", include("permissions_api.urls")),
    path("api/movies/", include("movies.urls")),
    path("api/books/", include("books.urls")),
    *([path("", include("identity.urls"))] if settings.EMBEDDED else []),
]
