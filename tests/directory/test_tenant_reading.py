"""The directory on the Management API: what it reads, what it believes, and whom it asks."""

from datetime import UTC, datetime

import pytest

from directory.backends.auth0 import Auth0Directory
from directory.backends.auth0.exceptions import TenantUnavailable
from directory.backends.base import Logins, MembersChange

pytestmark = pytest.mark.django_db
ROBIN = "auth0|robin"


@pytest.fixture
def directory(tenant) -> Auth0Directory:
    return Auth0Directory()


def test_somebody_holds_what_the_tenant_says_with_where_it_comes_from(directory):
    alfred = directory.find("auth0|alfred")
    assert (alfred.name, alfred.active, alfred.roles) == ("Alfred", True, ("Employees",))
    assert set(alfred.held) == {"list:movies", "read:movies", "list:books", "read:books", "write:books"}
    assert (alfred.held["write:books"].roles, alfred.held["write:books"].direct) == ((), True)
    assert (alfred.held["list:books"].roles, alfred.held["list:books"].direct) == (("Employees",), False)


def test_who_is_blocked_holds_nothing_and_who_is_unknown_is_nobody(directory, tenant):
    tenant.users[ROBIN]["blocked"] = True
    robin = directory.find(ROBIN)
    assert (robin.active, dict(robin.held)) == (False, {})
    assert directory.find("auth0|nobody") is None


def test_permissions_of_other_apis_and_of_no_name_we_know_count_for_nothing(directory, tenant):
    tenant.direct["auth0|joker"] = [
        ("https://other.example/", "edit:movies"),
        ("https://movies.usher.example/", "edit:movies"),
        ("https://api.usher.example/", "fly:batmobile"),
        ("https://api.usher.example/", "list:books"),
    ]
    assert set(directory.find("auth0|joker").held) == {"list:books"}


def test_a_role_gives_here_what_it_gives_at_the_apis_of_this_site(directory, tenant):
    foreign = {"permission_name": "edit:movies", "resource_server_identifier": "https://other.example/"}
    tenant.add_role("rol_3", "Elsewhere", "list:books")
    tenant.rows_changed = lambda name, answer: (
        {**answer, "permissions": [*answer["permissions"], foreign], "total": 2, "length": 2}
        if name == "permissions" and answer["total"] == 1
        else answer
    )
    assert directory.role("rol_3").permissions == ("list:books",)


def test_where_each_api_has_tokens_of_its_own_its_own_permissions_count(directory, tenant, conf):
    conf.STRATEGY = "per_api_tokens"
    tenant.direct["auth0|joker"] = [
        ("https://movies.usher.example/", "edit:movies"),
        ("https://api.usher.example/", "list:books"),
    ]
    assert set(directory.find("auth0|joker").held) == {"edit:movies"}


def test_a_thousand_permissions_of_one_person_all_arrive(directory, tenant, monkeypatch):
    names = [f"read:thing{number}" for number in range(1_000)]
    monkeypatch.setattr(
        "directory.backends.auth0.permissions.counting",
        lambda: {("https://api.usher.example/", name): name for name in names},
    )
    tenant.direct["auth0|joker"] = [("https://api.usher.example/", name) for name in names]
    for module in ("policies",):
        monkeypatch.setattr(
            f"directory.backends.auth0.{module}.counting",
            lambda: {("https://api.usher.example/", name): name for name in names},
        )
    assert len(directory.find("auth0|joker").held) == 1_000
    assert tenant.calls("GET users/auth0%7Cjoker/permissions") == 10


@pytest.mark.parametrize(
    "id",
    [
        "auth0|../roles",
        "auth0|a/permissions",
        "auth0|a%2fpermissions",
        "..",
        ".",
        "",
        "auth0|a?b#c",
        "auth0|\ud800",
    ],
)
def test_whatever_stands_in_an_id_it_leads_to_no_other_path(directory, tenant, id):
    assert directory.find(id) is None
    for call in tenant.asked:
        assert call.count("/") == 1, call
        assert ".." not in call.replace("..%2F", ""), call


def test_a_machine_holds_what_it_was_granted_at_the_apis_of_this_site(directory, tenant):
    tenant.grants = [
        {"client_id": "job", "audience": "https://movies.usher.example/", "scope": ["list:movies", "x:y"]},
        {"client_id": "job", "audience": "https://other.example/", "scope": ["list:books"]},
    ]
    assert set(directory.find("job@clients").held) == {"list:movies"}
    assert directory.find("another@clients") is None


@pytest.mark.parametrize("subject", ["job@clients", "job"], ids=["as at Auth0", "as elsewhere"])
def test_what_a_machine_may_no_longer_do_ends_with_its_client_grant(
    tenant, client_with, conf, later, subject
):
    conf.PERMISSION_SOURCE = "hybrid"
    tenant.grants = [{"client_id": "job", "audience": "https://api.usher.example/", "scope": ["list:movies"]}]
    job = client_with("list:movies", "list:books", sub=subject, azp="job", client_id="job")
    assert (job.get("/api/movies/").status_code, job.get("/api/books/").status_code) == (200, 403)
    tenant.grants = []
    later(61)
    assert job.get("/api/movies/").status_code == 401


LIES = {
    "half a page": lambda answer: {**answer, "permissions": answer["permissions"][:1]},
    "a total that lies": lambda answer: {**answer, "total": answer["total"] + 7},
    "a page that never ends": lambda answer: {
        **answer,
        "total": 10**9,
        "permissions": (answer["permissions"] * 100)[:100],
        "length": 100,
    },
    "no total": lambda answer: answer["permissions"],
    "no list": lambda answer: {**answer, "permissions": {"list:books": True}},
    "no rows": lambda answer: {**answer, "permissions": ["list:books"] * answer["total"]},
    "another page": lambda answer: {**answer, "start": 50},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_list_that_is_not_what_it_says_is_believed_in_nothing(directory, tenant, lie, caplog):
    tenant.rows_changed = lambda name, answer: LIES[lie](answer) if name == "permissions" else answer
    for _ in range(3):
        with pytest.raises(TenantUnavailable):
            directory.find(ROBIN)
    assert tenant.calls("GET users/auth0%7Crobin/permissions") <= 10
    assert len([line for line in caplog.messages if "cannot be asked" in line]) == 1


def test_somebody_else_than_was_asked_for_is_not_believed(directory, tenant):
    tenant.users[ROBIN]["user_id"] = "auth0|batman"
    with pytest.raises(TenantUnavailable):
        directory.find(ROBIN)


def test_when_somebody_last_logged_in_is_told_as_far_as_the_tenant_tells(directory, tenant):
    assert directory.logins(ROBIN) == Logins(None, None)
    tenant.users["auth0|alfred"]["last_login"] = "2026-11-01T08:00:00.000Z"
    assert directory.logins("auth0|alfred").last == datetime(2026, 11, 1, 8, tzinfo=UTC)
    tenant.users["auth0|joker"]["last_login"] = {"not": "a moment"}
    assert directory.logins("auth0|joker") == Logins(None, None)


def test_a_preview_of_members_goes_by_their_roles(directory, tenant):
    [employees] = [role for role in directory.role_page().rows if role.name == "Employees"]
    preview = directory.preview_members(employees.id, MembersChange(["auth0|joker"], [ROBIN]))
    [gain], [loss] = preview.gains, preview.losses
    assert (gain.names, gain.permissions) == (("Joker",), employees.permissions)
    assert (loss.names, loss.permissions) == (("Robin",), employees.permissions)
    assert preview.without_holder == ()
