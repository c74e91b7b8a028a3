"""An API with a view that names no word, and one that belongs to another resource."""

from dataclasses import replace
from typing import Any

from django.urls import path
from rest_framework.response import Response

from books.resource import BOOKS
from movies import resource as movies
from permissions_api.views import GuardedView

MOVIES = replace(movies.MOVIES, urls="tests.gateway.wordless_urls")


class Wordless(GuardedView):
    resource = MOVIES

    def get(self, request: Any) -> Response:
        return Response({})


class OfBooks(GuardedView):
    resource = BOOKS
    action_words = {"get": "list"}

    def get(self, request: Any) -> Response:
        return Response({})


urlpatterns = [path("wordless/", Wordless.as_view()), path("of-books/", OfBooks.as_view())]
