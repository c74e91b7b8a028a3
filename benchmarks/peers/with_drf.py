"""The list of films with Django REST framework and PyJWT: by page number, and with DRF's own cursor.

Environment: ISSUER, AUDIENCE, DATABASE_URL. The middlewares are those of `startproject`.
"""
# ruff: noqa: E402  The settings come first, in the same file.

import os
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
import jwt
from django.conf import settings
from django.core.wsgi import get_wsgi_application

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]
_database = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    SECRET_KEY="of a peer that keeps no secret",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "rest_framework",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _database.path.strip("/"),
            "USER": _database.username or "",
            "PASSWORD": _database.password or "",
            "HOST": parse_qs(_database.query).get("host", [_database.hostname or ""])[0],
            "PORT": _database.port or "",
            "CONN_MAX_AGE": None,
        }
    },
    REST_FRAMEWORK={
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "PAGE_SIZE": 25,
    },
)
django.setup()

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import include, path
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.pagination import CursorPagination, PageNumberPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.routers import SimpleRouter
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

keys = jwt.PyJWKClient(f"{ISSUER}.well-known/jwks.json")


class Movie(models.Model):
    title = models.CharField(max_length=500)
    year = models.SmallIntegerField()
    cast = models.JSONField(default=list)
    genres = models.JSONField(default=list)
    poster = models.URLField(max_length=2_000)

    class Meta:
        app_label = "movies"
        managed = False


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Any, dict[str, Any]] | None:
        scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            key = keys.get_signing_key_from_jwt(token).key
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "iat", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise AuthenticationFailed("Invalid token") from error
        return AnonymousUser(), claims

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class MayList(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return "list:movies" in (request.auth or {}).get("permissions", ())


class MovieSerializer(ModelSerializer):
    class Meta:
        model = Movie
        fields = ["id", "title", "year", "cast", "genres", "poster"]


class ByNumber(PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 100


class ByCursor(CursorPagination):
    ordering = ("-year", "-id")
    page_size_query_param = "page_size"
    max_page_size = 100


class MovieViewSet(ReadOnlyModelViewSet):
    queryset = Movie.objects.order_by("-year", "-id")
    serializer_class = MovieSerializer
    authentication_classes = [TokenAuthentication]
    permission_classes = [MayList]
    pagination_class = ByNumber


class CursorMovieViewSet(MovieViewSet):
    pagination_class = ByCursor


router = SimpleRouter()
router.register("api/movies", MovieViewSet, basename="movies")
router.register("cursor/movies", CursorMovieViewSet, basename="cursor")
urlpatterns = [path("", include(router.urls))]
application = get_wsgi_application()
