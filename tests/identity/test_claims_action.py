"""The exported post-login Action, run in Node against the stand-in for the Management API."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from directory.permission_sync import declared_permissions, make_permissions
from directory.subjects import subject_of
from identity.clients.registration import Registration, register
from permissions_api.resource import Resource
from project.auth0.action import claims_action
from tooling import install

pytestmark = [
    pytest.mark.identity,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.identity.management_urls"),
]
CLIENTS = Path(__file__).parent.parent / "clients"
API, NAMESPACE = "https://api.usher.example/", "https://usher.example/"
ROLES, PERMISSIONS = f"{NAMESPACE}roles", f"{NAMESPACE}permissions"
MANY = Resource(
    name="archive",
    title="Archive",
    audience="https://archive.example/",
    actions=tuple(f"do{n}" for n in range(120)),
)


@pytest.fixture
def log_in(settings, live_server, people):
    """Return a function that runs the Action for Robin and returns what came of it."""
    settings.MANAGEMENT_API = True
    # The issuer of the stand-in's tokens, and so its audience, is the server of this test.
    settings.PERMISSIONS_API = {**settings.PERMISSIONS_API, "ISSUER": f"{live_server.url}/"}
    client, secret = register(Registration(management=["read:users"]))
    secrets = {"DOMAIN": "gotham.eu.auth0.com", "CLIENT_ID": client.client_id, "CLIENT_SECRET": secret}
    node = install.node()

    def run(*faults: Any, time: int = 5000, changes: Any = {}, **more: Any) -> dict[str, Any]:  # noqa: B006
        event = {
            "client": {"metadata": {"usher": "true"}},
            "user": {"user_id": subject_of(people["robin"])},
            "authorization": {"roles": ["Employees"]},
            "secrets": secrets,
            **changes,
        }
        code = claims_action([API])["code"].replace("TIME_FOR_ALL = 5000", f"TIME_FOR_ALL = {time}")
        asked = {"code": code, "site": live_server.url, "event": event, "faults": faults, **more}
        answer = subprocess.run(
            [node, CLIENTS / "run_action.mjs"],
            input=json.dumps(asked),
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return run


@pytest.fixture
def with_many_permissions(settings, people):
    """Let Robin hold 120 permissions more than an employee."""
    declared = settings.PERMISSIONS_API["RESOURCES"]
    settings.PERMISSIONS_API = {**settings.PERMISSIONS_API, "RESOURCES": [*declared, f"{__name__}.MANY"]}
    make_permissions("default", apps)
    people["robin"].user_permissions.add(*declared_permissions().filter(codename__endswith=":archive"))


def test_roles_and_permissions_come_into_the_id_token(log_in):
    done = log_in()
    employee = ["list:books", "list:movies", "read:books", "read:movies"]
    assert done["claims"] == {ROLES: ["Employees"], PERMISSIONS: employee}
    assert done["logged"] == []
    assert done["access"] == {}
    assert done["ttl"] == 540_000  # A token for 600 s is kept for a minute less.


def test_when_they_logged_in_comes_into_the_access_token_even_where_all_else_fails(
    log_in,
):
    methods = [
        {"name": "pwd", "timestamp": "2026-11-29T09:00:00.000Z"},
        {"name": "mfa", "timestamp": "2026-11-29T10:30:00.900Z"},
        {"name": "https://elsewhere.example/none", "timestamp": "then"},
    ]
    fault = {"at": "?page=0&", "status": 500}
    changes = {"authentication": {"methods": methods}}
    for done in (log_in(changes=changes), log_in(fault, changes=changes)):
        assert done["access"] == {f"{NAMESPACE}auth_time": 1_795_948_200}
        assert f"{NAMESPACE}auth_time" not in done["claims"]
    others: dict[str, Any] = {"client": {"metadata": {}}}
    assert log_in(changes=changes | others)["access"] == {}
    for told in ([], methods[2:]):
        assert log_in(changes={"authentication": {"methods": told}})["access"] == {}


@pytest.mark.usefixtures("with_many_permissions")
def test_all_permissions_come_however_many_pages_they_are(log_in):
    done = log_in()
    assert len(done["claims"][PERMISSIONS]) == 124
    assert [path.rpartition("?")[2] for path in done["asked"][1:]] == [
        "page=0&per_page=100&include_totals=true",
        "page=1&per_page=100&include_totals=true",
    ]


def test_a_token_that_is_kept_is_used_again_and_asked_for_anew_when_it_is_refused(log_in):
    kept = log_in()["kept"]
    done = log_in(kept=kept)
    assert PERMISSIONS in done["claims"]
    assert "/oauth/token" not in done["asked"]
    done = log_in(kept={"usher-management-token": "withdrawn"})
    assert PERMISSIONS in done["claims"]
    assert done["asked"].count("/oauth/token") == 1


def test_permissions_of_other_apis_are_not_ours(log_in):
    others = {"permission_name": "edit:movies", "resource_server_identifier": "https://other.example/"}
    done = log_in({"at": "?page=0&", "body": json.dumps({"permissions": [others], "total": 1})})
    assert done["claims"][PERMISSIONS] == []


@pytest.mark.usefixtures("with_many_permissions")
def test_what_goes_wrong_is_said_and_leaves_no_half_of_the_claims(log_in):
    for fault, said in (
        ({"at": "?page=1&", "status": 500}, "answered 500"),
        ({"at": "?page=1&", "hangs": True}, "did not answer (TimeoutError)"),
        ({"at": "?page=1&", "body": '{"permissions": [], "total": 124}'}, "end after 100"),
        ({"at": "?page=1&", "body": "[]"}, "no such page"),
        ({"at": "?page=1&", "body": '{"permis'}, "broke off"),
        ({"at": "?page=1&", "status": 429, "reset": 60}, "answered 429"),
        ({"at": "?page=1&", "status": 429, "reset": 0, "times": 2}, "answered 429"),
        ({"at": "?page=1&", "status": 403}, "answered 403"),
        ({"at": "/oauth/token", "status": 401}, "the token endpoint answered 401"),
        ({"at": "/oauth/token", "hangs": True}, "the token endpoint did not answer"),
    ):
        done = log_in(fault, time=1500 if "hangs" in fault else 5000)
        assert done["claims"] == {}, fault
        assert done["denied"] is None
        assert said in done["logged"][0]
        assert all(word not in done["logged"][0] for word in ("usher|", "client_secret", "Bearer"))
        assert done["took"] < 6000


@pytest.mark.usefixtures("with_many_permissions")
def test_a_rate_limit_is_waited_for_where_there_is_time(log_in):
    done = log_in({"at": "?page=1&", "status": 429, "reset": 1})
    assert len(done["claims"][PERMISSIONS]) == 124


def test_there_are_no_claims_without_secrets_for_other_apps_and_with_an_exchanged_token(log_in):
    for changes, *said in (
        ({"secrets": {"DOMAIN": "gotham.eu.auth0.com"}}, "lacks its secrets"),
        ({"authorization": None}, "does not tell the roles"),
        ({"client": {"metadata": {}}},),
        ({"transaction": {"protocol": "oauth2-token-exchange"}},),
    ):
        done = log_in(changes=changes)
        assert done["claims"] == {}
        assert all(words in line for words, line in zip(said, done["logged"], strict=True))
