"""``manage.py auth0_diff``: each way in which a tenant may differ from what is wanted, made and found."""

import json
import time
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from directory.backends.auth0 import api, faults
from directory.permission_sync import declared_permissions
from directory.starting_roles import make_starting_roles, starting_permissions
from identity.clients.registration import Registration, register
from identity.management_api.scopes import SCOPES
from identity.models import ManagementGrant
from identity.token.token_claims import mint_access_token
from project.auth0 import tenant as tenants
from project.auth0.drift import drift
from project.auth0.tenant import Tenant, wanted_tenant

pytestmark = [
    pytest.mark.identity,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.identity.management_urls"),
]


class TenantClient:
    """Changes the stand-in as an administrator does."""

    def __init__(self, audience: str) -> None:
        token = mint_access_token(
            subject="diff", client_id="diff", audience=audience, held=None, scopes=SCOPES
        )
        self._client = APIClient(headers={"Authorization": f"Bearer {token}"})

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        answer = getattr(self._client, method)(f"/api/v2/{path}", body, format="json")
        assert answer.status_code < 300, answer.content
        return answer.json() if answer.content else None

    def fill(self, tenant: Tenant) -> None:
        """Do what auth0-deploy-cli does with what is exported."""
        for api_record in tenant.resource_servers:
            if not any(
                each["identifier"] == api_record["identifier"] for each in self.all("resource-servers")
            ):
                self("post", "resource-servers", api_record)
                continue
            changes = {name: value for name, value in api_record.items() if name != "identifier"}
            self(
                "patch",
                f"resource-servers/{self.id_of('resource-servers', api_record['identifier'])}",
                changes,
            )
        ids = {each["name"]: self("post", "clients", each)["client_id"] for each in tenant.clients}
        for grant in tenant.client_grants:
            self("post", "client-grants", {**grant, "client_id": ids[grant["client_id"]]})
        for action in tenant.actions:
            sent = {name: value for name, value in action.items() if name != "deployed"}
            self("post", f"actions/actions/{self('post', 'actions/actions', sent)['id']}/deploy")
        self.bind(*tenant.triggers["post-login"])

    def all(self, path: str) -> list[dict[str, Any]]:
        found = self("get", path)
        return (
            found
            if isinstance(found, list)
            else next(each for each in found.values() if isinstance(each, list))
        )

    def id_of(self, path: str, value: str) -> str:
        (record,) = (each for each in self.all(path) if value in each.values())
        return record["client_id" if path == "clients" else "id"]

    def bind(self, *bindings: dict[str, Any]) -> None:
        sent = [
            {
                "ref": {"type": "action_name", "value": each["action_name"]},
                "display_name": each["display_name"],
            }
            for each in bindings
        ]
        self("patch", "actions/triggers/post-login/bindings", {"bindings": sent})


@pytest.fixture
def tenant(settings, live_server, conf, monkeypatch):
    """A stand-in that is as the site wants it, and what changes it."""
    settings.MANAGEMENT_API = True
    settings.DIRECTORY_BUDGET = 10_000
    conf.ISSUER = f"{live_server.url}/"
    # One process is both here; at a site of its own the roles that are wanted are not the tenant's.
    monkeypatch.setattr(tenants, "roles_of_the_site", starting_permissions)
    settings.AUTH0_MANAGEMENT_URL = f"{live_server.url}/api/v2/"
    client, secret = register(Registration(client_id="diff", management=SCOPES))
    settings.AUTH0_MANAGEMENT_CLIENT_ID, settings.AUTH0_MANAGEMENT_CLIENT_SECRET = client.client_id, secret
    api.tokens.forget()
    make_starting_roles()
    change = TenantClient(settings.AUTH0_MANAGEMENT_URL)
    change.fill(wanted_tenant(settings.AUTH0_MANAGEMENT_URL))
    yield change
    api.tokens.forget()


def differences(capsys) -> list[str]:
    """Return the codes, and demand the status that says whether there are any."""
    capsys.readouterr()
    status = 0
    try:
        call_command("auth0_diff", json=True)
    except SystemExit as exit:
        status = int(str(exit.code))
    found = json.loads(capsys.readouterr().out)
    assert status == (1 if found else 0)
    return [each["code"] for each in found]


def test_none_is_found_where_there_is_none(tenant, capsys):
    assert differences(capsys) == []
    call_command("auth0_diff")
    assert capsys.readouterr().out == "The tenant is as this site wants it.\n"


def test_each_difference_at_the_tenant_is_found_and_no_other(tenant, capsys):
    api_at = f"resource-servers/{tenant.id_of('resource-servers', 'https://api.usher.example/')}"
    app_at = f"clients/{tenant.id_of('clients', 'Usher app at localhost:8000')}"
    claims = tenant.id_of("clients", "Usher claims at localhost:8000")
    grant_at = f"client-grants/{tenant.id_of('client-grants', claims)}"
    action_at = f"actions/actions/{tenant.id_of('actions/actions', 'Usher claims')}"
    employees = Group.objects.get(name="Employees")
    scopes = tenant("get", api_at)["scopes"]
    code = tenant("get", action_at)["code"]

    def patch(path: str, **changes: Any) -> Any:
        return lambda: tenant("patch", path, changes)

    found: list[str] = []
    for make, codes in (
        (patch(api_at, enforce_policies=False), ["rbac_off"]),
        (patch(api_at, token_dialect="access_token"), ["permissions_not_in_token"]),
        (patch(api_at, signing_alg="HS256"), ["signing_algorithm"]),
        (patch(api_at, token_lifetime=86_400), ["token_lifetime"]),
        (patch(api_at, scopes=scopes[1:]), ["scope_missing"]),
        (patch(api_at, scopes=[*scopes[1:], {"value": "fly:movies"}]), ["scope_extra"]),
        (patch(app_at, callbacks=["http://localhost:8000/callback"]), ["callbacks_missing"]),
        (patch(app_at, allowed_logout_urls=[]), ["allowed_logout_urls_missing"]),
        (patch(app_at, web_origins=["http://localhost:8001"]), ["web_origins_missing"]),
        (patch(app_at, grant_types=["implicit"]), ["grant_type_missing"]),
        (patch(grant_at, scope=["read:users", "update:users"]), ["grant_scope_extra"]),
        (patch(grant_at, scope=["update:users"]), ["grant_scope_missing"]),
        (patch(action_at, code=f"{code}// mine"), ["action_code", "action_not_deployed"]),
        (patch(action_at, secrets=[]), ["action_secret_missing"] * 3),
        (tenant.bind, ["action_not_bound"]),
        (
            lambda: employees.permissions.remove(declared_permissions().get(codename="list:movies")),
            ["role_permission_missing"],
        ),
        (
            lambda: employees.permissions.add(declared_permissions().get(codename="edit:movies")),
            ["role_permission_extra"],
        ),
    ):
        make()
        found += codes
        assert sorted(differences(capsys)) == sorted(found), codes


@pytest.mark.parametrize(
    "strategy",
    ["single_audience", "multi_resource_refresh_token", "token_exchange", "backend_for_frontend"],
)
def test_what_is_not_there_at_all_is_found(people, conf, strategy):
    conf.STRATEGY = strategy
    wanted = wanted_tenant("https://gotham.eu.auth0.com/api/v2/")
    there = deepcopy(wanted)
    for client in there.clients:
        client["client_id"] = client["name"]
    for action in there.actions:
        action["all_changes_deployed"] = True
    assert drift(wanted, there) == []
    apis = len(there.resource_servers)
    for kind, codes in (
        ("roles", {"role_missing": 2}),
        ("client_grants", {"grant_missing": 2}),
        ("actions", {"action_missing": 1}),
        ("clients", {"client_missing": len(wanted.clients)}),
        ("resource_servers", {"api_missing": apis}),
    ):
        getattr(there, kind).clear()
        found = [each.code for each in drift(wanted, there)]
        assert {code: found.count(code) for code in codes} == codes


def test_the_policies_of_one_refresh_token_for_all_are_looked_at(people, conf):
    conf.STRATEGY = "multi_resource_refresh_token"
    wanted = wanted_tenant("https://gotham.eu.auth0.com/api/v2/")
    there = deepcopy(wanted)
    there.actions.clear()
    for client in there.clients:
        client["client_id"] = client["name"]
    there.clients[0]["client_id"] = "of-the-app"
    del there.clients[0]["refresh_token"]["policies"][0]
    there.resource_servers[0]["allow_offline_access"] = False
    found = {each.code for each in drift(wanted, there, app_client_id="of-the-app")}
    assert {"refresh_token_policy_missing", "offline_access_off"} <= found
    assert "client_missing" in {each.code for each in drift(wanted, there, app_client_id="another")}


def test_clients_by_which_a_page_gets_a_token_are_found_where_none_is_to(people, conf):
    there = deepcopy(wanted_tenant(""))  # whose app is a single-page application
    for client in there.clients:
        client["client_id"] = client["name"]
    there.clients.extend(
        [
            {
                "client_id": "phone",
                "name": "Phone",
                "app_type": "native",
                "callbacks": ["com.example.app://callback"],
            },
            {
                "client_id": "elsewhere",
                "name": "Elsewhere",
                "app_type": "spa",
                "callbacks": ["https://partner.example/callback"],
            },
            {
                "client_id": "server",
                "name": "Server",
                "app_type": "regular_web",
                "callbacks": ["http://localhost:8000/other"],
            },
        ]
    )
    assert "public_client_on_a_page" not in {each.code for each in drift(wanted_tenant(""), there)}
    conf.STRATEGY = "backend_for_frontend"
    found = [
        each.record for each in drift(wanted_tenant(""), there) if each.code == "public_client_on_a_page"
    ]
    assert found == ["application Usher app at localhost:8000"] * 2
    there.clients[-1]["token_endpoint_auth_method"] = "none"
    assert "application Server" in {each.record for each in drift(wanted_tenant(""), there)}


def test_a_backend_that_is_not_told_of_logouts_is_found(people, conf):
    conf.STRATEGY = "backend_for_frontend"
    wanted = wanted_tenant("")
    there = deepcopy(wanted)
    for client in there.clients:
        client["client_id"] = client["name"]
    there.clients[0] |= {"client_id": "of-the-backend", "name": "Another", "oidc_logout": None}
    found = {each.code for each in drift(wanted, there, app_client_id="of-the-backend")}
    assert "backchannel_logout_missing" in found
    assert "client_missing" not in found


def refusal() -> str:
    with pytest.raises(CommandError) as refused:
        call_command("auth0_diff")
    assert refused.value.returncode == 2
    return str(refused.value)


def test_why_nobody_can_say_is_said_in_a_sentence(tenant, settings):
    url, secret = settings.AUTH0_MANAGEMENT_URL, settings.AUTH0_MANAGEMENT_CLIENT_SECRET
    settings.AUTH0_MANAGEMENT_CLIENT_SECRET = ""
    assert "AUTH0_MANAGEMENT_CLIENT_SECRET is not set" in refusal()
    settings.AUTH0_MANAGEMENT_URL, settings.AUTH0_MANAGEMENT_CLIENT_SECRET = (
        "http://gotham.example/api/v2/",
        secret,
    )
    assert "http://gotham.example/api/v2/ is not https" in refusal()
    settings.AUTH0_MANAGEMENT_URL = url
    ManagementGrant.objects.filter(scope="read:clients").delete()
    assert "lacks read:clients" in refusal()


def test_wrong_credentials_and_an_address_where_nobody_is_are_told_apart(tenant, settings):
    settings.AUTH0_MANAGEMENT_CLIENT_SECRET = "wrong"
    api.tokens.forget()
    assert "AUTH0_MANAGEMENT_CLIENT_ID and its secret" in refusal()


def test_a_tenant_that_does_not_answer_is_said_to(tenant, settings):
    settings.AUTH0_MANAGEMENT_URL = "http://127.0.0.1:9/api/v2/"
    api.tokens.forget()
    assert "does not answer" in refusal()


def test_a_tenant_that_answers_again_is_asked_again(tenant, settings, capsys, monkeypatch):
    url, settings.AUTH0_MANAGEMENT_URL = settings.AUTH0_MANAGEMENT_URL, "http://127.0.0.1:9/api/v2/"
    api.tokens.forget()
    monkeypatch.setattr(faults, "COOLDOWN", 0.1)
    assert "does not answer" in refusal()
    settings.AUTH0_MANAGEMENT_URL = url
    monkeypatch.setattr(faults, "COOLDOWN", 5.0)
    time.sleep(0.2)
    assert differences(capsys) == []
