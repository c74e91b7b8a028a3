"""Two small APIs and the views without a resource, to try the guard on."""

from typing import Any

from django.http import Http404
from django.urls import include, path
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ViewSetMixin

from books.resource import BOOKS
from movies.resource import MOVIES
from permissions_api.permissions import AnyValidToken, Open
from permissions_api.views import GuardedView


class Films(ViewSetMixin, GuardedView):
    """Every action of DRF, one of its own with a word, and one that nobody named."""

    resource = MOVIES
    action_words = {"summary": "list"}

    def list(self, request: Request) -> Response:
        return Response({"done": "list"})

    def create(self, request: Request) -> Response:
        return Response({"done": "create", "data": request.data}, status=201)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.only_the_first(pk, "retrieve")

    def update(self, request: Request, pk: str) -> Response:
        return self.only_the_first(pk, "update")

    def partial_update(self, request: Request, pk: str) -> Response:
        return self.only_the_first(pk, "partial_update")

    def destroy(self, request: Request, pk: str) -> Response:
        return self.only_the_first(pk, "destroy")

    @action(detail=False)
    def summary(self, request: Request) -> Response:
        return Response({"done": "summary"})

    @action(detail=False)
    def nameless(self, request: Request) -> Response:
        return Response({"done": "nameless"})

    def trace(self, request: Request, **_kwargs: Any) -> Response:
        return Response({"done": "a method that no route maps"})

    def only_the_first(self, pk: str, done: str) -> Response:
        if pk != "1":
            raise Http404
        return Response({"done": done})


class Volumes(Films):
    resource = BOOKS


class Anybody(GuardedView):
    permission_classes = [AnyValidToken]

    def get(self, request: Request) -> Response:
        subject: Any = request.user
        return Response({"issuer": subject.issuer, "subject": subject.subject})


class Everybody(GuardedView):
    permission_classes = [Open]

    def get(self, request: Request) -> Response:
        return Response({"done": "open"})


class Forgotten(GuardedView):
    """Neither a resource nor a name: the guard must refuse it."""

    def get(self, request: Request) -> Response:
        return Response({"done": "forgotten"})


class Plain(GuardedView):
    """A view that is no viewset names a word for each method."""

    resource = MOVIES
    action_words = {"get": "read"}

    def get(self, request: Request) -> Response:
        return Response({"done": "get"})

    def put(self, request: Request, *args: Any) -> Response:
        return Response({"done": "put"})


router = SimpleRouter()
router.register("api/movies", Films, basename="movie")
router.register("api/books", Volumes, basename="book")
urlpatterns = [
    *router.urls,
    path("api/anybody/", Anybody.as_view()),
    path("api/open/", Everybody.as_view()),
    path("api/forgotten/", Forgotten.as_view()),
    path("api/plain/", Plain.as_view()),
    path("me/", include("permissions_api.me.urls")),
    path("", include("permissions_api.metadata.urls")),
]
