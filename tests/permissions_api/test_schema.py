"""The OpenAPI document says what the guard does."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import path as route
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import OpenAPIV31SpecValidator
from rest_framework.serializers import Serializer

from movies import resource as declared
from permissions_api.resource import all_permissions, declared_resources
from permissions_api.views import GuardedView
from tests.issuer import API, BOOKS, ISSUER, MOVIES, token_with

METHODS = ("get", "post", "put", "patch", "delete")


def operations(openapi: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield those that take tokens; what takes sessions is looked at below."""
    for address, item in openapi["paths"].items():
        for method in METHODS:
            if method in item and not address.startswith("/bff/"):
                yield method.upper(), address, item[method]


def test_the_document_is_valid_openapi_3_1(openapi):
    assert openapi["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(openapi).validate()


def test_every_operation_names_the_permission_that_the_guard_demands(openapi, send, settings):
    settings.ROOT_URLCONF = "project.urls"
    nothing = token_with(audience=API)
    seen = set()
    for method, path, operation in operations(openapi):
        answer = send(nothing, path.replace("{id}", "1"), method)
        named = operation.get("x-required-permission")
        demanded = answer.json().get("required_permission") if answer.status_code == 403 else None
        assert demanded == named
        if named:
            assert f"Requires the permission `{named}`." in operation["description"]
            seen.add(named)
    assert seen == set(all_permissions())


def test_every_operation_names_its_security_and_refusals(openapi, send, settings):
    settings.ROOT_URLCONF = "project.urls"
    for method, path, operation in operations(openapi):
        guarded = send(None, path.replace("{id}", "1"), method).status_code == 401
        assert bool(operation.get("security")) == guarded
        if guarded:
            permission = operation.get("x-required-permission")
            assert operation["security"] == [
                {"login": [permission] if permission else []},
                {"token": []},
            ]
            assert {"401", "503"} <= set(operation["responses"])
            # Consents need no permission, but the token of the site's own pages.
            by_client = path.startswith("/me/consents")
            assert ("403" in operation["responses"]) == (permission is not None or by_client)
            assert ("404" in operation["responses"]) == ("{" in path)
            problem = operation["responses"]["401"]["content"]["application/problem+json"]["schema"]
            assert problem == {"$ref": "#/components/schemas/Problem"}


def test_the_example_of_a_refusal_is_what_this_operation_answers(openapi, send, settings):
    settings.ROOT_URLCONF = "project.urls"
    nothing = token_with(audience=API)
    for method, path, operation in operations(openapi):
        if operation.get("x-required-permission"):
            example = operation["responses"]["403"]["content"]["application/problem+json"]["example"]
            assert send(nothing, path.replace("{id}", "1"), method).json() == example


def test_the_permissions_are_one_enum(openapi):
    schemas = openapi["components"]["schemas"]
    assert schemas["Permission"] == {"type": "string", "enum": list(all_permissions())}
    reference = {"$ref": "#/components/schemas/Permission"}
    assert schemas["MyPermissions"]["properties"]["permissions"]["items"] == reference
    assert schemas["PermissionOrigin"]["properties"]["name"] == reference


def test_there_is_one_login_with_the_audience_in_its_address(openapi):
    schemes = openapi["components"]["securitySchemes"]
    assert set(schemes) == {"login", "token", "session", "page"}
    flow = schemes["login"]["flows"]["authorizationCode"]
    assert flow["authorizationUrl"] == f"{ISSUER}authorize?audience=https%3A%2F%2Fapi.usher.example%2F"
    assert flow["tokenUrl"] == f"{ISSUER}oauth/token"
    assert tuple(flow["scopes"]) == all_permissions()


@pytest.mark.usefixtures("token_per_api")
def test_there_is_one_login_per_audience_where_each_api_has_its_own(openapi):
    schemes = openapi["components"]["securitySchemes"]
    own = {f"login_{resource.name}" for resource in declared_resources()}
    assert own >= {"login_movies", "login_books"}
    assert set(schemes) == {"login", *own, "token", "session", "page"}
    for name, audience in [("movies", MOVIES), ("books", BOOKS)]:
        scheme = schemes[f"login_{name}"]
        assert audience in scheme["description"]
        assert {scope.partition(":")[2] for scope in scheme["flows"]["authorizationCode"]["scopes"]} == {name}
    security = openapi["paths"]["/api/movies/"]["post"]["security"]
    assert security == [{"login_movies": ["write:movies"]}, {"token": []}]


BY_SESSION: dict[str, list[str]] = {"session": [], "page": []}
OPEN = {"/bff/login", "/bff/callback", "/bff/backchannel-logout"}


def test_what_takes_a_session_says_so_and_takes_no_token(openapi):
    below = {path: item for path, item in openapi["paths"].items() if path.startswith("/bff/")}
    named = {
        operation.get("operationId"): path for path, item in below.items() for operation in item.values()
    }
    assert {"my_session", "log_out", "renew_tokens", "my_sessions", "end_session"} < named.keys()
    for path, item in below.items():
        for operation in item.values():
            assert operation.get("security") == ([{}] if path in OPEN else [BY_SESSION])
            assert path in OPEN or {"401", "403"} <= set(operation["responses"])


def test_where_tokens_stay_at_the_server_the_session_stands_for_the_logins(conf):
    conf.STRATEGY = "backend_for_frontend"
    openapi = SchemaGenerator(urlconf="project.urls").get_schema(request=None, public=True)
    assert set(openapi["components"]["securitySchemes"]) == {"token", "session", "page"}
    assert all(each["security"] == [BY_SESSION, {"token": []}] for *_, each in operations(openapi))
    by_session, site = (server["url"] for server in openapi["servers"])
    assert by_session == f"{site}/bff"
    own = {path for path, item in openapi["paths"].items() for each in item.values() if "servers" in each}
    assert own == {path for path in openapi["paths"] if path.startswith("/bff/")}


class Nameless(GuardedView):
    resource = declared.MOVIES
    action_words = {"get": "list"}
    serializer_class = Serializer

    def get(self, request: Any) -> None:
        pass


def test_what_the_guard_s_classes_say_of_themselves_is_not_the_document_s():
    generator: Any = SchemaGenerator(patterns=[route("api/x/", Nameless.as_view())])
    operation = generator.get_schema(request=None, public=True)["paths"]["/api/x/"]["get"]
    assert operation["description"] == "Requires the permission `list:movies`."
