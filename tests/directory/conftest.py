"""The cast of the demo in the directory, and clients that speak for one of them."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from directory.backends.auth0 import api
from directory.subjects import subject_of
from permissions_api.resource import all_permissions
from tests.directory.tenant import Tenant, running_tenant


@pytest.fixture(autouse=True)
def own_directory(conf) -> None:
    """Keep people and roles in Django's tables, whoever issues the tokens."""
    conf.DIRECTORY = "directory.backends.django.DjangoDirectory"


@pytest.fixture
def films_and_books(conf) -> None:
    """Declare no further API: for claims that spell out all that a role holds."""
    declared = ("movies.", "books.", "directory.", "audit.")
    conf.RESOURCES = [path for path in conf.RESOURCES if path.startswith(declared)]


@pytest.fixture
def speaking_for(client_with: Callable[..., APIClient]) -> Callable[..., APIClient]:
    """Return a maker of clients whose token opens everything, or what is named, and speaks for somebody."""

    def make(user: User, *permissions: str, **claims: Any) -> APIClient:
        return client_with(*(permissions or all_permissions()), sub=subject_of(user), **claims)

    return make


@pytest.fixture
def batman(people: dict[str, User], speaking_for: Callable[..., APIClient]) -> APIClient:
    return speaking_for(people["batman"])


@pytest.fixture
def warden(people: dict[str, User], speaking_for: Callable[..., APIClient]) -> APIClient:
    """Somebody who may edit people and roles, and holds nothing else but list:books."""
    from directory.grants import grant

    user = User.objects.create_user("warden", first_name="Warden")
    for what in ("list:users", "edit:users", "list:roles", "edit:roles", "write:roles", "list:books"):
        grant(user, what)
    return speaking_for(user)


def grants_at(user: User) -> str:
    return f"{person_at(user)}grants/"


def person_at(user: User) -> str:
    return f"/api/users/usher%7C{user.pk}/"


def role_at(name: str) -> str:
    return f"/api/roles/{Group.objects.get(name=name).pk}/"


def lacking(answer: Any) -> list[str]:
    """Return what a refusal by the rule says is missing."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (403, "unheld_permission"), body
    assert all(name in body["detail"] for name in body["permissions"])
    missing: list[str] = body["permissions"]
    return missing


def role_named(name: str) -> dict[str, str]:
    """Return how grants name this role."""
    return {"id": str(Group.objects.get(name=name).pk), "name": name}


@pytest.fixture
def tenant(conf, settings) -> Iterator[Tenant]:
    """A tenant with the cast of the demo, which the directory asks, as often as it likes."""
    with running_tenant() as tenant:
        conf.DIRECTORY = "directory.backends.auth0.Auth0Directory"
        conf.DIRECTORY_TTL = 60
        conf.STRATEGY, conf.DELEGATION = "single_audience", ""
        settings.AUTH0_MANAGEMENT_URL = tenant.url
        settings.AUTH0_MANAGEMENT_CLIENT_ID, settings.AUTH0_MANAGEMENT_CLIENT_SECRET = "machine", "secret"
        settings.DIRECTORY_BUDGET = 1_000
        api.tokens.forget()
        employees = ("list:movies", "read:movies", "list:books", "read:books")
        tenant.add_role("rol_1", "Managers", *all_permissions())
        tenant.add_role("rol_2", "Employees", *employees)
        tenant.add_user("auth0|batman", "Batman", "rol_1")
        tenant.add_user("auth0|robin", "Robin", "rol_2")
        tenant.add_user("auth0|alfred", "Alfred", "rol_2", direct=("write:books",))
        tenant.add_user("auth0|joker", "Joker")
        yield tenant


@pytest.fixture
def later(monkeypatch) -> Callable[[float], None]:
    """Return a function that sets the clock forward, or back, instead of waiting."""

    def move(seconds: float) -> None:
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + seconds)

    return move
