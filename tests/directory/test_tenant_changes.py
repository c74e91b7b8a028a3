"""Changes made here at a tenant: who may, what is told of them, and what a tenant cannot promise."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from audit.models import Entry
from directory.models import TenantAnswer, TenantBudget
from permissions_api.resource import all_permissions
from tests.directory.conftest import lacking
from tests.directory.tenant import send, status

pytestmark = pytest.mark.django_db
JOKER, ROBIN, BATMAN = ("/api/users/auth0%7C" + name + "/" for name in ("joker", "robin", "batman"))
EMPLOYEES = "/api/roles/rol_2/"


@pytest.fixture
def by(client_with: Callable[..., APIClient], conf: Any, tenant: Any) -> Callable[[str], APIClient]:
    """Return a maker of clients whose token opens everything and speaks for somebody of the tenant."""

    def make(name: str) -> APIClient:
        return client_with(*all_permissions(), sub=f"auth0|{name}")

    return make


def told() -> list[tuple[str, str, str]]:
    entries = Entry.objects.filter(after_json__contains="outcome").order_by("id")
    return [(entry.action, entry.target_name, entry.after["outcome"]) for entry in entries]


def holding(*names: str) -> list[tuple[str, str]]:
    return [("https://api.usher.example/", name) for name in names]


def give(client: APIClient, to: str, roles: tuple[str, ...] = (), permissions: tuple[str, ...] = ()) -> Any:
    body = {"roles": [{"id": role} for role in roles], "permissions": permissions}
    return client.put(f"{to}grants/", body, format="json")


def test_a_role_and_a_permission_are_given_and_the_trail_tells_before_and_after(by, tenant):
    answer = by("batman").put(
        f"{JOKER}grants/", {"roles": [{"id": "rol_2"}], "permissions": ["write:books"]}, format="json"
    )
    assert answer.status_code == 200, answer.content
    assert answer.json() == {"roles": [{"id": "rol_2", "name": "Employees"}], "permissions": ["write:books"]}
    assert "auth0|joker" in tenant.members["rol_2"]
    assert tenant.direct["auth0|joker"] == holding("write:books")
    assert told() == [("user.grants_changed", "Joker", outcome) for outcome in ("intended", "done")]
    last = Entry.objects.latest("id")
    assert (last.actor_subject, last.actor_name, last.target_id) == ("auth0|batman", "Batman", "auth0|joker")
    assert last.before == {"roles": [], "permissions": []}
    assert last.after["permissions"] == ["write:books"]


def test_what_is_changed_here_is_known_at_once_in_every_process(by, tenant):
    client = by("batman")
    assert client.get(JOKER).json()["held"] == []
    assert client.get(EMPLOYEES).json()["members"] == 2
    client.put(f"{JOKER}grants/", {"roles": [{"id": "rol_2"}], "permissions": []}, format="json")
    assert [held["name"] for held in client.get(JOKER).json()["held"]]
    assert client.get(EMPLOYEES).json()["members"] == 3
    client.patch(EMPLOYEES, {"permissions": ["list:movies"]}, format="json")
    assert [held["name"] for held in client.get(JOKER).json()["held"]] == ["list:movies"]


def test_who_makes_a_change_is_asked_about_past_what_is_kept(by, tenant):
    batman = by("batman")
    assert batman.get(BATMAN).status_code == 200
    tenant.members["rol_1"].remove("auth0|batman")
    answer = batman.put(f"{JOKER}grants/", {"roles": [{"id": "rol_2"}], "permissions": []}, format="json")
    assert "list:movies" in lacking(answer)
    assert tenant.members["rol_2"] == ["auth0|robin", "auth0|alfred"]
    assert told() == []


def test_nobody_gives_what_they_do_not_hold(by, tenant):
    tenant.direct["auth0|robin"] = holding("edit:roles", "read:users")
    answer = by("robin").put(
        f"{JOKER}grants/", {"roles": [{"id": "rol_1"}], "permissions": []}, format="json"
    )
    assert "delete:movies" in lacking(answer)
    answer = by("robin").put(f"{JOKER}grants/", {"roles": [], "permissions": ["edit:movies"]}, format="json")
    assert lacking(answer) == ["edit:movies"]


def test_a_role_that_opens_other_apis_is_given_only_by_who_holds_that_too(by, tenant, monkeypatch):
    tenant.add_role("rol_3", "Payroll")
    foreign = {"permission_name": "pay", "resource_server_identifier": "https://pay.example/"}
    tenant.rows_changed = lambda name, answer: (
        {**answer, "permissions": [foreign], "total": 1, "length": 1}
        if name == "permissions" and answer["total"] == 0
        else answer
    )
    answer = by("batman").put(
        f"{ROBIN}grants/", {"roles": [{"id": "rol_2"}, {"id": "rol_3"}], "permissions": []}, format="json"
    )
    assert lacking(answer) == ["https://pay.example/ pay"]


def test_nobody_takes_from_who_holds_more(by, tenant):
    tenant.direct["auth0|robin"] = holding("edit:roles", "edit:users")
    robin = by("robin")
    for answer in (
        robin.put(f"{BATMAN}grants/", {"roles": [], "permissions": []}, format="json"),
        robin.patch(BATMAN, {"active": False}, format="json"),
        robin.patch(BATMAN, {"email": "robin@gotham.example"}, format="json"),
        robin.patch("/api/roles/rol_1/", {"permissions": []}, format="json"),
        robin.delete("/api/roles/rol_1/"),
    ):
        assert "delete:movies" in lacking(answer)
    assert tenant.calls("P") + tenant.calls("D") == 0


def test_the_last_who_edits_roles_keeps_that(by, tenant):
    batman = by("batman")
    for answer in (
        batman.put(f"{BATMAN}grants/", {"roles": [], "permissions": []}, format="json"),
        batman.patch(BATMAN, {"active": False}, format="json"),
        batman.patch("/api/roles/rol_1/", {"permissions": ["list:movies"]}, format="json"),
        batman.delete("/api/roles/rol_1/"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "last_role_editor")
    tenant.members["rol_1"].append("auth0|robin")
    answer = batman.put(f"{BATMAN}grants/", {"roles": [], "permissions": []}, format="json")
    assert answer.status_code == 200, answer.content


def test_what_was_changed_at_the_tenant_since_it_was_read_is_not_overwritten(by, tenant):
    batman = by("batman")
    etag = batman.get(f"{JOKER}grants/")["ETag"]
    tenant.members["rol_2"].append("auth0|joker")  # at the tenant, unknown to what is kept here
    answer = batman.put(
        f"{JOKER}grants/",
        {"roles": [], "permissions": ["list:books"]},
        format="json",
        headers={"If-Match": etag},
    )
    assert answer.status_code == 412
    assert answer.json()["current"]["roles"] == [{"id": "rol_2", "name": "Employees"}]
    assert tenant.direct["auth0|joker"] == []


def test_somebody_is_suspended_let_in_again_and_renamed(by, tenant):
    batman = by("batman")
    tenant.members["rol_1"].append("auth0|robin")
    assert batman.post(f"{ROBIN}suspend/").status_code == 204
    assert tenant.users["auth0|robin"]["blocked"] is True
    assert batman.get(ROBIN).json()["held"] == []
    answer = batman.patch(ROBIN, {"active": True, "name": "Nightwing"}, format="json")
    assert (answer.status_code, answer.json()["active"], answer.json()["name"]) == (200, True, "Nightwing")
    assert [action for action, _, outcome in told() if outcome == "done"] == [
        "user.suspended",
        "user.changed",
    ]


def test_nobody_is_suspended_whom_nobody_else_could_let_in_again(by, tenant):
    tenant.direct["auth0|robin"] = holding("suspend:users")
    answer = by("robin").post(f"{BATMAN}suspend/")
    assert (answer.status_code, answer.json()["code"]) == (409, "nobody_to_undo")


def test_a_role_is_made_renamed_and_deleted(by, tenant):
    batman = by("batman")
    made = batman.post("/api/roles/", {"name": "Readers", "permissions": ["read:books"]}, format="json")
    assert (made.status_code, made.json()["permissions"]) == (201, ["read:books"])
    at = f"/api/roles/{made.json()['id']}/"
    assert batman.patch(at, {"name": "Employees"}, format="json").json()["code"] == "name_taken"
    assert batman.patch(at, {"name": "Bookworms"}, format="json").json()["name"] == "Bookworms"
    assert batman.delete(at).status_code == 204
    assert batman.get(at).status_code == 404
    assert "Bookworms" not in tenant.roles.values()


def test_people_are_made_at_the_tenant(by, tenant):
    body = {"username": "catwoman", "name": "Selina Kyle"}
    answer = by("batman").post("/api/users/", body, format="json")
    assert (answer.status_code, "at the tenant" in answer.json()["detail"]) == (409, True)


def fail_writes(fault):
    def answer(tenant, request, call):
        return not call.startswith(("GET", "POST token")) and fault(tenant, request, call)

    return answer


@pytest.mark.parametrize(
    ("fault", "code", "outcome"),
    [
        (status(400), 409, "refused"),
        (status(403, {"message": "Insufficient scope, expected any of: update:users"}), 503, "refused"),
        (status(500), 503, "unknown"),
    ],
    ids=["refused", "no scope", "broken"],
)
def test_the_trail_tells_what_came_of_it(by, tenant, fault, code, outcome):
    batman = by("batman")
    tenant.fault = fail_writes(fault)
    answer = batman.put(f"{JOKER}grants/", {"roles": [], "permissions": ["list:books"]}, format="json")
    assert answer.status_code == code, answer.content
    assert [last for _, _, last in told()] == ["intended", outcome]
    if outcome == "unknown":
        assert "whether it made the change" in answer.json()["detail"]


def test_a_change_of_several_steps_that_stops_half_way_is_told_as_it_is(by, tenant):
    tenant.members["rol_2"].append("auth0|joker")

    def refuse_giving(tenant, request, call):
        if not call.startswith("POST users"):
            return False
        send(request, {"statusCode": 400, "message": "no such permission"}, 400)
        return True

    tenant.fault = refuse_giving
    answer = by("batman").put(f"{JOKER}grants/", {"roles": [], "permissions": ["list:books"]}, format="json")
    assert (answer.status_code, "no such permission" in answer.json()["detail"]) == (409, True)
    last = Entry.objects.latest("id")
    assert (last.after["outcome"], last.after["roles"], last.before["roles"]) == (
        "refused",
        [],
        [{"id": "rol_2", "name": "Employees"}],
    )


def test_a_list_says_what_is_not_known_and_asks_within_what_is_to_spare(by, tenant, settings):
    settings.DIRECTORY_BUDGET = 1
    people = by("batman").get("/api/users/").json()["results"]
    assert [person["name"] for person in people] == ["Alfred", "Batman", "Joker", "Robin"]
    assert people[0]["roles"] is None or people[0]["roles"] == [{"id": "rol_2", "name": "Employees"}]
    assert people[3]["permissions"] is None
    settings.DIRECTORY_BUDGET = 1_000
    TenantBudget.objects.update(free_at=0)
    TenantAnswer.objects.update(claimed_until=0)  # a moment later
    people = by("batman").get("/api/users/").json()["results"]
    assert [person["permissions"] for person in people] == [["write:books"], [], [], []]


def test_people_are_found_by_words_and_role(by, tenant):
    client = by("batman")

    def found(**query: str) -> list[str]:
        return [person["name"] for person in client.get("/api/users/", query).json()["results"]]

    def count(**query: str) -> dict[str, object]:
        answer: dict[str, object] = client.get("/api/users/count/", query).json()
        return answer

    assert found(search="rob") == ["Robin"]
    assert found(role="rol_2") == ["Alfred", "Robin"]
    assert found(search="rob", page_size="50") == ["Robin"]
    asked = tenant.calls()
    assert count(search="rob") == {"count": 1, "exact": True}
    assert tenant.calls() == asked
    assert count(role="rol_2") == {"count": 2, "exact": True}
    assert found(role="rol_2", search="alf") == ["Alfred"]
    assert client.get("/api/users/", {"role": "rol_9"}).status_code == 400
    assert client.get("/api/users/", {"cursor": "x"}).status_code == 400


def test_previews_look_through_roles(by, tenant):
    client = by("batman")
    preview = client.get(f"{EMPLOYEES}preview/", {"permissions": ["list:movies", "edit:movies"]}).json()
    assert preview["gains"] == [{"permissions": ["edit:movies"], "names": ["Robin", "Alfred"], "count": 2}]
    assert preview["losses"][0]["permissions"] == ["read:movies", "list:books", "read:books"]
    assert "delete:movies" in client.get(f"{BATMAN}sole/").json()["permissions"]


def test_a_role_is_given_to_several_and_the_trail_of_here_tells_by_whom(by, tenant):
    body = {"add": ["auth0|joker"], "remove": ["auth0|robin", "auth0|nobody"]}
    answer = by("batman").patch(f"{EMPLOYEES}members/", body, format="json")
    outcomes = {each["id"]: (each["outcome"], each["code"]) for each in answer.json()["results"]}
    assert outcomes == {
        "auth0|joker": ("changed", None),
        "auth0|robin": ("changed", None),
        "auth0|nobody": ("refused", "not_found"),
    }
    assert sorted(tenant.members["rol_2"]) == ["auth0|alfred", "auth0|joker"]
    [given] = by("batman").get(f"{JOKER}grants/history/").json()["roles"]
    assert (given["name"], given["by"]["subject"]) == ("Employees", "auth0|batman")
    # What was given at the tenant itself is in no trail of here.
    [role] = by("batman").get(f"{BATMAN}grants/history/").json()["roles"]
    assert (role["at"], role["by"]) == (None, None)
    assert by("batman").get(f"{BATMAN}logins/").json() == {"last_login": None, "second_factor": None}
