"""A site behind whose gateway stands one faulty upstream, with tokens of the tests' own issuer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from gateway.connections import upstream_at
from gateway.tokens import tokens
from permissions_api.resource import all_permissions
from tests import issuer
from tests.gateway.upstream import FaultyUpstream, TokenEndpoint, running


@pytest.fixture
def upstream() -> Iterator[FaultyUpstream]:
    with running(FaultyUpstream()) as server:
        yield server


@pytest.fixture
def endpoint() -> Iterator[TokenEndpoint]:
    with running(TokenEndpoint()) as server:
        yield server


@pytest.fixture(autouse=True)
def gateway(
    conf: Any, settings: Any, own_issuer: None, upstream: FaultyUpstream, endpoint: TokenEndpoint
) -> Iterator[None]:
    """Let the gateway ask the two with client credentials; nothing is known from the test before."""
    conf.RESOURCES = ["movies.resource.MOVIES", "books.resource.BOOKS"]
    conf.AUDIENCE = issuer.API
    conf.AUDIENCES = {}
    conf.STRATEGY = "gateway_client_credentials"
    settings.GATEWAY_UPSTREAMS = {"movies": upstream.url, "books": upstream.url}
    settings.GATEWAY_TOKEN_URL = endpoint.token_url
    conf.GATEWAY_CLIENT_ID = "usher-gateway"
    settings.GATEWAY_CLIENT_SECRET = "the-gateway-s-secret"
    tokens.clear()
    yield
    upstream_at(upstream.url).close()


@pytest.fixture
def exchange(conf: Any) -> None:
    conf.STRATEGY = "token_exchange"


def person_token(*permissions: str, **claims: Any) -> str:
    """Return a person's token for the gateway, with every permission unless some are named."""
    held = permissions or all_permissions()
    return issuer.token_with(*held, **{"audience": issuer.API, "client_id": "usher-spa", **claims})


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Return a function that asks the gateway with a token, by default one that holds everything."""
    client = Client()

    def request(path: str = "/gateway/movies/", method: str = "GET", **extra: Any) -> Any:
        token = extra.pop("token", ...)
        bearer = person_token() if token is ... else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return client.generic(method, path, headers=headers | extra.pop("headers", {}), **extra)

    return request
