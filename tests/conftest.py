"""What every test may use: tokens of the tests' own issuer, and clients that carry them."""

import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import serialization
from django.conf import settings as configured
from rest_framework.test import APIClient
from whitenoise import WhiteNoise

from audit import refusals
from permissions_api import testing
from permissions_api.conf import FETCHED_KEYS, instance_of
from permissions_api.conf import conf as live
from permissions_api.effective_permissions import forget_effective_permissions
from resources.rate_limits import throttling
from resources.write_behind import WriteBehind
from tests.issuer import FaultyIssuer, faulty_issuer, private_key
from tests.made_rows import ensure_made
from tooling import browser, suite
from tooling.steps import Failed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

read_private_key = cache(serialization.load_pem_private_key)

API_AUDIENCE = "https://api.usher.example/"


def pytest_collection_finish(session: pytest.Session) -> None:
    """Install what the selected tests need, and no more: most need neither a browser nor the built SPA."""
    if session.config.option.collectonly:
        return
    os.environ |= browser.environment()
    e2e = [item for item in session.items if item.get_closest_marker("e2e")]
    capture = session.config.pluginmanager.getplugin("capturemanager")
    try:
        with capture.global_and_fixture_disabled():  # so that the steps are seen
            suite.install_for({name for item in e2e for name in item.fixturenames})
    except Failed as failure:
        pytest.exit(str(failure), returncode=1)


@pytest.fixture(autouse=True, scope="session")
def addresses_of_the_whole_site() -> None:
    """Make the addresses from all that is declared, before a test declares less."""
    import_module(configured.ROOT_URLCONF)


@pytest.fixture(autouse=True, scope="session")
def static_files_are_looked_through_once() -> Iterator[None]:
    """Each client of a test is a server that begins anew, and went through all built files each time."""
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    look_through = WhiteNoise.update_files_dictionary

    def look_through_once(site: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in kept:
            site_s_own, site.files = site.files, {}
            look_through(site, root, prefix)
            kept[root, prefix], site.files = site.files, site_s_own
        site.files |= kept[root, prefix]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoise, "update_files_dictionary", look_through_once)
        yield


class Conf:
    """``conf.REQUIRE_SCOPE = True`` changes PERMISSIONS_API for one test; ``conf.AUDIENCE`` reads it."""

    def __init__(self, settings: Any) -> None:
        vars(self)["_settings"] = settings

    def __getattr__(self, name: str) -> Any:
        return getattr(live, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._settings.PERMISSIONS_API = {**self._settings.PERMISSIONS_API, name: value}


@pytest.fixture
def conf(settings) -> Conf:
    return Conf(settings)


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hash passwords the quick way: the real one is slow on purpose, and most tests make people."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]


@pytest.fixture(autouse=True)
def signing_keys_of_this_test(monkeypatch) -> Iterator[None]:
    """Let no test see the provider's signing keys of the one before, nor wait for new ones."""
    if not configured.EMBEDDED:
        yield
        return
    from identity.keys import signing_keys, store

    numbers = count()
    monkeypatch.setattr(
        store, "generate_private_key", lambda **_options: private_key(f"provider-{next(numbers)}")
    )
    # It proves the primes anew each time.
    monkeypatch.setattr(serialization, "load_pem_private_key", read_private_key)
    signing_keys.forget_keys()
    yield
    signing_keys.forget_keys()


@pytest.fixture(autouse=True)
def no_standing_of_the_test_before() -> None:
    """Ask the directory anew: the people of each test are others under the same numbers."""
    forget_effective_permissions()


@pytest.fixture(autouse=True)
def no_api_rate(settings) -> None:
    """Most tests share one subject, who would meet the limit; those that have one begin at nothing."""
    settings.API_RATE = None
    throttling.traffic._tallies.clear()


@pytest.fixture(autouse=True)
def nothing_is_written_behind_a_test(monkeypatch) -> None:
    """Write what is counted in memory when a test says so: a thread would meet the database of the next."""
    monkeypatch.setattr(WriteBehind, "_started_thread", lambda _self: None)
    refusals.counted._begin_anew()


@pytest.fixture(autouse=True)
def no_client_came_before() -> None:
    """Let no test count the token requests of the one before, which all come from one address."""
    if configured.EMBEDDED:
        from identity.clients import authentication, legacy_secrets, secret_cache

        for counted in (
            authentication.unauthenticated_traffic,
            authentication.wrong_secret_traffic,
            legacy_secrets.legacy_secret_traffic,
        ):
            counted._tallies.clear()
        secret_cache.secret_hashes.forget()


@pytest.fixture
def people(db) -> "dict[str, User]":
    """The four people of the demo and its staff, by user name; what made them is in the trail."""
    from django.contrib.auth.models import User

    from directory.demo import make_demo_people

    ensure_made(make_demo_people)
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def pass_by(monkeypatch) -> Callable[[float], None]:
    """Return a function that sets the clock of durations forward, instead of waiting."""

    def forward(seconds: float) -> None:
        now = time.monotonic
        monkeypatch.setattr(time, "monotonic", lambda: now() + seconds)

    return forward


@pytest.fixture
def two_resources(conf) -> None:
    """Declare films and books alone: for claims that spell out all there is, which a third would change."""
    conf.RESOURCES = ["movies.resource.MOVIES", "books.resource.BOOKS"]


@pytest.fixture
def own_issuer(conf) -> None:
    """Let the APIs trust the tests' own issuer in place of the embedded or a configured one."""
    for name, value in testing.TRUSTED.items():
        setattr(conf, name, value)


@pytest.fixture
def generic_issuer(conf) -> Iterator[FaultyIssuer]:
    """Let the APIs trust an issuer over HTTP of which nothing is known but by its discovery."""
    instance_of.cache_clear()
    with faulty_issuer() as running:
        conf.ISSUER, conf.FLAVOUR, conf.ALGORITHMS = running.issuer, "generic", []
        conf.KEY_SOURCE = FETCHED_KEYS
        yield running
    instance_of.cache_clear()


@pytest.fixture
def client_with(own_issuer) -> Callable[..., APIClient]:
    """Return a maker of API clients whose token holds exactly the permissions named."""

    def make(*permissions: str, audience: str = API_AUDIENCE, **claims: Any) -> APIClient:
        return testing.client_with(*permissions, audience=audience, **{"sub": "usher|1", **claims})

    return make
