"""A site whose tokens come from the tests' own issuer, and two small APIs to try them on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from permissions_api import testing
from tests import issuer


@pytest.fixture(autouse=True)
def own_issuer(conf: Any, settings: Any) -> None:
    """Take tokens of the tests' issuer alone, where no directory stands beside them."""
    for name, value in testing.TRUSTED.items():
        setattr(conf, name, value)
    settings.ROOT_URLCONF = "tests.permissions_api.urls"
    conf.DIRECTORY = ""
    conf.STRATEGY, conf.FLAVOUR = "single_audience", "auth0"
    conf.AUDIENCE = issuer.API
    conf.AUDIENCES = {}
    conf.ORIGIN = ""


@pytest.fixture
def token_per_api(conf: Any) -> None:
    """Let each API demand a token of its own."""
    conf.STRATEGY = "per_api_tokens"


@pytest.fixture
def openapi() -> dict[str, Any]:
    """The OpenAPI document of the site itself."""
    generator: Any = SchemaGenerator
    document: dict[str, Any] = generator(urlconf="project.urls").get_schema(request=None, public=True)
    return document


@pytest.fixture
def send() -> Callable[..., Any]:
    """Return a function that sends a request with a token."""
    client = Client()

    def request(token: str | None, path: str = "/api/movies/", method: str = "GET", **extra: Any) -> Any:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return client.generic(
            method, path, headers=headers | extra.pop("headers", {}), content_type="application/json", **extra
        )

    return request
