"""What every test may use: tokens of the tests' own issuer, and clients that carry them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.signals import setting_changed
from rest_framework.test import APIClient

from resources.declaration import declared_resources
from tests.issuer import ISSUER, token_with

API_AUDIENCE = "https://api.usher.example/"


def _reread(*, setting: str, **_signal: object) -> None:
    if setting == "RESOURCES":
        declared_resources.cache_clear()


setting_changed.connect(_reread)


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hash passwords the quick way: the real one is slow on purpose, and most tests make people."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def own_issuer(settings) -> None:
    """Let the APIs trust the tests' own issuer in place of the embedded or a configured one."""
    settings.ISSUER = ISSUER
    settings.KEY_SOURCE = "tests.issuer.TestKeys"


@pytest.fixture
def client_with(own_issuer) -> Callable[..., APIClient]:
    """Return a maker of API clients whose token holds exactly the permissions named."""

    def make(*permissions: str, audience: str = API_AUDIENCE, **claims: Any) -> APIClient:
        client = APIClient()
        token = token_with(*permissions, audience=audience, **claims)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return make
