"""Permission classes on a claim of one's own: refuse by default, and open to whom the claim names."""

import subprocess
import sys
from typing import Any

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.metadata import SimpleMetadata
from rest_framework.response import Response
from rest_framework.views import APIView

from movies.resource import MOVIES
from permissions_api import checks
from permissions_api.contrib.claims import (
    HasGroupBasePermission,
    HasPermissionBasePermission,
    HasRoleBasePermission,
    NameInClaim,
)
from permissions_api.permissions import AnyValidToken, RequiresPermission
from permissions_api.views import GuardedView
from tests.issuer import API, BOOKS, token_with
from tests.issuer import MOVIES as MOVIES_AUDIENCE

METADATA = "https://shop.example/app_metadata"


class Managers(HasRoleBasePermission):
    claim = [METADATA, "roles"]
    role_name = "Managers"


class Directors(HasGroupBasePermission):
    claim = [METADATA, "authorization", "groups"]
    group_name = "Geschäftsführung"


class CanRead(HasPermissionBasePermission):
    claim = "https://shop.example/permissions"
    permission_name = "read:todos"


class Todos(GuardedView):
    permission_classes = [Managers]

    def get(self, request: Any, **_kwargs: Any) -> Response:
        return Response({"done": "get"})


def routed(settings: Any, **attributes: Any) -> str:
    """Route one view with these attributes, and return its address."""
    view = type("View", (Todos,), attributes)
    settings.ROOT_URLCONF = type("Addresses", (), {"urlpatterns": [path("api/todos/", view.as_view())]})
    return "/api/todos/"


WAYS: dict[str, tuple[type[NameInClaim], dict[str, Any]]] = {
    "role": (Managers, {METADATA: {"roles": ["Staff", "Managers"]}}),
    "group": (Directors, {METADATA: {"authorization": {"groups": ["Geschäftsführung"]}}}),
    "permission": (CanRead, {"https://shop.example/permissions": ["read:todos"]}),
}
ways = pytest.mark.parametrize("way", WAYS)


@ways
def test_who_lacks_the_name_is_told_which(send, settings, way):
    asks, claims = WAYS[way]
    address = routed(settings, permission_classes=[asks])
    for held in ({}, *(others for other, (_, others) in WAYS.items() if other != way)):
        answer = send(token_with(audience=API, **held), address)
        assert answer.status_code == 403
        assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]
        assert answer["WWW-Authenticate"].isascii()
        name = asks().wanted_name()
        assert answer.json()[f"required_{way}"] == name
        assert answer.json()["detail"] == f"This action requires the {way} '{name}'."
    assert send(token_with(audience=API, **claims), address).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {METADATA: {"roles": "Managers"}},
        {METADATA: {"roles": "Staff Managers"}},
        {METADATA: {"roles": {"Managers": True}}},
        {METADATA: {"roles": [["Managers"]]}},
        {METADATA: {"roles": ["Managers", 7]}},
        {METADATA: {"roles": [None]}},
        {METADATA: {"roles": True}},
        {METADATA: {"roles": ["managers"]}},
        {METADATA: {"roles": ["Managers "]}},
        {METADATA: {"Roles": ["Managers"]}},
        {METADATA: ["roles", "Managers"]},
        {METADATA: ["Managers"]},
        {METADATA: "roles"},
        {METADATA: None},
        {f"{METADATA}/roles": ["Managers"]},
        {f"{METADATA}.roles": ["Managers"]},
        {"app_metadata": {"roles": ["Managers"]}},
        {"roles": ["Managers"]},
        {"permissions": ["Managers"]},
        {"scope": "Managers"},
        {"https://shop": {"example/app_metadata": {"roles": ["Managers"]}}},
    ],
)
def test_a_claim_that_is_another_or_of_another_shape_opens_nothing(send, settings, claims):
    address = routed(settings)
    assert send(token_with(audience=API, **claims), address).status_code == 403


def test_only_a_valid_token_counts(send, settings):
    address, claims = routed(settings), WAYS["role"][1]
    assert send(None, address).status_code == 401
    assert "error=" not in send(None, address)["WWW-Authenticate"]
    for wrong in ({"exp": 1}, {"iss": "https://evil.example/"}, {"nonce": "of an ID token"}):
        assert send(token_with(**{"audience": API, **claims, **wrong}), address).status_code == 401


@pytest.mark.parametrize("method", ["OPTIONS", "POST", "TRACE"])
def test_no_method_that_the_view_lacks_is_let_through(send, settings, method):
    address = routed(settings)
    assert send(None, address, method).status_code == 401
    assert send(token_with(audience=API, **WAYS["role"][1]), address, method).status_code == 405


@pytest.mark.usefixtures("token_per_api")
def test_a_token_for_another_api_is_refused(send, settings):
    """Roles are the same in every API's token: one API could use at another what was sent to it."""
    address, claims = routed(settings), WAYS["role"][1]
    assert send(token_with(audience=API, **claims), address).status_code == 200
    assert send(token_with(audience=MOVIES_AUDIENCE, **claims), address).status_code == 401
    address = routed(settings, resource=MOVIES)
    assert send(token_with(audience=MOVIES_AUDIENCE, **claims), address).status_code == 200
    assert send(token_with(audience=BOOKS, **claims), address).status_code == 401
    assert send(token_with(audience=API, **claims), address).status_code == 401


def test_beside_the_guard_both_are_asked_for(send, settings):
    asks = {"resource": MOVIES, "action_words": {"get": "list"}}
    address = routed(settings, permission_classes=[RequiresPermission, Managers], **asks)
    claims = WAYS["role"][1]
    assert send(token_with("list:movies", audience=API), address).json()["required_role"] == "Managers"
    assert send(token_with(audience=API, **claims), address).json()["required_permission"] == "list:movies"
    assert send(token_with("list:movies", audience=API, **claims), address).status_code == 200


def test_joined_by_or_and_not_they_open_nothing_more(send, settings):
    neither = token_with(audience=API)
    for joined in (Managers | CanRead, CanRead | Managers, ~Managers, ~CanRead):
        address = routed(settings, permission_classes=[joined])
        assert send(None, address).status_code == 401
        assert send(neither, address).status_code == 403


UNFINISHED = [
    type("NoClaim", (HasRoleBasePermission,), {"role_name": "Managers"}),
    type("NoName", (HasRoleBasePermission,), {"claim": [METADATA, "roles"]}),
    HasGroupBasePermission,
]


@pytest.mark.parametrize("asks", UNFINISHED)
def test_a_class_that_does_not_say_what_it_asks_for_refuses_everybody(send, settings, asks):
    address = routed(settings, permission_classes=[asks])
    claims = {METADATA: {"roles": ["Managers", ""]}, "": [""]}
    assert send(token_with(audience=API, **claims), address).status_code == 403


# --- The checks at the start ---


def found(settings: Any, **attributes: Any) -> list[str]:
    routed(settings, **attributes)
    messages = checks.check_views(None)
    assert all(message.hint for message in messages)
    return [message.id.removeprefix("permissions_api.E") for message in messages]


@pytest.mark.parametrize("asks", UNFINISHED)
def test_a_class_that_does_not_say_what_it_asks_for_is_refused_at_the_start(conf, settings, asks):
    conf.STRICT = False
    assert found(settings, permission_classes=[asks]) == ["026"]


def test_a_strict_site_is_told_of_a_view_that_has_nothing_else(conf, settings):
    beside = {"resource": MOVIES, "action_words": {"get": "list"}}
    conf.STRICT = False
    assert found(settings) == found(settings, resource=MOVIES) == []
    conf.STRICT = True
    assert found(settings) == found(settings, resource=MOVIES) == ["027"]
    assert found(settings, permission_classes=[RequiresPermission, Managers], **beside) == []


def test_a_class_that_could_open_more_than_it_says_is_no_guard(conf, settings):
    conf.STRICT = False
    opens = type("Opens", (Managers,), {"has_permission": lambda *_: True})
    for asks in (opens, Managers | CanRead, ~Managers):
        assert found(settings, permission_classes=[asks]) == ["012"]
    assert found(settings, permission_classes=[Managers, AnyValidToken]) == ["011"]
    assert found(settings, authentication_classes=[]) == ["013"]


# --- The rest ---


def test_the_api_s_document_says_what_it_takes(settings):
    view = type("View", (Todos,), {"permission_classes": [Managers, CanRead], "serializer_class": None})
    generator: Any = SchemaGenerator(patterns=[path("api/todos/", view.as_view())])
    operation = generator.get_schema(request=None, public=True)["paths"]["/api/todos/"]["get"]
    assert operation["x-requires"] == "the role 'Managers' and the permission 'read:todos'"
    assert "Requires the role 'Managers' and the permission 'read:todos'." in operation["description"]
    assert operation["responses"]["403"]["description"].endswith("'Managers' or the permission 'read:todos'.")
    assert {"401", "403", "503"} <= set(operation["responses"])
    assert operation["security"]


def test_the_guard_does_not_import_it():
    program = "import django; django.setup(); from django.core.management import call_command; "
    program += (
        "call_command('check'); import sys; print([n for n in sys.modules if 'permissions_api.contrib' in n])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.stdout.splitlines()[-1:] == ["[]"], answer.stderr


def test_a_plain_view_of_drf_needs_nothing_else(send, settings):
    shows_fields = {"metadata_class": SimpleMetadata}  # as DRF itself does, to who sends OPTIONS
    view = type("Plain", (APIView,), {"permission_classes": [Managers], "get": Todos.get, **shows_fields})
    settings.ROOT_URLCONF = type("Addresses", (), {"urlpatterns": [path("api/todos/", view.as_view())]})
    manager = token_with(audience=API, **WAYS["role"][1])
    answers = [send(token, "/api/todos/").status_code for token in (None, token_with(audience=API), manager)]
    assert answers == [401, 403, 200]
    assert send(manager, "/api/todos/", "OPTIONS").status_code == 405
