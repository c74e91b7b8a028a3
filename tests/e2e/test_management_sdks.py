"""Auth0's own SDKs for its Management API work against the stand-in, unmodified: over TLS, as they insist."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from auth0.management import ManagementClient
from auth0.management.core.api_error import ApiError

from tests.certificates import for_localhost
from tests.e2e.server import Site, running_site
from tooling import install
from tooling.suite import CLIENTS

pytestmark = [pytest.mark.e2e, pytest.mark.identity, pytest.mark.usefixtures("official_clients")]
API = "https://api.usher.example/"
EMPLOYEE = ["list:movies", "read:movies", "list:books", "read:books"]
CLIENT, SECRET = "the-site", "a-secret-of-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def official_clients() -> None:
    """Say that a test needs the packages of tests/clients, which are installed before the first test."""


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("tenant")
    signed = for_localhost(folder)
    files = {
        "TLS_CERTIFICATE": str(signed.certificate),
        "TLS_KEY": str(signed.key),
        "SSL_CERT_FILE": str(signed.authority),
    }
    client = {"MANAGEMENT_CLIENT_ID": CLIENT, "MANAGEMENT_CLIENT_SECRET": SECRET}
    with running_site(folder, **files, **client) as site:
        yield site


def domain_of(tenant: Site) -> str:
    return tenant.url.removeprefix("https://")


@pytest.fixture
def api(tenant: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[ManagementClient]:
    monkeypatch.setenv("SSL_CERT_FILE", tenant.environment["SSL_CERT_FILE"])
    with httpx.Client() as http:
        yield ManagementClient(
            domain=domain_of(tenant), client_id=CLIENT, client_secret=SECRET, httpx_client=http
        )


@pytest.mark.filterwarnings("ignore:invalid escape sequence")  # in its own docstrings
def test_auth0_python(tenant: Site, api: ManagementClient):
    people = {user.username: user.user_id for user in api.users.list(per_page=2)}
    assert set(people) == {"batman", "robin", "alfred", "joker", "gordon"}
    robin = people["robin"]
    assert api.users.get(robin).name == "Robin"
    held = api.users.permissions.list(robin, per_page=2)
    assert [entry.permission_name for entry in held] == EMPLOYEE
    role = api.roles.create(name="Guests of Python").id
    permission = {"resource_server_identifier": API, "permission_name": "write:books"}
    api.roles.permissions.add(role, permissions=[permission])
    api.users.roles.assign(robin, roles=[role])
    assert [each.name for each in api.users.roles.list(robin)] == ["Employees", "Guests of Python"]
    assert [user.user_id for user in api.roles.users.list(role, take=1)] == [robin]
    assert "write:books" in [entry.permission_name for entry in api.users.permissions.list(robin)]
    api.users.roles.delete(robin, roles=[role])
    api.users.permissions.create(robin, permissions=[permission])
    api.users.permissions.delete(robin, permissions=[permission])
    assert api.users.update(robin, blocked=True).blocked is True
    assert api.users.update(robin, blocked=False, name="Robin").blocked is False
    api.roles.delete(role)
    with pytest.raises(ApiError) as gone:
        api.roles.get(role)
    assert (gone.value.status_code, gone.value.body["errorCode"]) == (404, "inexistent_role")
    assert [each.client_id for each in api.clients.list()][:2] == ["usher-spa", "usher-docs"]
    assert [each.identifier for each in api.resource_servers.list()] == [API]
    assert [each.audience for each in api.client_grants.list()] == [f"{tenant.url}/api/v2/"]


def test_auth0_for_node(tenant: Site):
    done = subprocess.run(
        [install.node(), Path("management.mjs"), domain_of(tenant), CLIENT, SECRET],
        cwd=CLIENTS,
        env={**os.environ, "NODE_EXTRA_CA_CERTS": tenant.environment["SSL_CERT_FILE"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "people": ["batman", "robin", "alfred", "joker", "gordon"],
        "held": EMPLOYEE,
        "roles": ["Employees", "Guests of Node"],
        "members": ["Robin"],
        "gone": 404,
        "refused": "invalid_body",
        "apis": [API],
        "grants": [f"{tenant.url}/api/v2/"],
    }
