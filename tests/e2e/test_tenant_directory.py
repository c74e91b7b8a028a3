"""A site in one process that knows its people by the Management API of a tenant in another."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.e2e.server import Site, free_port, running_site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

MACHINE, SECRET = "directory", "a-secret-of-the-machine-client-of-forty-characters"
TTL = 2


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    machine = {"MANAGEMENT_API": "1", "MANAGEMENT_CLIENT_ID": MACHINE, "MANAGEMENT_CLIENT_SECRET": SECRET}
    # As many calls as the smallest tenant takes, at a steady rate.
    with running_site(tmp_path_factory.mktemp("tenant"), MANAGEMENT_RATE="10/s", **machine) as site:
        yield site


@pytest.fixture(scope="module")
def site(tenant: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = {
        "OIDC_ISSUER": f"{tenant.url}/",
        "OIDC_FLAVOUR": "auth0",
        "DIRECTORY": "directory.backends.auth0.Auth0Directory",
        "AUTH0_MANAGEMENT_CLIENT_ID": MACHINE,
        "AUTH0_MANAGEMENT_CLIENT_SECRET": SECRET,
        "DIRECTORY_BUDGET": "8",
        "DIRECTORY_TTL": str(TTL),
        "PERMISSION_SOURCE": "hybrid",
        "WORKERS": "2",
    }
    with running_site(tmp_path_factory.mktemp("site"), PORT=str(free_port()), **settings) as running:
        yield running


@pytest.fixture(scope="module")
def ask(site: Site, tenant: Site) -> Any:
    """Return a function that asks the site with somebody's token of the tenant."""
    tokens = {name: tenant.manage("token", name) for name in ("batman", "robin")}

    def asking(name: str, path: str, method: str = "GET", **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {tokens[name]}", **options.pop("headers", {})}
        return requests.request(method, f"{site.url}{path}", headers=headers, timeout=10, **options)

    return asking


def test_people_roles_and_where_permissions_come_from_are_the_tenants(ask):
    mine = ask("robin", "/me/permissions").json()
    assert (mine["name"], mine["roles"], mine["source"]) == ("Robin", ["Employees"], "hybrid")
    people = ask("batman", "/api/users/").json()["results"]
    assert {"Batman", "Robin", "Alfred", "Joker"} <= {person["name"] for person in people}
    roles = {role["name"]: role for role in ask("batman", "/api/roles/").json()["results"]}
    assert (roles["Employees"]["members"], "list:movies" in roles["Employees"]["permissions"]) == (2, True)
    found = ask("batman", "/api/users/?search=alf").json()["results"]
    alfred = ask("batman", f"/api/users/{found[0]['id']}/").json()
    assert [held for held in alfred["held"] if held["direct"]] == [
        {"name": "write:books", "roles": [], "direct": True}
    ]
    access = ask("robin", "/me/access").json()
    assert access["ask"]["names"] == ["Batman"]


def test_a_change_made_here_is_at_the_tenant_and_in_force_at_once(ask, tenant):
    robin = ask("batman", "/api/users/?search=robin").json()["results"][0]
    at = f"/api/users/{robin['id']}/grants/"
    before = ask("batman", at)
    assert ask("robin", "/api/movies/").status_code == 200
    body: dict[str, list[str]] = {"roles": [], "permissions": []}
    answer = ask("batman", at, "PUT", json=body, headers={"If-Match": before.headers["ETag"]})
    assert answer.status_code == 200, answer.text
    # Whichever of the two processes answers.
    assert {ask("robin", "/api/movies/").status_code for _ in range(8)} == {403}
    stale = ask("batman", at, "PUT", json=body, headers={"If-Match": before.headers["ETag"]})
    assert stale.status_code == 412
    back = {"roles": [{"id": role["id"]} for role in before.json()["roles"]], "permissions": []}
    assert ask("batman", at, "PUT", json=back).status_code == 200
    assert ask("robin", "/api/movies/").status_code == 200
    trail = ask("batman", "/api/audit/").json()["results"]
    told = [(entry["action"], entry["after"]["outcome"]) for entry in trail[:2]]
    assert told == [("user.grants_changed", "done"), ("user.grants_changed", "intended")]


def test_a_change_made_at_the_tenant_acts_within_the_time(ask, tenant):
    assert ask("robin", "/api/movies/").status_code == 200
    tenant.manage("withdraw", "robin", "Employees")
    changed = time.monotonic()
    while ask("robin", "/api/movies/").status_code == 200:
        assert time.monotonic() - changed < TTL + 1
        time.sleep(0.1)
    tenant.manage("grant", "robin", "Employees", "--yes")
