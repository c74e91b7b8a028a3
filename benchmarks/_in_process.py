"""A guarded list and a plain one in this process, as the server calls them. Django is set up before."""

import gc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
from rest_framework.pagination import CursorPagination
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from directory.effective_permissions import effective_permissions
from directory.subjects import subject_of
from identity.clients.first_party import ensure_first_party_clients
from identity.token.token_claims import mint_access_token
from importing.importer import Import
from importing.readers import Row
from movies.columns import COLUMNS
from movies.models import Movie
from permissions_api.conf import conf

TEN = r"^(list|read|write|edit|delete):(movies|books)$"


class PlainSerializer(ModelSerializer):
    class Meta:
        model = Movie
        fields = ["id", "title", "year", "cast", "genres", "poster"]


class ByCursor(CursorPagination):
    ordering = ("-year", "-id")
    page_size = 25


class PlainViewSet(ReadOnlyModelViewSet):
    """What the guarded list is held beside: DRF alone, on the same rows."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = []
    queryset = Movie.objects.all()
    serializer_class = PlainSerializer
    pagination_class = ByCursor


def fill(films: Sequence[dict[str, Any]]) -> None:
    """Migrate the database and import films into it."""
    call_command("migrate", verbosity=0)
    ensure_first_party_clients()
    rows = (Row(number, film) for number, film in enumerate(films))
    for _ in Import(Movie, COLUMNS, file="films.jsonl").run(rows):
        pass


def as_served() -> None:
    """Let the collector of garbage pass over what is there already, as in a worker of the server."""
    gc.collect()
    gc.freeze()


def somebody(name: str, permissions: str = TEN) -> User:
    """Return somebody new who holds the permissions whose names fit this pattern."""
    user = User.objects.create(username=name)
    user.user_permissions.set(Permission.objects.filter(codename__regex=permissions))
    return user


def token_of(user: User, audience: str = "") -> str:
    """Return a token, for AUDIENCE or another, that says what the site's own client gets by a login."""
    return mint_access_token(
        subject=subject_of(user),
        client_id=conf.CLIENT_ID,
        audience=audience or conf.AUDIENCE,
        held=effective_permissions(user),
        scopes=["openid", "profile", "email", "offline_access"],
        auth_time=datetime.now(UTC),
    )


def guarded(path: str) -> Callable[[], None]:
    """Return what asks the whole site for an address, as somebody who holds ten permissions."""
    ask, token = asking(path), token_of(somebody("somebody"))

    def action() -> None:
        assert ask(token).status_code == 200

    return action


def asking(path: str, **headers: str) -> Callable[[str], Any]:
    """Return what asks the whole site for an address with a token, and gives its answer."""
    site = get_wsgi_application()
    request = RequestFactory().get(path, headers={"host": "localhost", **headers}).environ

    def ask(token: str) -> Any:
        own = {"HTTP_AUTHORIZATION": f"Bearer {token}", "wsgi.input": BytesIO()}
        answer: Any = site({**request, **own}, lambda *_: lambda _: None)
        answer.close()
        return answer

    return ask


def plain_list() -> Callable[[], None]:
    """Return what asks a plain view of DRF for a page of films."""
    view, make = PlainViewSet.as_view({"get": "list"}), RequestFactory().get

    def ask() -> None:
        answer = view(make("/plain/movies/", headers={"host": "localhost"})).render()
        assert answer.status_code == 200

    return ask
