"""The stand-in for Auth0's Management API opens for its own token and scope, and for nothing else."""

import json
import re
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from oauth2_provider.models import Application
from oauthlib.common import Request
from rest_framework.test import APIClient

from audit.models import Entry
from identity.clients.exceptions import RegistrationRefused
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.registration import Registration, register
from identity.management_api.scopes import SCOPES, asks_for_management, granted_scopes
from identity.management_api.support import operations, table
from identity.models import ManagementGrant
from identity.token import exchange
from permissions_api.resource import all_permissions
from tests.identity.browser import answer, claims_of
from tests.identity.management import AUDIENCE, token_of, with_token
from tests.issuer import API, BOOKS

pytestmark = [pytest.mark.identity, pytest.mark.urls("tests.identity.management_urls")]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.MANAGEMENT_API = True


def ask_token(client_id: str, secret: str | None, **more):
    body = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return APIClient().post("/oauth/token", body | {"audience": AUDIENCE} | more, format="json")


# Every operation of the code's own table: method, an address, and what it takes.
OPERATIONS = [
    (method.upper(), "/api/v2/" + re.sub("{[a-z]+}", "usher%7C1", address), operation)
    for method, address, _view, operation in operations()
]
EVERYTHING = [*SCOPES, *all_permissions()]


def test_each_missing_scope_is_named_and_refused(people):
    assert len(OPERATIONS) > 40
    without = {
        scope: with_token(token_of(*(other for other in EVERYTHING if other != scope))) for scope in SCOPES
    }
    for method, address, operation in OPERATIONS:
        assert operation.scopes
        for missing in operation.scopes:
            refused = without[missing].generic(method, address)
            told = refused.json()
            assert (refused.status_code, told["errorCode"]) == (403, "insufficient_scope"), (method, address)
            assert missing in told["message"]
            assert f'scope="{missing}"' in refused["WWW-Authenticate"]


def test_every_other_token_is_refused_everywhere(people, conf):
    conf.PERMISSION_SOURCE = "token"  # The guard refuses them by itself, whoever else would.
    batman = f"usher|{people['batman'].pk}"
    other_audiences = [
        token_of(*EVERYTHING, audience=audience, held=all_permissions())
        for audience in (API, BOOKS, "http://localhost:8000/", "http://localhost:8000/userinfo")
    ]
    register(Registration(client_id="other", audiences=[API], grants=["read:users"]))
    persons = token_of(*EVERYTHING, subject=batman)
    exchanged = token_of(*EVERYTHING, party="usher-spa")
    others = token_of(*EVERYTHING, subject="other", client_id="other")
    spas = token_of(*EVERYTHING, subject="usher-spa", client_id="usher-spa")
    for method, address, _operation in OPERATIONS:
        asked = [with_token(token).generic(method, address).status_code for token in other_audiences]
        assert asked == [401] * 4, (method, address)
        for token in (persons, exchanged, others, spas):
            assert with_token(token).generic(method, address).status_code in (401, 403), (method, address)
        assert APIClient().generic(method, address).status_code == 401


def test_what_is_withdrawn_from_a_client_ends_with_its_next_request(administrator):
    assert administrator.get("/api/v2/users").status_code == 200
    ManagementGrant.objects.filter(scope="read:users").delete()
    assert administrator.get("/api/v2/users").status_code == 403
    assert administrator.get("/api/v2/roles").status_code == 200
    Application.objects.filter(client_id="admin").delete()
    assert administrator.get("/api/v2/roles").status_code in (401, 403)


def test_its_token_opens_no_api(administrator):
    for address in ("/api/users/", "/api/movies/", "/api/roles/", "/me/permissions", "/userinfo"):
        assert administrator.get(address, headers={"Host": "localhost:8000"}).status_code == 401


def test_a_machine_with_a_grant_gets_its_scopes_and_no_permissions(people):
    client, secret = register(Registration(management=["read:users", "read:roles"]))
    told = ask_token(client.client_id, secret).json()
    assert told["scope"] == "read:users read:roles"
    assert "refresh_token" not in told
    claims = claims_of(told["access_token"])
    assert claims["aud"] == AUDIENCE
    assert "permissions" not in claims
    assert with_token(told["access_token"]).get("/api/v2/users").status_code == 200
    assert ask_token(client.client_id, secret, scope="read:users").json()["scope"] == "read:users"
    assert ask_token(client.client_id, secret, scope="update:users").json()["error"] == "invalid_scope"


def test_no_other_client_gets_its_token(people):
    other, secret = register(Registration(audiences=[API], grants=["read:users"]))
    persons, persons_secret = register(Registration(redirect_uris=["https://client.example/cb"]))
    for client in (persons, Application.objects.get(client_id="usher-spa")):
        ManagementGrant.objects.create(application=client, scope="read:users")
        assert granted_scopes(client) == ()
    assert ask_token(other.client_id, secret).json()["error"] == "invalid_target"
    for client_id, known in (
        (persons.client_id, persons_secret),
        ("usher-spa", None),
        ("usher-spa", "x" * 64),
    ):
        refused = ask_token(client_id, known)
        assert refused.status_code in (400, 401)
        assert "access_token" not in refused.json()


@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token", exchange.GRANT])
def test_it_is_asked_for_by_client_credentials_alone(grant):
    assert asks_for_management(Request("", body={"grant_type": "client_credentials"}), AUDIENCE)
    assert not asks_for_management(Request("", body={"grant_type": grant}), AUDIENCE)


def test_no_person_gets_its_token(browser_of, conf):
    batman = browser_of("batman")
    with pytest.raises(CommandError, match="Unknown audience"):
        call_command("token", "batman", "--audience", AUDIENCE)
    for name in ("audience", "resource"):
        refused = answer(batman.authorize(**{"audience": None, name: AUDIENCE, "scope": "openid read:users"}))
        assert refused["error"] == "invalid_target"
    tokens = batman.tokens(scope="openid offline_access")
    assert batman.refresh(tokens["refresh_token"], audience=AUDIENCE).json()["error"] == "invalid_target"
    conf.STRATEGY = "multi_resource_refresh_token"
    tokens = batman.tokens(scope="openid offline_access")
    assert batman.refresh(tokens["refresh_token"], audience=AUDIENCE).json()["error"] == "invalid_target"


def test_nothing_is_exchanged_for_its_token(people, conf, settings):
    conf.STRATEGY = "token_exchange"
    ensure_first_party_clients()
    gateway = Application.objects.get(client_id=conf.GATEWAY_CLIENT_ID)
    ManagementGrant.objects.create(application=gateway, scope="read:users")
    batman = token_of(audience=API, subject=f"usher|{people['batman'].pk}", client_id="usher-spa")
    refused = ask_token(
        gateway.client_id,
        settings.GATEWAY_CLIENT_SECRET,
        grant_type=exchange.GRANT,
        subject_token=batman,
        subject_token_type=exchange.ACCESS_TOKEN,
    )
    assert refused.json()["error"] == "invalid_target"


def test_the_settings_client_may_do_all_of_it_and_goes_with_its_name(people, settings):
    settings.MANAGEMENT_CLIENT_ID, settings.MANAGEMENT_CLIENT_SECRET = "the-site", "s" * 40
    ensure_first_party_clients()
    assert ask_token("the-site", "s" * 40).json()["scope"].split() == list(SCOPES)
    with pytest.raises(RegistrationRefused, match="the site's own"):
        register(Registration(client_id="the-site", management=SCOPES))
    settings.MANAGEMENT_CLIENT_ID = "another"
    ensure_first_party_clients()
    assert ask_token("the-site", "s" * 40).status_code == 401
    assert ask_token("another", "s" * 40).status_code == 200
    settings.MANAGEMENT_API = False
    ensure_first_party_clients()
    assert not Application.objects.filter(client_id="another").exists()


def test_switched_off_it_is_not_there(people, settings):
    client, secret = register(Registration(management=SCOPES))
    settings.MANAGEMENT_API = False
    assert ask_token(client.client_id, secret).json()["error"] == "invalid_target"
    settings.ROOT_URLCONF = "project.urls"
    assert with_token(token_of(*SCOPES)).get("/api/v2/users").status_code == 404


def test_nothing_secret_is_ever_told(administrator, people):
    secret_words = {"client_secret", "password", "is_superuser", "is_staff", "signing_secret"}
    people["batman"].set_password("x")
    batman = f"users/usher%7C{people['batman'].pk}"
    register(Registration(client_id="reports", management=("read:users",)))
    for address in ("users", batman, "clients", "clients/reports", "client-grants"):
        answer = administrator.get(f"/api/v2/{address}")
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert not secret_words & set(re.findall(r'"(\w+)":', text))
        for hashed in (
            *Application.objects.values_list("client_secret", flat=True),
            people["batman"].password,
        ):
            assert not hashed or hashed not in text


@pytest.mark.parametrize("name", ["password", "is_superuser", "is_staff"])
def test_what_makes_an_administrator_cannot_be_written(administrator, people, name):
    robin = f"/api/v2/users/usher%7C{people['robin'].pk}"
    refused = administrator.patch(robin, {name: "true"}, format="json")
    assert (refused.status_code, refused.json()["errorCode"]) == (400, "invalid_body")
    body = {"connection": "Username-Password-Authentication", "username": "selina", name: True}
    assert administrator.post("/api/v2/users", body, format="json").status_code == 400


def test_the_last_who_edits_roles_keeps_that(administrator, people):
    managers = administrator.get("/api/v2/roles", {"name_filter": "managers"}).json()[0]["id"]
    batman = f"/api/v2/users/usher%7C{people['batman'].pk}"
    for response in (
        administrator.delete(f"{batman}/roles", {"roles": [managers]}, format="json"),
        administrator.delete(f"/api/v2/roles/{managers}"),
        administrator.patch(batman, {"blocked": True}, format="json"),
        administrator.delete(batman),
    ):
        assert (response.status_code, response.json()["errorCode"]) == (409, "last_role_editor")


def test_what_it_changes_stands_in_the_trail_under_the_client(administrator, people):
    role = administrator.post("/api/v2/roles", {"name": "Guests"}, format="json").json()["id"]
    robin = f"/api/v2/users/usher%7C{people['robin'].pk}"
    assert administrator.post(f"{robin}/roles", {"roles": [role]}, format="json").status_code == 204
    assert [(entry.actor_subject, entry.action) for entry in Entry.objects.order_by("-id")[:2]] == [
        ("admin", "role.granted"),
        ("admin", "role.created"),
    ]


def test_the_guard_knows_its_views():
    assert not [error for error in run_checks() if error.id.startswith("permissions_api")]


def test_each_operation_takes_what_the_page_says_of_it_and_nothing_else(administrator):
    for method, address, operation in OPERATIONS:

        def asked(query: str = "", body: object = None, where: tuple = (method, address)) -> tuple[int, str]:
            sent = json.dumps(body or {})
            answer = administrator.generic(where[0], f"{where[1]}?{query}", sent, "application/json")
            return answer.status_code, answer.json()["message"] if answer.status_code >= 400 else ""

        no_such = "validation error: 'Additional properties not allowed: {}'."
        assert asked()[0] not in (401, 403, 405), (method, address)
        assert asked("nothing=1") == (400, f"Query {no_such.format('nothing')}")
        for name in operation.query:
            assert "Additional properties" not in asked(f"{name}=1")[1], (method, address, name)
        if operation.required or operation.optional:
            for name in ("is_superuser", "password"):
                assert asked(body={name: True}) == (400, f"Payload {no_such.format(name)}")


def test_the_page_says_what_is_supported():
    # Write it anew: .venv/bin/python -m tooling.management_api_table
    assert table() in (ROOT / "docs" / "management-api.md").read_text()


def test_what_is_not_supported_is_not_found(administrator):
    answer = administrator.get("/api/v2/organizations")
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "not_supported_here")
