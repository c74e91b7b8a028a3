"""The site refuses to start with a view that nobody guards, or with settings no token can be trusted by."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from movies.resource import MOVIES
from permissions_api import checks
from permissions_api.conf import FETCHED_KEYS
from permissions_api.permissions import (
    AnyValidToken,
    Open,
    RequiresNamedPermission,
    RequiresPermission,
    RequiresScope,
    RequiresSession,
    open_to_all,
)
from permissions_api.routes import routes
from permissions_api.view_checks import route_errors
from permissions_api.views import GuardedView, GuardMixin
from tests.issuer import API, token_with


class View(GuardedView):
    def get(self, request: Any) -> Response:
        return Response()


class ViewSet(ViewSetMixin, GuardedView):
    def list(self, request: Any) -> Response:
        return Response()


def found(*patterns: Any) -> list[str]:
    """Return the numbers of what the check says about these addresses."""
    errors = [error for route in routes(patterns) for error in route_errors(route)]
    assert all(error.hint for error in errors)
    return [str(error.id).removeprefix("permissions_api.E") for error in errors]


def as_view(base: Any = View, **attributes: Any) -> Any:
    sample: Any = type("Sample", (base,), attributes)
    return sample.as_view()


def test_the_site_itself_has_no_fault(settings):
    settings.ROOT_URLCONF = "project.urls"
    for check in vars(checks).values():
        if callable(check) and getattr(check, "__name__", "").startswith("check_"):
            assert check(None) == []


def test_the_site_has_guarded_views(settings):
    settings.ROOT_URLCONF = "project.urls"
    addresses = {route.address for route in routes()}
    assert {"api/movies/", "me/permissions"} <= addresses


def test_a_view_says_its_resource_or_that_it_needs_none():
    assert found(path("api/x/", as_view())) == ["012"]
    assert found(path("api/x/", as_view(permission_classes=[AnyValidToken]))) == []
    assert found(path("api/x/", as_view(permission_classes=[Open]))) == []
    assert found(path("api/x/", as_view(resource=MOVIES, action_words={"get": "list"}))) == []


@pytest.mark.parametrize("address", ["api/x/", "me/x/", "elsewhere/", ""])
def test_a_view_is_found_wherever_it_is(address):
    assert found(path(address, include([path("deep/", as_view())]))) == ["012"]


@pytest.mark.parametrize(
    "classes", [[], [AllowAny], [IsAuthenticated], [IsAuthenticated | AllowAny], [AnyValidToken | AllowAny]]
)
def test_other_permission_classes_are_refused(classes):
    assert found(path("api/x/", as_view(permission_classes=classes))) == ["012"]
    with_resource = as_view(permission_classes=classes, resource=MOVIES, action_words={"get": "list"})
    assert found(path("api/x/", with_resource)) == ["012"]


@pytest.mark.parametrize(
    "attributes",
    [
        {"permission_classes": [Open], "resource": MOVIES},
        {"permission_classes": [AnyValidToken], "resource": MOVIES},
        {"permission_classes": [AnyValidToken, Open]},
        {"permission_classes": [RequiresPermission, Open], "resource": MOVIES},
    ],
)
def test_the_two_names_stand_alone(attributes):
    assert found(path("api/x/", as_view(**attributes)))[0] == "011"


def test_a_view_that_names_the_permission_itself_has_to_name_one():
    def named_permission(self: Any, method: str) -> str:
        return "list:movies"

    named = {"permission_classes": [RequiresNamedPermission]}
    assert found(path("gateway/x/", as_view(**named))) == ["015"]
    assert found(path("gateway/x/", as_view(**named, named_permission="list:movies"))) == ["015"]
    assert found(path("gateway/x/", as_view(**named, named_permission=named_permission))) == []
    assert found(
        path("gateway/x/", as_view(**named, named_permission=named_permission, resource=MOVIES))
    ) == ["011"]


@pytest.mark.parametrize(
    ("audience", "faults"),
    [
        ("", ["025"]),
        (API, ["025"]),
        ("https://movies.usher.example/", ["025"]),
        ("https://other.example/", []),
    ],
)
def test_a_view_that_asks_for_scopes_has_an_audience_that_no_api_has(audience, faults):
    by_scope = {"permission_classes": [RequiresScope], "audience": audience}
    assert found(path("api/x/", as_view(**by_scope))) == faults
    assert found(path("api/x/", as_view(**by_scope, resource=MOVIES))) == ["011"]
    by_scope["permission_classes"] = [RequiresScope, AnyValidToken]
    assert found(path("api/x/", as_view(**by_scope))) == ["011"]


@pytest.mark.parametrize("other", [AllowAny, AnyValidToken, Open, RequiresPermission])
def test_a_view_that_names_the_permission_itself_has_no_other_guard(other):
    classes = [RequiresNamedPermission, other]
    assert found(path("gateway/x/", as_view(permission_classes=classes, named_permission=print))) == ["011"]
    alternative = [RequiresNamedPermission | other]
    assert found(path("gateway/x/", as_view(permission_classes=alternative, named_permission=print))) == [
        "012"
    ]


def test_a_guard_that_only_resembles_it_is_refused():
    class Laxer(RequiresNamedPermission):
        def has_permission(self, request: Any, view: Any) -> bool:
            return True

    assert found(path("gateway/x/", as_view(permission_classes=[Laxer], named_permission=print))) == ["012"]


def test_a_view_that_names_the_permission_itself_guards_first():
    class Late(APIView):
        permission_classes = [RequiresNamedPermission]

        def named_permission(self, method: str) -> str:
            return "list:movies"

    assert found(path("gateway/x/", Late.as_view())) == ["013"]


@pytest.mark.parametrize("words", [{}, {"post": "list"}, {"get": "fly"}, {"GET": "list"}])
def test_a_method_without_a_declared_word_is_refused(words):
    assert found(path("api/x/", as_view(resource=MOVIES, action_words=words))) == ["014"]


def test_an_action_without_a_word_is_refused():
    def router_of(**attributes: Any) -> Any:
        router = SimpleRouter()
        router.register("api/x", type("Sample", (ViewSet,), attributes), basename="x")
        return include(router.urls)

    @action(detail=False)
    def summary(self: Any, request: Any) -> Response:
        return Response()

    assert found(path("", router_of(resource=MOVIES))) == []
    assert found(path("", router_of(resource=MOVIES, summary=summary))) == ["014"]
    assert (
        found(path("", router_of(resource=MOVIES, summary=summary, action_words={"summary": "list"}))) == []
    )
    assert found(path("", router_of())) == ["012"]


def test_a_view_that_guards_late_or_otherwise_is_refused():
    class Late(APIView):
        def get(self, request: Any) -> Response:
            return Response()

    assert found(path("api/x/", as_view(Late, permission_classes=[AnyValidToken]))) == ["013"]
    assert found(path("api/x/", as_view(permission_classes=[AnyValidToken], authentication_classes=[]))) == [
        "013"
    ]
    late = as_view(permission_classes=[AnyValidToken], get_permissions=lambda self: [AnyValidToken()])
    assert found(path("api/x/", late)) == ["013"]


@pytest.mark.parametrize("address", ["api/x/", "api/", "me/x", "gateway/movies/"])
def test_a_view_of_django_below_the_apis_says_that_it_is_open(address):
    def plain(request: Any) -> HttpResponse:
        return HttpResponse()

    assert found(path(address, plain)) == ["010"]
    assert found(re_path(f"^({address})$", plain)) == ["010"]
    assert found(path(address, open_to_all(lambda request: HttpResponse()))) == []
    assert found(path(address, RedirectView.as_view(url="/"))) == []


@pytest.mark.parametrize("address", ["", "apis/", "login/"])
def test_a_view_of_django_elsewhere_is_not_asked(address):
    assert found(path(address, lambda request: HttpResponse())) == []


# --- Beside views that are not the guard's ---


@pytest.fixture
def beside_others(conf):
    """A project of somebody else, whose defaults are the guard's."""
    conf.STRICT, conf.PREFIXES = False, ["/api/", "/me/"]


class Ordinary(APIView):
    """A view of DRF without the mixin."""

    def get(self, request: Any) -> Response:
        return Response({"done": "get"})


NAMED = {"resource": MOVIES, "action_words": {"get": "list"}}


def test_a_plain_view_is_guarded_by_the_default_classes(beside_others, settings, send):
    assert found(path("api/x/", as_view(Ordinary, **NAMED))) == []
    assert found(path("api/x/", as_view(Ordinary))) == ["012"]
    assert found(path("api/x/", as_view(Ordinary, resource=MOVIES))) == ["014"]
    settings.ROOT_URLCONF = type(
        "Addresses", (), {"urlpatterns": [path("api/x/", as_view(Ordinary, **NAMED))]}
    )
    assert send(None, "/api/x/").status_code == 401
    assert send(token_with("read:movies", audience=API), "/api/x/").status_code == 403
    assert send(token_with("list:movies", audience=API), "/api/x/").json() == {"done": "get"}


def test_a_mixin_guards_whatever_the_defaults_are(beside_others):
    class Theirs(APIView):
        authentication_classes = [SessionAuthentication]
        permission_classes = [AllowAny]

    mixed = type("Mixed", (GuardMixin, Theirs), NAMED)
    assert found(path("api/x/", as_view(mixed, get=Ordinary.get))) == []
    assert found(path("api/x/", as_view(Ordinary, permission_classes=[AllowAny]))) == ["012"]


def test_a_view_that_names_another_authentication_is_left_alone(beside_others, conf):
    theirs = {"authentication_classes": [SessionAuthentication], "permission_classes": [IsAuthenticated]}
    assert found(path("api/x/", as_view(Ordinary, **theirs))) == []
    assert found(path("api/x/", as_view(Ordinary, **theirs, **NAMED))) == []
    # To name none at all is no other authentication.
    assert found(path("api/x/", as_view(Ordinary, **{**theirs, "authentication_classes": []}))) == [
        "012",
        "013",
    ]
    conf.STRICT = True
    assert found(path("api/x/", as_view(Ordinary, **theirs))) == ["012", "013"]


def test_defaults_that_are_not_the_guard_s_are_no_other_authentication(beside_others, monkeypatch):
    monkeypatch.setattr(APIView, "authentication_classes", [SessionAuthentication])
    monkeypatch.setattr(APIView, "permission_classes", [IsAuthenticated])
    assert found(path("api/x/", as_view(Ordinary))) == ["012", "013"]
    assert found(path("elsewhere/", as_view(Ordinary))) == []


def test_elsewhere_only_what_uses_the_guard_has_to_be_whole(beside_others):
    assert found(path("elsewhere/", as_view(Ordinary, permission_classes=[AllowAny]))) == []
    assert found(path("elsewhere/", as_view(Ordinary))) == ["012"]
    assert found(path("gateway/", lambda request: HttpResponse())) == []


def test_the_prefixes_say_where_a_guard_is_demanded(beside_others, conf):
    conf.PREFIXES = ["/v1/games/"]
    assert found(path("v1/games/", lambda request: HttpResponse())) == ["010"]
    assert found(path("v1/games/x", as_view(Ordinary, permission_classes=[AllowAny]))) == ["012"]
    assert found(path("v1/gamesters/", lambda request: HttpResponse())) == []
    assert found(path("api/x/", lambda request: HttpResponse())) == []


# --- Settings ---


class SessionView(GuardedView):
    authentication_classes = []
    permission_classes = [RequiresSession]
    session_of = get = View.get


def test_a_session_opens_what_lies_among_what_sessions_open_and_nothing_else():
    assert found(path("bff/x", as_view(SessionView))) == []
    assert found(path("api/x/", as_view(SessionView))) == ["029"]
    assert found(path("me/x", as_view(SessionView))) == ["029"]
    assert found(path("bffx/", as_view(SessionView))) == ["029"]


@pytest.mark.parametrize("classes", [[AnyValidToken], [RequiresNamedPermission], [RequiresScope]])
def test_no_token_opens_anything_among_what_sessions_open(classes):
    asks = {"permission_classes": classes, "audience": "https://x/", "named_permission": lambda _method: None}
    assert found(path("bff/x", as_view(**asks))) == ["030"]
    assert found(path("elsewhere/x", as_view(**asks))) == []
    assert found(path("bff/x", as_view(permission_classes=[Open]))) == []


def test_no_permission_opens_anything_among_what_sessions_open():
    assert found(path("bff/x", as_view(resource=MOVIES, action_words={"get": "list"}))) == ["030"]


def test_what_a_session_opens_says_whose_it_is_and_takes_no_token_beside():
    assert found(path("bff/x", as_view(SessionView, session_of=None))) == ["031"]
    tokens = GuardedView.authentication_classes
    assert found(path("bff/x", as_view(SessionView, authentication_classes=tokens))) == ["013"]
    assert found(path("bff/x", as_view(SessionView, resource=MOVIES))) == ["011"]
    both = as_view(SessionView, permission_classes=[RequiresSession, Open])
    assert found(path("bff/x", both)) == ["030", "011"]


def test_of_a_site_without_sessions_none_opens_anything(conf):
    conf.SESSION_PREFIXES = []
    assert found(path("bff/x", as_view(SessionView))) == ["029"]


def ids(messages: list[Any]) -> list[str]:
    assert all(message.hint for message in messages)
    return [message.id.removeprefix("permissions_api.E") for message in messages]


@pytest.mark.parametrize(
    "name", ["movies.resource.FILMS", "nowhere.resource.MOVIES", "movies.apps.MoviesConfig", "x"]
)
def test_resources_must_exist(conf, name):
    conf.RESOURCES = [name]
    (error,) = checks.check_resources(None)
    assert error.id == "permissions_api.E001"
    assert name in error.msg
    assert checks.check_views(None) == []


def test_audiences_belong_to_resources(conf):
    conf.AUDIENCES = {"films": "https://films.example/"}
    assert ids(checks.check_resources(None)) == ["002"]


def test_two_apis_cannot_share_an_audience(conf):
    conf.AUDIENCES = {"movies": conf.AUDIENCE}
    assert ids(checks.check_resources(None)) == ["003"]


@pytest.mark.parametrize("audience", ["movies", "https://usher.example/ü", 'https://x/"', "https://x/ y"])
def test_an_audience_is_a_uri(conf, audience):
    conf.AUDIENCE = audience
    assert ids(checks.check_resources(None)) == ["004"]


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("https://tenant.eu.auth0.com/", []),
        ("https://id.example/realms/usher", []),
        ("http://localhost:8000/", []),
        ("http://127.0.0.1:8000/", []),
        ("http://[::1]:8000/", []),
        ("tenant.eu.auth0.com", ["005"]),
        ("https://id.example/?x=1", ["005"]),
        ("https://id.example/#x", ["005"]),
        ("https://user:word@id.example/", ["005"]),
        ("http://tenant.eu.auth0.com/", ["006"]),
        ("http://localhost.evil.example/", ["006"]),
        ("ftp://localhost/", ["006"]),
        ("https://tenant.eu.auth0.com", ["007"]),
    ],
)
def test_the_issuer_is_https_and_written_as_its_tokens_write_it(conf, issuer, expected):
    conf.ISSUER, conf.KEY_SOURCE = issuer, FETCHED_KEYS
    assert ids(checks.check_issuer(None)) == expected


def test_only_auth0_s_addresses_are_built_on_the_issuer_s_slash(conf):
    conf.ISSUER, conf.KEY_SOURCE = "https://login.example", FETCHED_KEYS
    assert ids(checks.check_issuer(None)) == ["007"]
    for conf.FLAVOUR in ("generic", "keycloak"):
        assert checks.check_issuer(None) == []


def test_scopes_are_not_demanded_where_none_are_asked_for(conf):
    conf.REQUIRE_SCOPE = True
    assert checks.check_scopes(None) == []
    conf.FLAVOUR = "keycloak"
    assert ids(checks.check_scopes(None)) == ["028"]
    conf.REQUIRE_SCOPE = False
    assert checks.check_scopes(None) == []


def test_an_issuer_whose_keys_are_not_fetched_is_not_asked(conf):
    conf.ISSUER = "http://intranet.example/"
    assert checks.check_issuer(None) == []


@pytest.mark.parametrize("names", [["HS256"], ["RS256", "HS512"], ["none"], ["rs256"], [""], []])
def test_only_asymmetric_algorithms_are_accepted(conf, names):
    conf.ALGORITHMS = names
    assert ids(checks.check_algorithms(None)) == ["008"]


def test_none_are_named_only_where_the_issuer_s_discovery_does(conf):
    conf.ALGORITHMS, conf.KEY_SOURCE = [], FETCHED_KEYS
    assert checks.check_algorithms(None) == []


def test_the_asymmetric_algorithms_are_accepted(conf):
    conf.ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
    assert checks.check_algorithms(None) == []


@pytest.mark.parametrize("name", ["KEY_SOURCE", "DIRECTORY", "DELEGATION"])
def test_dotted_paths_lead_somewhere(conf, name):
    for path_of_nothing in (
        "permissions_api.nowhere.Nothing",
        "permissions_api.conf",
        "permissions_api.conf.SETTING",
    ):
        setattr(conf, name, path_of_nothing)
        assert ids(checks.check_dotted_paths(None)) == ["009"]


def test_the_checks_are_run_with_django_s(settings):
    from django.core.checks.registry import registry

    names = {getattr(check, "__name__", "") for check in registry.registered_checks}
    assert {"check_views", "check_resources", "check_issuer", "check_algorithms"} <= names


@pytest.mark.parametrize("source", ["live", "hybrid"])
def test_to_ask_a_directory_that_is_not_there_is_refused(conf, source):
    conf.PERMISSION_SOURCE, conf.DIRECTORY = source, ""
    (error,) = checks.check_directory(None)
    assert error.id == "permissions_api.E016"
    assert f"PERMISSION_SOURCE={source}" in error.msg
    assert "PERMISSION_SOURCE=token" in error.hint
    conf.DIRECTORY = "directory.backends.django.DjangoDirectory"
    assert checks.check_directory(None) == []


def test_the_token_alone_needs_no_directory(conf):
    conf.PERMISSION_SOURCE, conf.DIRECTORY = "token", ""
    assert checks.check_directory(None) == []
