"""What the provider's tests share: people, browsers and clients. Not collected without the provider."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.conf import settings as configured

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from tests.identity.browser import Browser

if not configured.EMBEDDED:
    collect_ignore_glob = ["test_*"]


@pytest.fixture(scope="session")
def rsa_keys() -> list[RSAPrivateKey]:
    """Real keys, made once: each takes a tenth of a second."""
    return [generate_private_key(public_exponent=65537, key_size=2048) for _ in range(16)]


@pytest.fixture(autouse=True)
def keys_of_this_test(rsa_keys, monkeypatch) -> Iterator[None]:
    """Let no test see the signing keys of the one before, nor wait for new ones."""
    from identity import signing_keys

    supply = iter(rsa_keys)
    monkeypatch.setattr(signing_keys, "generate_private_key", lambda **_options: next(supply))
    signing_keys.forget_keys()
    yield
    signing_keys.forget_keys()


@pytest.fixture
def people(db) -> "dict[str, User]":
    """The four people of the demo and its staff, by user name."""
    from django.contrib.auth.models import User

    from directory.demo import make_demo_people

    make_demo_people()
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def browser(people) -> "Browser":
    from tests.identity.browser import Browser

    return Browser()


@pytest.fixture
def browser_of(people) -> "Callable[[str], Browser]":
    """Return a maker of browsers in which somebody has logged in, with their password."""
    from tests.identity.browser import Browser

    def make(name: str) -> Browser:
        browser = Browser()
        response = browser.log_in(name)
        assert response.status_code == 302, response.content
        return browser

    return make
