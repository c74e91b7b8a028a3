"""Settings with which the gateway could reach no API, or would wait for itself, are refused."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from gateway import checks
from project.processes import one_for_each


@pytest.fixture(autouse=True)
def site(settings):
    """A site at port 8000 whose APIs and tokens another process serves."""
    settings.SITE_URL = "http://localhost:8000"
    settings.SITE = urlsplit(settings.SITE_URL)
    settings.PORT, settings.LISTEN, settings.DEMO, settings.EMBEDDED = 8000, "127.0.0.1", False, True
    settings.GATEWAY_UPSTREAMS = {"movies": "http://127.0.0.1:8001", "books": "http://127.0.0.1:8002"}
    settings.GATEWAY_TOKEN_URL = "http://127.0.0.1:8001/oauth/token"


def found() -> list[str]:
    messages: list[Any] = []
    for check in vars(checks).values():
        if getattr(check, "__name__", "").startswith("check_"):
            messages += check(None)
    assert all(message.hint for message in messages)
    return [message.id.removeprefix("gateway.") for message in messages]


def test_two_processes_are_fine():
    assert found() == []


@pytest.mark.parametrize("strategy", ["single_audience", "per_api_tokens", "multi_resource_refresh_token"])
def test_without_a_gateway_nothing_is_asked(conf, settings, strategy):
    conf.STRATEGY = strategy
    settings.GATEWAY_UPSTREAMS, settings.GATEWAY_TOKEN_URL, settings.GATEWAY_CLIENT_SECRET = (
        {"x": "y"},
        "",
        "",
    )
    assert found() == []


def test_a_backend_for_the_frontend_needs_no_upstream_for_what_is_served_here(conf, settings):
    conf.STRATEGY, settings.GATEWAY_TOKEN_URL, settings.GATEWAY_CLIENT_SECRET = "backend_for_frontend", "", ""
    settings.GATEWAY_UPSTREAMS = {}
    assert found() == []
    settings.GATEWAY_UPSTREAMS = {"movies": "http://127.0.0.1:8001"}
    assert found() == []
    settings.GATEWAY_UPSTREAMS["books"] = "http://localhost:8000"
    assert found() == ["E002"]


def test_a_backend_for_the_frontend_knows_where_the_others_are(conf, settings):
    conf.STRATEGY, settings.APPS = "backend_for_frontend", ["movies"]
    settings.GATEWAY_UPSTREAMS = {"movies": "http://127.0.0.1:8001"}
    assert found() == ["E001"]
    settings.GATEWAY_UPSTREAMS = {}
    assert found() == ["W002"]


def test_its_apis_may_have_processes_of_their_own_and_tokens_need_none(conf, settings, monkeypatch):
    monkeypatch.delenv("AUDIENCE_STRATEGY", raising=False)
    assert [process.purpose for process in one_for_each()][-1] == "tokens"
    conf.STRATEGY = "backend_for_frontend"
    assert {process.purpose.partition(" of ")[0] for process in one_for_each()} == {"the API"}


@pytest.mark.parametrize("demo", [True, False])
def test_a_gateway_that_knows_one_api_knows_every_api(settings, demo):
    settings.GATEWAY_UPSTREAMS, settings.DEMO = {"movies": "http://127.0.0.1:8001"}, demo
    assert found() == ["E001"]


@pytest.mark.parametrize("embedded", [True, False])
def test_a_process_behind_the_gateway_needs_no_gateway_and_the_demo_starts_its_own(settings, embedded):
    settings.GATEWAY_UPSTREAMS, settings.GATEWAY_TOKEN_URL, settings.EMBEDDED = {}, "", embedded
    settings.GATEWAY_CLIENT_SECRET = "derived" if embedded else ""
    assert found() == ["W002"]
    settings.DEMO, settings.EMBEDDED = True, True
    settings.GATEWAY_CLIENT_SECRET = "derived"
    assert found() == []


def test_an_upstream_of_no_api_is_refused(settings):
    settings.GATEWAY_UPSTREAMS = {**settings.GATEWAY_UPSTREAMS, "films": "http://127.0.0.1:8001"}
    assert found() == ["E001"]
    settings.DEMO = True
    assert found() == ["E001"]


@pytest.mark.parametrize(
    "url",
    ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000", "http://LOCALHOST:8000/"],
)
def test_an_upstream_that_is_the_site_itself_is_refused(settings, url):
    settings.GATEWAY_UPSTREAMS = {**settings.GATEWAY_UPSTREAMS, "books": url}
    assert found() == ["E002"]


def test_tokens_from_the_site_itself_are_refused(settings):
    settings.GATEWAY_TOKEN_URL = "http://localhost:8000/oauth/token"
    assert found() == ["E002"]


@pytest.mark.parametrize(
    ("listen", "url", "expected"),
    [
        ("127.0.0.1", "http://localhost:8000", ["E002"]),
        ("0.0.0.0", "http://127.0.0.1:8000", ["E002"]),  # noqa: S104  compared only
        ("10.0.0.5", "http://10.0.0.5:8000", ["E002", "W001"]),
        ("10.0.0.5", "http://127.0.0.1:8000", []),
        ("127.0.0.1", "https://usher.example", ["E002"]),
        ("127.0.0.1", "https://usher.example:443/", ["E002"]),
        ("127.0.0.1", "https://usher.example:8000", []),
        ("127.0.0.1", "http://127.0.0.1:8001", []),
    ],
)
def test_a_site_behind_a_proxy_is_known_by_both_its_addresses(settings, listen, url, expected):
    settings.SITE_URL = "https://usher.example"
    settings.SITE = urlsplit(settings.SITE_URL)
    settings.LISTEN = listen
    settings.GATEWAY_UPSTREAMS = {**settings.GATEWAY_UPSTREAMS, "books": url}
    assert found() == expected


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8001",
        "ftp://127.0.0.1:8001",
        "http://",
        "http://127.0.0.1:8001/api",
        "http://127.0.0.1:8001?x=1",
        "http://127.0.0.1:8001#x",
        "http://user:word@127.0.0.1:8001",
        "http://127.0.0.1:port",
    ],
)
def test_an_upstream_is_an_origin(settings, url):
    settings.GATEWAY_UPSTREAMS = {**settings.GATEWAY_UPSTREAMS, "books": url}
    assert found() == ["E003"]


@pytest.mark.parametrize(
    "url", ["http://10.0.0.5:8001", "http://books.internal", "http://localhost.evil.example"]
)
def test_plain_http_to_another_machine_is_warned_of(settings, url):
    settings.GATEWAY_UPSTREAMS = {**settings.GATEWAY_UPSTREAMS, "books": url}
    assert found() == ["W001"]


def test_an_external_issuer_needs_a_secret_and_an_address(settings):
    settings.EMBEDDED = False
    settings.GATEWAY_TOKEN_URL, settings.GATEWAY_CLIENT_SECRET = "", ""
    assert found() == ["E004", "E004"]
    settings.DEMO = True
    assert found() == ["E004", "E004"]


def test_an_issuer_with_discovery_needs_no_address(conf, settings):
    settings.EMBEDDED, settings.GATEWAY_TOKEN_URL, conf.FLAVOUR = False, "", "generic"
    assert found() == []


def test_the_demo_s_own_provider_needs_no_address(settings):
    settings.GATEWAY_TOKEN_URL = ""
    assert found() == ["E004"]
    settings.DEMO = True
    assert found() == []


def test_the_token_endpoint_is_https(settings):
    settings.GATEWAY_TOKEN_URL = "http://tenant.example/oauth/token"
    assert found() == ["E005"]


def test_the_checks_are_run_with_django_s():
    from django.core.checks.registry import registry

    names = {getattr(check, "__name__", "") for check in registry.registered_checks}
    assert {name for name in vars(checks) if name.startswith("check_")} <= names
