"""The users and roles APIs: who may ask, what they answer, and what they refuse."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError

from directory.backends.base import Grants, GrantsChange, NamedRole, RoleChange
from directory.backends.django import DjangoDirectory
from directory.effective_permissions import Row, effective_permissions
from directory.exceptions import NameTaken
from directory.grants import grant
from directory.roles.serializers import ROLE
from directory.subjects import subject_of
from directory.users.serializers import GRANTS, NEW_USER
from permissions_api.directory import Contacts
from permissions_api.resource import all_permissions
from tests.directory.conftest import grants_at, person_at, role_at, role_named
from tests.issuer import API

pytestmark = pytest.mark.django_db

OPERATIONS = [
    ("GET", "/api/users/", "list:users"),
    ("GET", "/api/users/count/", "list:users"),
    ("POST", "/api/users/", "write:users"),
    ("GET", "/api/users/{user}/", "read:users"),
    ("PATCH", "/api/users/{user}/", "edit:users"),
    ("GET", "/api/users/{user}/grants/", "read:users"),
    ("PUT", "/api/users/{user}/grants/", "edit:roles"),
    ("GET", "/api/roles/", "list:roles"),
    ("POST", "/api/roles/", "write:roles"),
    ("GET", "/api/roles/{role}/", "read:roles"),
    ("PUT", "/api/roles/{role}/", "edit:roles"),
    ("PATCH", "/api/roles/{role}/", "edit:roles"),
    ("DELETE", "/api/roles/{role}/", "delete:roles"),
    ("GET", "/api/roles/{role}/members/", "read:roles"),
]


@pytest.mark.parametrize(("method", "path", "permission"), OPERATIONS)
def test_each_operation_takes_its_permission_and_no_other(people, speaking_for, method, path, permission):
    address = path.format(user=f"usher%7C{people['joker'].pk}", role=Group.objects.get(name="Employees").pk)
    others = [name for name in all_permissions() if name != permission]
    refused = speaking_for(people["batman"], *others).generic(method, address)
    assert (refused.status_code, refused.json()["required_permission"]) == (403, permission)
    allowed = speaking_for(people["batman"], permission).generic(method, address, "{}", "application/json")
    assert allowed.status_code in (200, 204, 400)


@pytest.mark.parametrize("path", ["/api/users/", "/api/roles/"])
def test_a_token_meant_for_another_api_is_refused(people, speaking_for, conf, path):
    conf.STRATEGY = "per_api_tokens"
    name = path.split("/")[2]
    own, other = "https://users.usher.example/", "https://roles.usher.example/"
    own, other = (own, other) if name == "users" else (other, own)
    assert speaking_for(people["batman"], audience=own).get(path).status_code == 200
    for audience in (other, API, "https://movies.usher.example/"):
        assert speaking_for(people["batman"], audience=audience).get(path).status_code == 401


def test_giving_takes_a_token_of_the_roles_api_and_reading_one_of_the_users_api(people, speaking_for, conf):
    conf.STRATEGY = "per_api_tokens"
    path = grants_at(people["joker"])
    body: dict[str, list[str]] = {"roles": [], "permissions": []}
    users = speaking_for(people["batman"], audience="https://users.usher.example/")
    roles = speaking_for(people["batman"], audience="https://roles.usher.example/")
    assert (users.get(path).status_code, roles.get(path).status_code) == (200, 401)
    assert users.put(path, body, format="json").status_code == 401
    assert roles.put(path, body, format="json").status_code == 200


def test_people_are_found_by_words_and_role(batman, people):
    def found(**query):
        answer = batman.get("/api/users/", query)
        assert answer.status_code == 200, answer.content
        people = [person["username"] for person in answer.json()["results"]]
        assert batman.get("/api/users/count/", query).json() == {"count": len(people), "exact": True}
        return people

    assert found() == ["alfred", "batman", "gordon", "joker", "robin"]
    assert found(search="ROB") == found(search="robin@gotham") == ["robin"]
    assert found(search="gordon commissioner") == ["gordon"]
    employees = role_named("Employees")["id"]
    assert found(search="robin joker") == []
    assert found(role=employees) == ["alfred", "robin"]
    assert found(role=employees, search="alf") == ["alfred"]
    assert found(search="%") == found(search="a_f") == []


def test_a_person_is_shown_with_what_they_hold_and_why(batman, people):
    answer = batman.get(person_at(people["alfred"])).json()
    held = answer.pop("held")
    assert answer == {
        "id": subject_of(people["alfred"]),
        "username": "alfred",
        "name": "Alfred",
        "email": "alfred@gotham.example",
        "active": True,
        "roles": [role_named("Employees")],
        "permissions": ["write:books"],
    }
    assert {"name": "write:books", "roles": [], "direct": True} in held
    assert {"name": "list:books", "roles": ["Employees"], "direct": False} in held
    assert {item["name"] for item in held} == effective_permissions(people["alfred"])


@pytest.mark.parametrize("path", ["/api/users/", "/api/roles/", "/api/roles/{id}/members/"])
def test_pages_lead_on_and_back_and_show_each_row_once(batman, people, path):
    employees = Group.objects.get(name="Employees")
    for number in range(5):
        Group.objects.create(name=f"Role {number}")
        User.objects.create_user(f"person{number}").groups.add(employees)
    path = path.format(id=employees.pk)
    whole = [row["id"] for row in batman.get(path).json()["results"]]
    seen: list[str] = []
    last: dict[str, Any] = {}
    url: str | None = f"{path}?page_size=2"
    while url:
        last = batman.get(url).json()
        seen += [row["id"] for row in last["results"]]
        url = last["next"]
    assert seen == whole
    back = [row["id"] for row in last["results"]]
    while last["previous"]:
        last = batman.get(last["previous"]).json()
        back = [row["id"] for row in last["results"]] + back
    assert back == whole


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsMl0", "W2ZhbHNlLCAiXHUwMDAwIl0"])
def test_what_is_no_cursor_is_refused(batman, cursor):
    assert "cursor" in batman.get("/api/users/", {"cursor": cursor}).json()["errors"]


@pytest.mark.parametrize("query", [{"page_size": 101}, {"page_size": 0}, {"sort": "name"}])
def test_a_list_refuses_what_it_does_not_know(batman, query):
    assert batman.get("/api/users/", query).status_code == 400


def test_a_list_takes_as_many_queries_for_many_as_for_one(batman, django_assert_num_queries):
    for number in range(10):
        grant(User.objects.create_user(f"person{number}"), "Employees")
    for size in (1, 25):
        with django_assert_num_queries(3):
            DjangoDirectory().accounts("", "", "", size)
        with django_assert_num_queries(2):
            DjangoDirectory().role_page("", size)


def test_somebody_is_asked_for_in_one_query(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        DjangoDirectory().find(subject_of(people["alfred"]))


@pytest.mark.parametrize(
    "id", ["usher%7C999", "usher%7C0", "auth0%7Cx", "1", "1x", "\uff11", "%00", "9" * 30]
)
@pytest.mark.parametrize("kind", ["users", "roles"])
def test_an_id_that_leads_nowhere_is_404(batman, kind, id):
    if kind == "roles" and id == "1":
        return
    path = f"/api/{kind}/{id}/"
    assert batman.get(path).status_code == 404
    assert batman.patch(path, {}, format="json").status_code == 404


def test_roles_are_listed_with_their_permissions_and_how_many_have_them(batman):
    roles = {role["name"]: role for role in batman.get("/api/roles/").json()["results"]}
    assert roles["Managers"]["permissions"] == list(all_permissions())
    assert (roles["Managers"]["members"], roles["Employees"]["members"]) == (1, 2)


def test_a_role_tells_its_members(batman, people):
    answer = batman.get(f"{role_at('Employees')}members/").json()["results"]
    assert answer[0] == {"id": subject_of(people["alfred"]), "name": "Alfred", "username": "alfred"}


def test_the_examples_of_openapi_are_accepted(batman, people):
    created = batman.post("/api/users/", NEW_USER, format="json")
    assert created.status_code == 201, created.content
    created = batman.post("/api/roles/", ROLE, format="json")
    assert created.status_code == 201, created.content
    assert batman.put(role_at(ROLE["name"]), ROLE, format="json").status_code == 200
    given = {**GRANTS, "roles": [role_named("Employees")]}
    assert batman.put(grants_at(people["joker"]), given, format="json").json() == given


def test_somebody_new_holds_nothing_and_has_no_password(batman):
    answer = batman.post("/api/users/", NEW_USER, format="json").json()
    user = User.objects.get(username=NEW_USER["username"])
    assert not user.has_usable_password()
    assert (answer["id"], answer["held"], answer["active"]) == (subject_of(user), [], True)
    assert batman.get(f"/api/users/usher%7C{user.pk}/").json().keys() == answer.keys() - {"link"}


def test_without_invitations_there_is_no_link(batman, settings):
    settings.INVITATIONS = ""
    assert batman.post("/api/users/", NEW_USER, format="json").json()["link"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "a b"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "\u2474"}, "username"),  # one letter that becomes "(1)"
        ({"name": "two\nlines"}, "name"),
        ({"name": "\u202enamtaB"}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"email": "nothing"}, "email"),
        ({"is_superuser": True}, "is_superuser"),
        ({"roles": ["Managers"]}, "roles"),
    ],
)
def test_a_new_person_that_is_not_right_is_refused_by_field(batman, change, field):
    answer = batman.post("/api/users/", {**NEW_USER, **change}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_name_that_is_taken_is_409(batman):
    for name in ("robin", "ROBIN", "\uff52obin"):
        assert batman.post("/api/users/", {**NEW_USER, "username": name}, format="json").status_code == 409
    for name in ("Employees", "employees", "\uff25mployees", "Employe\u0301es"):
        assert batman.post("/api/roles/", {**ROLE, "name": name}, format="json").status_code == 409
    assert batman.patch(role_at("Managers"), {"name": "Employees"}, format="json").status_code == 409
    assert batman.patch(role_at("Managers"), {"name": "MANAGERS"}, format="json").status_code == 200


def test_a_user_name_is_compared_as_it_is_stored_whoever_asks(people):
    with pytest.raises(NameTaken):
        DjangoDirectory().create_account("\uff52obin", "Robin", "")


def test_an_e_mail_address_belongs_to_one_person(batman, people):
    taken = {"email": people["robin"].email.upper()}
    assert batman.post("/api/users/", {**NEW_USER, **taken}, format="json").status_code == 409
    assert batman.patch(person_at(people["joker"]), taken, format="json").status_code == 409
    assert batman.patch(person_at(people["robin"]), taken, format="json").status_code == 200
    for name in ("one", "two"):
        without = {**NEW_USER, "username": name, "email": ""}
        assert batman.post("/api/users/", without, format="json").status_code == 201


def test_a_role_may_not_be_called_as_a_permission_is(batman):
    answer = batman.post("/api/roles/", {**ROLE, "name": "edit:roles"}, format="json")
    assert "name of a permission" in answer.json()["errors"]["name"][0]


@pytest.mark.parametrize("who", ["user", "role"])
def test_unknown_roles_and_permissions_are_named(batman, people, who):
    body: dict[str, Any]
    if who == "user":
        body = {"roles": [{"id": "999"}, role_named("Employees")], "permissions": []}
        answer = batman.put(grants_at(people["robin"]), body, format="json")
        assert answer.json()["errors"] == {"roles": ["There is no role with the id '999'."]}
        path, body = grants_at(people["robin"]), {"roles": [], "permissions": ["list:films"]}
    else:
        path, body = role_at("Employees"), {"name": "Employees", "permissions": ["list:films"]}
    answer = batman.put(path, body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"] == {"permissions": ["There is no permission 'list:films'."]}


def test_a_permission_of_django_s_own_is_none_that_can_be_given(batman, people):
    body = {"roles": [], "permissions": ["change_user"]}
    answer = batman.put(grants_at(people["joker"]), body, format="json")
    assert answer.json()["errors"] == {"permissions": ["There is no permission 'change_user'."]}


def test_grants_are_the_whole_set_and_act_at_once(batman, people):
    path = grants_at(people["alfred"])
    body = {"roles": [], "permissions": ["edit:books", "list:movies"]}
    for _ in range(2):  # clicked twice
        assert batman.put(path, body, format="json").status_code == 200
    assert effective_permissions(people["alfred"]) == {"edit:books", "list:movies"}
    assert sorted(batman.get(path).json()["permissions"]) == ["edit:books", "list:movies"]


def test_deleting_a_role_takes_it_from_its_members(batman, people):
    assert batman.delete(role_at("Employees")).status_code == 204
    assert effective_permissions(people["robin"]) == set()


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("grants", "put", {"roles": [], "permissions": []}),
        ("person", "patch", {"name": "New"}),
        ("role", "patch", {"permissions": ["list:books"]}),
        ("role", "put", {"name": "New", "permissions": []}),
        ("role", "delete", None),
    ],
)
def test_of_two_who_saw_the_same_the_second_is_told_412_with_both(batman, people, path, method, body):
    robin = people["robin"]
    address = {"grants": grants_at(robin), "person": person_at(robin), "role": role_at("Employees")}[path]
    seen = batman.get(address)["ETag"]
    grant(robin, "edit:movies")
    people["alfred"].groups.clear()
    answer = getattr(batman, method)(address, body, format="json", headers={"If-Match": seen})
    assert answer.status_code == 412
    assert answer.json()["asked"] == (body or {})
    assert answer.json()["current"] == batman.get(address).json()
    now = batman.get(address)["ETag"]
    answer = getattr(batman, method)(address, body, format="json", headers={"If-Match": now})
    assert answer.status_code in (200, 204)


def test_editing_people_changes_no_grants_and_editing_grants_no_names(batman, people):
    changes: list[dict[str, Any]] = [{"roles": []}, {"permissions": ["edit:roles"]}, {"username": "x"}]
    for change in changes:
        assert batman.patch(person_at(people["robin"]), change, format="json").status_code == 400
    body: dict[str, Any] = {"roles": [], "permissions": [], "name": "X"}
    assert batman.put(grants_at(people["robin"]), body, format="json").status_code == 400


def test_django_s_own_permissions_are_neither_shown_nor_taken(people):
    own = Permission.objects.get(codename="change_user", content_type=ContentType.objects.get_for_model(User))
    Group.objects.get(name="Employees").permissions.add(own)
    people["robin"].user_permissions.add(own)
    # By the operator: nobody else holds as much as who has a permission in the admin.
    directory, employees = DjangoDirectory(), role_named("Employees")
    changed = directory.change_role(employees["id"], RoleChange(permissions=()), None, lambda _present: None)
    assert changed.permissions == ()
    change = GrantsChange((employees["id"],), ())
    grants = directory.set_grants(subject_of(people["robin"]), change, None, lambda _present: None)
    assert grants == Grants((NamedRole(**employees),), ())
    assert list(Group.objects.get(name="Employees").permissions.all()) == [own]
    assert list(people["robin"].user_permissions.all()) == [own]


def test_a_permission_of_another_kind_is_not_shown_as_the_one_of_its_name(batman, people):
    kind = ContentType.objects.get_for_model(User)
    alike = Permission.objects.create(codename="delete:books", content_type=kind, name="Looks alike")
    Group.objects.get(name="Employees").permissions.add(alike)
    people["robin"].user_permissions.add(alike)
    for shown in (
        batman.get(grants_at(people["robin"])).json(),
        batman.get("/api/users/", {"search": "robin"}).json()["results"][0],
        batman.get(role_at("Employees")).json(),
    ):
        assert "delete:books" not in shown["permissions"]


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "a\\nb"])
def test_what_no_database_stores_is_refused_wherever_it_stands(batman, people, text):
    for method, path, body in [
        ("POST", "/api/users/", '{"username": "x%s", "name": "X"}'),
        ("POST", "/api/users/", '{"username": "x", "name": "X%s"}'),
        ("POST", "/api/users/", '{"username": "x", "name": "X", "email": "x@x%s.example"}'),
        ("PUT", grants_at(people["joker"]), '{"roles": [{"id": "1%s"}], "permissions": []}'),
        ("PUT", grants_at(people["joker"]), '{"roles": [], "permissions": ["X%s"]}'),
        ("POST", "/api/roles/", '{"name": "X%s", "permissions": []}'),
        ("PATCH", role_at("Employees"), '{"permissions": ["X%s"]}'),
    ]:
        answer = batman.generic(method, path, body % text, "application/json")
        assert answer.status_code == 400, (path, body)


@pytest.mark.parametrize("path", ["/api/users/", "/api/roles/"])
def test_without_a_directory_it_says_so(batman, conf, path):
    conf.DIRECTORY = ""
    answer = batman.get(path)
    assert answer.status_code == 404
    assert "no directory" in answer.json()["detail"]
    assert "The setting DIRECTORY would name one." in answer.json()["detail"]


def test_who_can_help_is_who_may_edit_roles_now(people):
    for what in ("edit:roles", "Employees"):  # held in two ways, with two roles: one person all the same
        grant(people["batman"], what)
    assert DjangoDirectory().contacts() == Contacts(names=("Batman",), others=0)
    grant(people["robin"], "edit:roles")
    assert DjangoDirectory().contacts().names == ("Batman", "Robin")
    User.objects.filter(username="batman").update(is_active=False)
    assert DjangoDirectory().contacts().names == ("Robin",)


@pytest.mark.parametrize("source", ["hybrid", "live"])
@pytest.mark.parametrize("path", ["/api/users/", "/api/movies/", "/me/permissions"])
def test_while_the_tables_cannot_be_read_nothing_is_open(batman, conf, monkeypatch, source, path):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = source, 0

    def failing(pk: int) -> list[Row]:
        raise OperationalError("the disk is full of secrets")

    assert batman.get(path).status_code == 200
    monkeypatch.setattr("directory.backends.django.rows_of", failing)
    answer = batman.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert "directory" in answer.json()["detail"]
    assert "secrets" not in answer.content.decode()
