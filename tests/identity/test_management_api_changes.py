"""What the stand-in for Auth0's Management API lets be made and changed besides people and roles."""

import json

import pytest
from django.core.management import call_command
from oauth2_provider.models import Application

from audit.models import Entry
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.registration import Registration, register
from identity.management_api.scopes import SCOPES
from identity.models import TenantRecord
from identity.token.token_claims import mint_access_token
from tests.identity.browser import claims_of

pytestmark = [
    pytest.mark.identity,
    pytest.mark.django_db,
    pytest.mark.urls("tests.identity.management_urls"),
]
AUDIENCE, API = "http://localhost:8000/api/v2/", "https://api.usher.example/"


@pytest.fixture
def ask(settings, client):
    """Return a function that sends JSON with a token of every scope, and returns status and JSON."""
    settings.MANAGEMENT_API = True
    register(Registration(client_id="admin", management=SCOPES))
    token = mint_access_token(subject="admin", client_id="admin", audience=AUDIENCE, held=None, scopes=SCOPES)

    def send(method: str, path: str, body=None):
        got = client.generic(
            method,
            f"/api/v2/{path}",
            json.dumps(body or {}),
            "application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        return got.status_code, got.json()

    return send


def made(ask, **more) -> str:
    status, client = ask("POST", "clients", {"name": "Games", "app_type": "non_interactive"} | more)
    assert status == 201, client
    return client["client_id"]


def test_a_client_that_is_made_is_registered_and_its_secret_told_by_the_operator_s_command_alone(
    ask, client, capsys
):
    status, body = ask("POST", "clients", {"name": "Games", "app_type": "non_interactive"})
    assert status == 201
    assert "client_secret" not in body
    call_command("client", "secret", body["client_id"])
    secret = capsys.readouterr().out.strip()
    grant = {"client_id": body["client_id"], "audience": API, "scope": ["list:movies"]}
    assert ask("POST", "client-grants", grant)[0] == 201
    form = {"grant_type": "client_credentials", "client_id": body["client_id"], "client_secret": secret}
    token = client.post("/oauth/token", form | {"audience": API}).json()["access_token"]
    assert claims_of(token)["permissions"] == ["list:movies"]


def test_an_app_s_addresses_are_checked_as_at_every_registration(ask):
    app = {"name": "App", "app_type": "spa", "callbacks": ["https://app.example/callback"]}
    status, body = ask("POST", "clients", app)
    assert (status, body["callbacks"]) == (201, app["callbacks"])
    assert Application.objects.get(client_id=body["client_id"]).client_type == "public"
    for wrong in ("http://app.example/", "https://*.example/", "https://a.example/ https://b.example/", 1):
        path = f"clients/{body['client_id']}"
        assert ask("PATCH", path, {"callbacks": [wrong]})[0] == 400
    assert ask("PATCH", path, {"allowed_logout_urls": ["https://app.example/"]})[0] == 200
    assert ask("GET", path)[1]["allowed_logout_urls"] == ["https://app.example/"]


def test_what_has_no_meaning_here_is_told_again(ask):
    id = made(ask, client_metadata={"usher": "true"})
    assert ask("GET", f"clients/{id}")[1]["client_metadata"] == {"usher": "true"}
    for wrong in (
        {"client_secret": "mine"},
        {"is_superuser": True},
        {"app_type": "spa"},
        {"name": "Usher's gateway"},
    ):
        assert ask("PATCH", f"clients/{id}", wrong)[0] == 400, wrong


def test_the_site_s_own_clients_stay_as_they_are(ask):
    ensure_first_party_clients()
    assert ask("PATCH", "clients/usher-spa", {"callbacks": ["https://elsewhere.example/"]})[0] == 403
    grant = {"client_id": "usher-spa", "audience": API, "scope": ["list:movies"]}
    assert ask("POST", "client-grants", grant)[0] == 403


def test_a_grant_is_exactly_what_was_last_said_and_stands_in_the_trail(ask):
    id = made(ask)
    for wrong in (["write:nothing"], ["openid"], [], [1]):
        assert ask("POST", "client-grants", {"client_id": id, "audience": API, "scope": wrong})[0] == 400
    assert ask("POST", "client-grants", {"client_id": id, "audience": "urn:x", "scope": ["a"]})[0] == 404
    status, grant = ask(
        "POST",
        "client-grants",
        {"client_id": id, "audience": AUDIENCE, "scope": ["read:users", "read:roles"]},
    )
    assert status == 201
    assert (
        ask("POST", "client-grants", {"client_id": id, "audience": AUDIENCE, "scope": ["read:users"]})[0]
        == 409
    )
    status, changed = ask("PATCH", f"client-grants/{grant['id']}", {"scope": ["read:users"]})
    assert (status, changed["scope"]) == (200, ["read:users"])
    assert changed["id"] == grant["id"]
    assert Entry.objects.filter(action="client.management_scope_withdrawn").exists()


def test_a_person_s_client_is_granted_nothing(ask):
    app = made(ask, app_type="spa", name="App")
    for audience, scope in ((AUDIENCE, "read:users"), (API, "list:movies")):
        assert (
            ask("POST", "client-grants", {"client_id": app, "audience": audience, "scope": [scope]})[0] == 400
        )


def test_an_api_is_told_as_it_was_said_and_changes_no_token(ask):
    (_, (api,)) = ask("GET", "resource-servers")
    assert (
        ask("PATCH", f"resource-servers/{api['id']}", {"enforce_policies": False})[1]["enforce_policies"]
        is False
    )
    mine = {"identifier": "urn:mine", "name": "Mine", "scopes": [{"value": "read:mine"}]}
    assert ask("POST", "resource-servers", mine)[0] == 201
    assert ask("POST", "resource-servers", mine)[0] == 409
    assert ask("GET", "resource-servers/urn:mine")[1]["scopes"] == mine["scopes"]
    for wrong in ({"scopes": ["read:mine"]}, {"scopes": [{"value": 1}]}, {"identifier": "urn:other"}):
        assert ask("PATCH", f"resource-servers/{api['id']}", wrong)[0] == 400


def test_an_action_s_secrets_are_not_kept(ask):
    sent = {"name": "Claims", "supported_triggers": [{"id": "post-login", "version": "v3"}], "code": "1"}
    secrets = [{"name": "CLIENT_SECRET", "value": "very-secret"}]
    status, action = ask("POST", "actions/actions", sent | {"secrets": secrets})
    assert status == 201
    assert action["secrets"] == [{"name": "CLIENT_SECRET"}]
    assert not TenantRecord.objects.filter(document__icontains="very-secret").exists()
    assert not Entry.objects.filter(after_json__icontains="very-secret").exists()
    assert ask("POST", "actions/actions", sent)[0] == 409


def test_an_action_is_bound_once_it_is_deployed_and_deployed_anew_after_a_change(ask):
    sent = {"name": "Claims", "supported_triggers": [{"id": "post-login", "version": "v3"}], "code": "1"}
    _, action = ask("POST", "actions/actions", sent)
    bindings = {"bindings": [{"ref": {"type": "action_name", "value": "Claims"}, "display_name": "Claims"}]}
    assert ask("PATCH", "actions/triggers/post-login/bindings", bindings)[0] == 400
    assert ask("POST", f"actions/actions/{action['id']}/deploy")[0] == 202
    assert ask("PATCH", "actions/triggers/post-login/bindings", bindings)[0] == 200
    assert ask("GET", "actions/triggers/post-login/bindings")[1]["bindings"][0]["action"]["name"] == "Claims"
    assert ask("PATCH", f"actions/actions/{action['id']}", {"code": "2"})[1]["all_changes_deployed"] is False
    assert ask("GET", "actions/triggers/pre-user-registration/bindings")[0] == 404
