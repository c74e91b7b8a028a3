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
    for address, item in openapi["paths"].items():
        for method in METHODS:
            if method in item:
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


def test_the_permissions_are_one_enum(openapi):
    schemas = openapi["components"]["schemas"]
    assert schemas["Permission"] == {"type": "string", "enum": list(all_permissions())}
    reference = {"$ref": "#/components/schemas/Permission"}
    assert schemas["MyPermissions"]["properties"]["permissions"]["items"] == reference
    assert schemas["PermissionOrigin"]["properties"]["name"] == reference


def test_there_is_one_login_with_the_audience_in_its_address(openapi):
    schemes = openapi["components"]["securitySchemes"]
    assert set(schemes) == {"login", "token"}
    flow = schemes["login"]["flows"]["authorizationCode"]
    assert flow["authorizationUrl"] == f"{ISSUER}authorize?audience=https%3A%2F%2Fapi.usher.example%2F"
    assert flow["tokenUrl"] == f"{ISSUER}oauth/token"
    assert tuple(flow["scopes"]) == all_permissions()


@pytest.mark.usefixtures("token_per_api")
def test_there_is_one_login_per_audience_where_each_api_has_its_own(openapi):
    schemes = openapi["components"]["securitySchemes"]
    own = {f"login_{resource.name}" for resource in declared_resources()}
    assert own >= {"login_movies", "login_books"}
    assert set(schemes) == {"login", *own, "token"}
    for name, audience in [("movies", MOVIES), ("books", BOOKS)]:
        scheme = schemes[f"login_{name}"]
        assert audience in scheme["description"]
        assert {scope.partition(":")[2] for scope in scheme["flows"]["authorizationCode"]["scopes"]} == {name}
    security = openapi["paths"]["/api/movies/"]["post"]["security"]
    assert security == [{"login_movies": ["write:movies"]}, {"token": []}]


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
