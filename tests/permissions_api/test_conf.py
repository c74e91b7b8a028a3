"""The one setting PERMISSIONS_API: read live, wrong values are told with a hint, and open nothing."""

from pathlib import Path

import pytest
from django.urls import path
from rest_framework.views import APIView

from movies.resource import MOVIES
from permissions_api import checks, upgrading
from permissions_api.conf import Misconfigured, instance_of
from permissions_api.conf import conf as live
from permissions_api.flavours import FLAVOURS
from project import upgrading as project_upgrading
from tests.issuer import API, token_with

ROOT = Path(__file__).parents[2]
TOKEN = token_with("list:movies", audience=API)


@pytest.fixture(autouse=True)
def nothing_but_the_guard(settings):
    settings.MIDDLEWARE = []


def said(settings, **values):
    """Return what the check says of PERMISSIONS_API."""
    settings.PERMISSIONS_API = values
    errors = checks.check_settings(None)
    assert all(error.hint and error.id == "permissions_api.E017" for error in errors)
    if errors:  # The other checks read them.
        assert checks.check_views(None) == checks.check_issuer(None) == checks.check_resources(None) == []
    return [error.msg for error in errors]


NEEDED = {"ISSUER": "https://tenant.example/", "AUDIENCE": API, "RESOURCES": ["movies.resource.MOVIES"]}


def test_all_but_three_have_a_default(settings):
    assert said(settings, **NEEDED) == []
    assert (live.STRATEGY, live.PERMISSION_SOURCE, live.ALGORITHMS) == (
        "single_audience",
        "token",
        ("RS256",),
    )
    assert (live.REQUIRE_SCOPE, live.TRUSTED_PROXIES, live.DIRECTORY) == (False, (), "")


@pytest.mark.parametrize(
    ("issuer", "flavour"),
    [
        ("https://tenant.eu.auth0.com/", "auth0"),
        ("https://auth0.com.evil.example/", "generic"),
        ("https://evilauth0.com/", "generic"),
        ("https://login.example/", "generic"),
        ("https://sso.example/realms/auth0.com/", "generic"),
    ],
)
def test_what_kind_of_issuer_it_is_follows_from_its_host(settings, issuer, flavour):
    assert said(settings, **{**NEEDED, "ISSUER": issuer}) == []
    assert live.flavour == FLAVOURS[flavour]
    assert said(settings, **{**NEEDED, "ISSUER": issuer, "FLAVOUR": "keycloak"}) == []
    assert live.flavour == FLAVOURS["keycloak"]


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("empty", [{}, {"ISSUER": "", "AUDIENCE": "", "RESOURCES": []}])
def test_what_is_missing_is_named_and_answered_with_503(settings, send, caplog, name, empty):
    others = {each: value for each, value in NEEDED.items() if each != name}
    (message,) = said(settings, **{**empty, **others})
    assert repr(name) in message
    answer = send(TOKEN)
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert name not in answer.content.decode()
    assert name in caplog.text
    assert send(None).status_code == 503


def test_it_is_503_whatever_handler_of_exceptions_a_project_has(settings, send):
    handler = "rest_framework.views.exception_handler"
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": handler}
    plain = type("Plain", (APIView,), {"resource": MOVIES, "action_words": {"get": "list"}, "get": print})
    settings.ROOT_URLCONF = type("Addresses", (), {"urlpatterns": [path("api/x/", plain.as_view())]})
    settings.PERMISSIONS_API = {}
    assert send(None, "/api/x/").status_code == send(TOKEN, "/api/x/").status_code == 503
    settings.PERMISSIONS_API = {**NEEDED, "KEY_SOURCE": "nowhere.Keys"}
    assert send(TOKEN, "/api/x/").status_code == 503


def test_without_the_setting_all_three_are_named(settings, send):
    del settings.PERMISSIONS_API
    assert len(checks.check_settings(None)) == 3
    assert send(None).status_code == 503
    settings.PERMISSIONS_API = ["ISSUER"]
    assert len(checks.check_settings(None)) == 1
    assert send(None).status_code == 503


def test_an_unknown_name_is_told_and_the_one_that_was_meant(settings):
    settings.PERMISSIONS_API = {**NEEDED, "REQUIRE_SCOPES": True}
    (error,) = checks.check_settings(None)
    assert "'REQUIRE_SCOPES'" in error.msg
    assert error.hint == "Did you mean REQUIRE_SCOPE?"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ISSUER", 1),
        ("RESOURCES", "movies.resource.MOVIES"),
        ("RESOURCES", [1]),
        ("AUDIENCES", {"movies": 1}),
        ("AUDIENCES", []),
        ("STRATEGY", "one_for_all"),
        ("FLAVOUR", "auth1"),
        ("PERMISSION_SOURCE", "tokens"),
        ("REQUIRE_SCOPE", "no"),
        ("REQUIRE_SCOPE", 1),
        ("STRICT", None),
        ("DIRECTORY_TTL", "60"),
        ("DIRECTORY_TTL", -1),
        ("DIRECTORY_TTL", float("nan")),
        ("DIRECTORY_TTL", True),
        ("ALGORITHMS", "RS256"),
        ("TRUSTED_PROXIES", "10.0.0.1"),
        ("DIRECTORY", None),
        ("KEY_SOURCE", ""),
        ("PERMISSION_CLAIM", ""),
        ("PERMISSION_CLAIM", []),
        ("PERMISSION_CLAIM", ["a", ""]),
        ("PERMISSION_CLAIM", ["a", 1]),
        ("PERMISSION_CLAIM", [["a"]]),
        ("PERMISSION_CLAIM", {"a": "b"}),
        ("PERMISSION_CLAIMS", ["a"]),
        ("PERMISSION_CLAIMS", {"movies": ""}),
        ("PERMISSION_CLAIMS", {"movies": []}),
        ("PERMISSION_CLAIMS", {"movies": {"a": "b"}}),
        ("PERMISSION_CLAIMS", {"": "a"}),
        ("REALM", ""),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_and_opens_nothing(settings, send, name, value):
    (message,) = said(settings, **{**NEEDED, name: value})
    assert name in message
    assert repr(value) in message
    assert send(TOKEN).status_code == 503


@pytest.mark.parametrize(
    ("proxies", "wrong"),
    [
        (["10.0.0.1", "10.0.0.0/8", "2001:db8::1"], []),
        (["10.0.0.1", "proxy.example", "10.0.0.1/40"], ["proxy.example", "10.0.0.1/40"]),
    ],
)
def test_a_trusted_proxy_that_is_no_address_is_refused(conf, proxies, wrong):
    conf.TRUSTED_PROXIES = proxies
    errors = checks.check_proxies(None)
    assert all(repr(name) in error.msg for name, error in zip(wrong, errors, strict=True))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PREFIXES", ["api/"]),
        ("SESSION_PREFIXES", ["bff/"]),
        ("PREFIXES", ["/api"]),
        ("REALM", 'a"b'),
        ("PROBLEM_TYPES", "problems"),
    ],
)
def test_what_cannot_stand_in_an_address_or_a_header_is_told(conf, name, value):
    setattr(conf, name, value)
    (error,) = checks.check_words(None)
    assert name in error.msg


def test_a_change_is_seen_at_once(conf):
    conf.REQUIRE_SCOPE = True
    assert live.REQUIRE_SCOPE is True
    conf.STRATEGY = "token_exchange"
    assert (live.REQUIRE_SCOPE, live.strategy.exchanges) == (True, True)
    with pytest.raises(AttributeError, match="NOTHING"):
        live.NOTHING  # noqa: B018


def test_a_dotted_path_that_leads_nowhere_is_a_wrong_setting():
    with pytest.raises(Misconfigured, match=r"nowhere\.Keys"):
        instance_of("nowhere.Keys")


def test_realm_and_problem_types_are_the_site_s(conf, send, settings):
    conf.REALM = "games"
    assert send(None)["WWW-Authenticate"] == 'Bearer realm="games"'
    conf.PROBLEM_TYPES = ""
    answer = send("x.y.z")
    assert answer.json()["type"] == f"{API}#invalid_token"
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
    token = token_with("write:movies", audience=API)
    assert "at most 2.62 MB" in send(token, method="POST", CONTENT_LENGTH="3000000").json()["detail"]


def test_a_former_dotted_path_is_told_with_its_name_of_today(settings, conf):
    conf.KEY_SOURCE = "permissions_api.issuer_keys.IssuerKeys"
    handler = "permissions_api.strangers.problem_response"
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": handler}
    errors = checks.check_former_names(None)
    assert [error.id for error in errors] == ["permissions_api.E021"] * 2
    assert {error.hint for error in errors} == {
        "It is 'permissions_api.tokens.jwks.IssuerKeys' now.",
        "It is 'permissions_api.exception_handler.exception_handler' now.",
    }


@pytest.mark.parametrize("name", sorted({*upgrading.PATHS.values(), *project_upgrading.PATHS.values()}))
def test_a_path_of_today_leads_to_a_module_or_into_one(name):
    files = [ROOT / f"{module.replace('.', '/')}.py" for module in (name, name.rpartition(".")[0])]
    assert any(file.exists() for file in files)


def test_a_former_setting_is_told_with_its_name_of_today(settings):
    settings.PERMISSIONS_API = NEEDED
    settings.REQUIRE_SCOPE, settings.API_AUDIENCE = True, API
    (warning,) = checks.check_former_names(None)
    assert (warning.id, warning.hint) == (
        "permissions_api.W001",
        "Write it as PERMISSIONS_API['REQUIRE_SCOPE'].",
    )
