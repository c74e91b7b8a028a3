"""The stand-in for Auth0's Management API opens for its own token and scope, and for nothing else."""

import json
import re
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.checks import run_checks
from oauth2_provider.models import Application
from rest_framework.test import APIClient

from audit.models import Entry
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.registration import Registration, register
from identity.management_api.scopes import SCOPES
from identity.management_api.support import operations, table
from identity.models import ManagementGrant, TenantRecord
from identity.token import exchange
from identity.token.token_claims import mint_access_token
from permissions_api.resource import all_permissions
from tests.identity.browser import answer, claims_of
from tests.issuer import API, BOOKS

pytestmark = [pytest.mark.identity, pytest.mark.urls("tests.identity.management_urls")]
ROOT = Path(__file__).resolve().parents[2]
AUDIENCE = "http://localhost:8000/api/v2/"


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.MANAGEMENT_API = True


def token_of(*scopes: str, audience: str = AUDIENCE, held=None, **more) -> str:
    """Return a token of a machine that was granted every scope, as the provider would sign it."""
    client = machine()
    more = {"subject": client.client_id, "client_id": client.client_id} | more
    return mint_access_token(audience=audience, held=held, scopes=scopes, **more)


def machine() -> Application:
    return (
        Application.objects.filter(client_id="admin").first()
        or register(Registration(client_id="admin", management=SCOPES))[0]
    )


def with_token(token: str) -> APIClient:
    return APIClient(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def admin(people) -> APIClient:
    return with_token(token_of(*SCOPES))


def ask_token(client_id: str, secret: str | None, **more):
    body = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return APIClient().post("/oauth/token", body | {"audience": AUDIENCE} | more, format="json")


OPERATIONS = [
    pytest.param(
        method.upper(),
        "/api/v2/" + re.sub("{[a-z]+}", "usher%7C1", address),
        operation,
        id=f"{method} {address}",
    )
    for method, address, _view, operation in operations()
]


@pytest.mark.parametrize(("method", "address", "operation"), OPERATIONS)
def test_every_operation_refuses_every_other_token(people, method, address, operation):
    scopes = operation.scopes
    batman = f"usher|{people['batman'].pk}"
    everything = [*SCOPES, *all_permissions()]
    assert set(scopes) <= set(SCOPES)
    assert scopes
    for missing in scopes:
        others = [scope for scope in everything if scope != missing]
        refused = with_token(token_of(*others)).generic(method, address)
        assert refused.status_code == 403
        assert refused.json()["errorCode"] == "insufficient_scope"
        assert missing in refused.json()["message"]
        assert f'scope="{missing}"' in refused["WWW-Authenticate"]
    for audience in (API, BOOKS, "http://localhost:8000/", "http://localhost:8000/userinfo"):
        token = token_of(*everything, audience=audience, held=all_permissions())
        assert with_token(token).generic(method, address).status_code == 401
    persons = token_of(*everything, subject=batman)
    exchanged = token_of(*everything, party="usher-spa")
    for token in (persons, exchanged):
        assert with_token(token).generic(method, address).status_code in (401, 403)
    assert APIClient().generic(method, address).status_code == 401


def test_what_is_withdrawn_from_a_client_ends_with_its_next_request(admin):
    assert admin.get("/api/v2/users").status_code == 200
    ManagementGrant.objects.filter(scope="read:users").delete()
    assert admin.get("/api/v2/users").status_code == 403
    assert admin.get("/api/v2/roles").status_code == 200
    Application.objects.filter(client_id="admin").delete()
    assert admin.get("/api/v2/roles").status_code in (401, 403)


def test_its_token_opens_no_api(admin):
    for address in ("/api/users/", "/api/movies/", "/api/roles/", "/me/permissions", "/userinfo"):
        assert admin.get(address, headers={"Host": "localhost:8000"}).status_code == 401


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
    ManagementGrant.objects.create(application=persons, scope="read:users")
    assert ask_token(other.client_id, secret).json()["error"] == "invalid_target"
    for client_id, known in (
        (persons.client_id, persons_secret),
        ("usher-spa", None),
        ("usher-spa", "x" * 64),
    ):
        refused = ask_token(client_id, known)
        assert refused.status_code in (400, 401)
        assert "access_token" not in refused.json()


def test_no_person_gets_its_token(browser_of, conf):
    batman = browser_of("batman")
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


def test_switched_off_it_is_not_there(people, settings):
    client, secret = register(Registration(management=SCOPES))
    settings.MANAGEMENT_API = False
    assert ask_token(client.client_id, secret).json()["error"] == "invalid_target"
    settings.ROOT_URLCONF = "project.urls"
    assert with_token(token_of(*SCOPES)).get("/api/v2/users").status_code == 404


def test_nothing_secret_is_ever_told(admin, people):
    secret_words = {"client_secret", "password", "is_superuser", "is_staff", "signing_secret"}
    people["batman"].set_password("x")
    for address in ("users", f"users/{quote('usher|1')}", "clients", "clients/admin", "client-grants"):
        text = admin.get(f"/api/v2/{address}").content.decode()
        assert not secret_words & set(re.findall(r'"(\w+)":', text))
        for hashed in (
            *Application.objects.values_list("client_secret", flat=True),
            people["batman"].password,
        ):
            assert not hashed or hashed not in text


@pytest.mark.parametrize("name", ["password", "is_superuser", "is_staff"])
def test_what_makes_an_administrator_cannot_be_written(admin, people, name):
    robin = f"/api/v2/users/usher%7C{people['robin'].pk}"
    refused = admin.patch(robin, {name: "true"}, format="json")
    assert (refused.status_code, refused.json()["errorCode"]) == (400, "invalid_body")
    body = {"connection": "Username-Password-Authentication", "username": "selina", name: True}
    assert admin.post("/api/v2/users", body, format="json").status_code == 400


def test_the_last_who_edits_roles_keeps_that(admin, people):
    managers = admin.get("/api/v2/roles", {"name_filter": "managers"}).json()[0]["id"]
    batman = f"/api/v2/users/usher%7C{people['batman'].pk}"
    for response in (
        admin.delete(f"{batman}/roles", {"roles": [managers]}, format="json"),
        admin.delete(f"/api/v2/roles/{managers}"),
        admin.patch(batman, {"blocked": True}, format="json"),
    ):
        assert (response.status_code, response.json()["errorCode"]) == (409, "last_role_editor")


def test_what_it_changes_stands_in_the_trail_under_the_client(admin, people):
    role = admin.post("/api/v2/roles", {"name": "Guests"}, format="json").json()["id"]
    robin = f"/api/v2/users/usher%7C{people['robin'].pk}"
    assert admin.post(f"{robin}/roles", {"roles": [role]}, format="json").status_code == 204
    assert [(entry.actor_subject, entry.action) for entry in Entry.objects.order_by("-id")[:2]] == [
        ("admin", "role.granted"),
        ("admin", "role.created"),
    ]


def test_the_guard_knows_its_views():
    assert not [error for error in run_checks() if error.id.startswith("permissions_api")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("email:robin@gotham.example", ["robin"]),
        ('name:"commissioner gordon"', ["gordon"]),
        ("name:*man OR (username:rob* AND NOT blocked:true)", ["batman", "robin"]),
        ("(email:*otham* OR name:*otham* OR nickname:*otham* OR username:*otham*) AND (name:jo*)", ["joker"]),
        (r"name:commissioner\ gordon", ["gordon"]),
        ('user_id:("usher|2" OR "usher|4" OR "auth0|1")', ["joker", "robin"]),
        ("name:nobody", []),
    ],
)
def test_people_are_searched_as_at_auth0(admin, query, found):
    answer = admin.get(
        "/api/v2/users", {"q": query, "search_engine": "v3", "sort": "name:1", "fields": "username"}
    )
    assert sorted(user["username"] for user in answer.json()) == found


@pytest.mark.parametrize(
    "query",
    ["robin", "password:x", "name:", "name:a*b*c", "(name:robin", "name:a b", "((" * 50, '"', "name:("],
)
def test_a_search_that_cannot_be_read_is_refused(admin, query):
    answer = admin.get("/api/v2/users", {"q": query})
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "invalid_query_string")


def test_what_a_blocked_person_was_given_is_told_on(admin, people):
    alfred = f"/api/v2/users/usher%7C{people['alfred'].pk}"
    before = admin.get(f"{alfred}/permissions").json()
    assert admin.patch(alfred, {"blocked": True}, format="json").json()["blocked"] is True
    assert admin.get(f"{alfred}/permissions").json() == before
    sources = {row["permission_name"]: [s["source_type"] for s in row["sources"]] for row in before}
    assert (sources["read:books"], sources["write:books"]) == (["ROLE"], ["DIRECT"])


def test_all_clients_together_have_one_rate_and_are_told_it(admin, settings, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.25)
    settings.MANAGEMENT_RATE = (2, 1)
    told = [admin.get("/api/v2/roles") for _ in range(3)]
    assert [answer.status_code for answer in told] == [200, 200, 429]
    assert [answer["x-ratelimit-remaining"] for answer in told] == ["1", "0", "0"]
    assert {(answer["x-ratelimit-limit"], answer["x-ratelimit-reset"]) for answer in told} == {
        ("2", "1800000001")
    }
    assert told[2].json()["errorCode"] == "too_many_requests"
    assert told[2]["Retry-After"] == "1"
    # A stranger cannot use it up, nor does what they are refused count.
    assert APIClient().get("/api/v2/roles").status_code == 401
    monkeypatch.setattr(time, "time", lambda: 1_800_000_001.0)
    assert admin.get("/api/v2/roles").status_code == 200


@pytest.mark.parametrize(("method", "address", "operation"), OPERATIONS)
def test_an_operation_takes_what_the_page_says_of_it_and_nothing_else(admin, method, address, operation):
    def asked(query: str = "", body: object = None) -> tuple[int, str]:
        answer = admin.generic(method, f"{address}?{query}", json.dumps(body or {}), "application/json")
        message = answer.json()["message"] if answer.status_code >= 400 else ""
        return answer.status_code, message

    assert asked()[0] not in (401, 403, 405)
    assert asked("nothing=1") == (
        400,
        "Query validation error: 'Additional properties not allowed: nothing'.",
    )
    for name in operation.query:
        assert "Additional properties" not in asked(f"{name}=1")[1]
    for name in ("is_superuser", "password"):
        if operation.required or operation.optional:
            wrong = f"Payload validation error: 'Additional properties not allowed: {name}'."
            assert asked(body={name: True}) == (400, wrong)


def test_the_page_says_what_is_supported():
    # Write it anew: .venv/bin/python -m tooling.management_api_table
    assert table() in (ROOT / "docs" / "management-api.md").read_text()


def test_what_is_not_supported_is_not_found(admin):
    answer = admin.get("/api/v2/organizations")
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "not_supported_here")


def test_a_roles_description_is_kept_as_long_as_the_role(admin):
    made = admin.post("/api/v2/roles", {"name": "Guests", "description": "Look on"}, format="json").json()
    assert made["description"] == "Look on"
    address = f"/api/v2/roles/{made['id']}"
    assert admin.patch(address, {"name": "Visitors"}, format="json").json()["description"] == "Look on"
    assert "Look on" in admin.get("/api/v2/roles").content.decode()
    assert admin.delete(address).status_code == 200
    assert not TenantRecord.objects.exists()


def test_a_page_costs_the_same_however_long_it_is(admin, people, django_assert_max_num_queries):
    for address in ("users", "users/usher%7C1/permissions", "roles", "roles/rol_1/permissions", "clients"):
        with django_assert_max_num_queries(12):
            assert admin.get(f"/api/v2/{address}?per_page=100").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "roles", {"name": "x" * 151}),
        ("POST", "roles", {"name": ""}),
        ("POST", "roles", {"name": "Two\nlines"}),
        ("POST", "roles", {"name": "Nothing\x00"}),
        ("POST", "roles", {"name": "Half \ud800"}),
        ("POST", "roles", {"name": "read:movies"}),
        ("POST", "clients", {"name": "x" * 256}),
        ("POST", "clients", {"name": "Games", "client_metadata": {"half": ["\ud800"]}}),
        ("POST", "users", {"connection": "Username-Password-Authentication", "username": "a b"}),
        ("POST", "users", {"connection": "Another", "username": "selina"}),
        ("PATCH", "users/usher%7C1", {"email": "nowhere"}),
        ("PATCH", "users/usher%7C1", {"name": "x" * 151}),
        ("PATCH", "users/usher%7C1", {"blocked": "true"}),
        ("PATCH", "users/usher%7C1", {"name": None}),
        ("POST", "users/usher%7C1/roles", {"roles": ["rol_99"]}),
        ("POST", "users/usher%7C1/roles", {"roles": []}),
        ("POST", "users/usher%7C1/permissions", {"permissions": [{"permission_name": "read:movies"}]}),
        ("POST", "users/usher%7C1/permissions", {"permissions": ["read:movies"]}),
        ("GET", "users?q=email%3Aa%00", None),
        ("GET", "users-by-email?email=%00", None),
        ("GET", "actions/actions/%00", None),
        ("GET", "users?page=-1", None),
        ("GET", "users?page=10&per_page=100", None),
        ("GET", "users?sort=password:1", None),
        ("GET", "clients?from=!", None),
        ("GET", "roles?include_totals=yes", None),
    ],
)
def test_what_is_wrong_is_told_as_such(admin, method, path, body):
    answer = admin.generic(method, f"/api/v2/{path}", json.dumps(body), "application/json")
    assert answer.status_code == 400, answer.content
    assert set(answer.json()) == {"statusCode", "error", "message", "errorCode"}
