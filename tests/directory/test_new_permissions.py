"""What a resource declares anew goes to the roles that are marked, whatever they are called."""

import importlib
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from audit.models import Entry
from directory.demo import make_demo_people
from directory.effective_permissions import effective_permissions
from directory.exceptions import NobodyToUndo
from directory.grants import grant
from directory.models import ReceivingRole
from directory.permission_sync import declared_permissions, make_permissions
from directory.policies import refuse_what_nobody_could_undo
from permissions_api.resource import all_permissions
from tests.directory.conftest import grants_at, lacking, role_at, role_named

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    output = StringIO()
    call_command(*words, stdout=output, stderr=StringIO())
    return output.getvalue()


def who_receives(permission: str = "delete:books") -> list[str]:
    """Forget that this permission was ever declared, let it be declared anew, and see which roles get it."""
    Permission.objects.filter(codename=permission).delete()
    make_permissions("default")
    return sorted(Group.objects.filter(permissions__codename=permission).values_list("name", flat=True))


def receives(client: Any, name: str) -> bool:
    return client.get(role_at(name)).json()["receives_new_permissions"]


# --- Nobody comes by the mark through a name -------------------------------------------


def test_a_new_role_called_managers_receives_nothing(batman, people):
    address = role_at("Managers")
    assert batman.patch(address, {"name": "Directors"}, format="json").status_code == 200
    made = batman.post("/api/roles/", {"name": "Managers", "permissions": []}, format="json")
    assert (made.status_code, made.json()["receives_new_permissions"]) == (201, False)
    assert who_receives() == ["Directors"]
    make_demo_people()  # as every start of the demo does
    assert who_receives() == ["Directors"]


def test_renaming_moves_the_mark_neither_away_nor_here(batman, people):
    addresses = {name: role_at(name) for name in ("Managers", "Employees")}
    for was, name in (("Managers", "Between"), ("Employees", "Managers"), ("Managers", "Employees")):
        assert batman.patch(addresses[was], {"name": name}, format="json").status_code == 200
    assert (receives(batman, "Employees"), receives(batman, "Managers")) == (True, False)
    assert who_receives() == ["Employees"]


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_the_roles_api_shows_the_mark_and_does_not_take_it(batman, people, method):
    address = "/api/roles/" if method == "post" else role_at("Employees")
    body = {"name": "Employees too", "permissions": [], "receives_new_permissions": True}
    answer = getattr(batman, method)(address, body, format="json")
    assert list(answer.json()["errors"]) == ["receives_new_permissions"]
    shown = {
        row["name"]: row["receives_new_permissions"] for row in batman.get("/api/roles/").json()["results"]
    }
    assert shown == {"Employees": False, "Managers": True}


@pytest.mark.skipif(not configured.ADMIN, reason="the admin is not installed")
def test_staff_who_may_edit_roles_in_the_admin_do_not_see_the_mark_and_superusers_set_it(people):
    alfred = people["alfred"]
    User.objects.filter(pk=alfred.pk).update(is_staff=True)
    alfred.user_permissions.add(*Permission.objects.filter(content_type__app_label__in=["auth", "directory"]))
    employees, statuses = Group.objects.get(name="Employees"), []
    for who in ("alfred", "gordon"):
        client = Client(headers={"Host": "localhost:8000"})
        client.force_login(User.objects.get(username=who))
        answer = client.post("/admin/directory/receivingrole/add/", {"role": employees.pk})
        statuses.append(answer.status_code)
        assert ReceivingRole.objects.filter(role=employees).exists() == (who == "gordon")
    assert statuses == [403, 302]


# --- To let somebody into such a role is to give what it will hold -----------------------


@pytest.fixture
def little(people) -> dict[str, Any]:
    """What gives Managers, who hold no more than list:books by now, beside what Batman holds directly."""
    Group.objects.get(name="Managers").permissions.set(declared_permissions().filter(codename="list:books"))
    for name in all_permissions():
        grant(people["batman"], name)
    return {"roles": [role_named("Managers")], "permissions": []}


@pytest.mark.parametrize("holds", [["list:books"], [*all_permissions()]])
def test_such_a_role_is_given_and_taken_by_who_has_one_alone(batman, people, little, speaking_for, holds):
    for name in ("edit:roles", *holds):
        grant(people["alfred"], name)
    alfred, address = speaking_for(people["alfred"]), grants_at(people["joker"])
    assert lacking(alfred.put(address, little, format="json")) == ["every new permission"]
    assert lacking(alfred.put(grants_at(people["alfred"]), little, format="json")) == ["every new permission"]
    assert batman.put(address, little, format="json").status_code == 200
    nothing: dict[str, Any] = {"roles": [], "permissions": []}
    assert "every new permission" in lacking(alfred.put(address, nothing, format="json"))
    assert "every new permission" in lacking(alfred.patch(role_at("Managers"), {"name": "X"}, format="json"))
    assert batman.put(address, nothing, format="json").status_code == 200


def test_who_receives_is_suspended_only_while_another_who_receives_can_undo_it(people, little):
    for name in ("edit:users", *all_permissions()):
        grant(people["alfred"], name)
    batman = people["batman"]
    with pytest.raises(NobodyToUndo):
        refuse_what_nobody_could_undo(batman)
    grant(people["alfred"], "Managers")
    refuse_what_nobody_could_undo(batman)


# --- The operator decides ---------------------------------------------------------------


def test_the_operator_sets_and_takes_the_mark_and_the_trail_tells(films_and_books, people):
    before = Entry.objects.count()
    assert "receives every new permission" not in run("role", "Employees")
    assert run("role", "Employees", "--receives-new-permissions", "yes").endswith(
        "opens list:movies, read:movies, list:books, read:books. It receives every new permission.\n"
    )
    run("role", "Employees", "--receives-new-permissions", "yes")
    run("role", "Managers", "--receives-new-permissions", "no")
    assert who_receives() == ["Employees"]
    told = Entry.objects.filter(id__gt=before, action__startswith="role.receives").order_by("id")
    assert [(entry.action, entry.target_name) for entry in told] == [
        ("role.receives_new_permissions", "Employees"),
        ("role.receives_no_new_permissions", "Managers"),
    ]


def test_a_role_that_does_not_exist_is_named(people):
    with pytest.raises(CommandError, match="There is no role with the name 'Heroes'"):
        run("role", "Heroes")


def test_a_deleted_role_takes_its_mark_along(batman, people):
    grant(people["batman"], "edit:roles")
    assert batman.delete(role_at("Managers")).status_code == 204
    assert not ReceivingRole.objects.exists()
    assert who_receives() == []


# --- What comes from before, and a first start -------------------------------------------


def test_the_migration_marks_the_role_that_was_called_managers_until_then(people):
    ReceivingRole.objects.all().delete()
    migration = importlib.import_module("directory.migrations.0002_receiving_role")
    migration.mark_managers(apps, SimpleNamespace(connection=connection))
    assert [marker.role.name for marker in ReceivingRole.objects.all()] == ["Managers"]


@pytest.mark.identity
def test_setup_finds_the_managers_under_another_name(batman, people):
    assert batman.patch(role_at("Managers"), {"name": "Directors"}, format="json").status_code == 200
    run("setup", "--username", "joker")
    assert effective_permissions(people["joker"]) == set(all_permissions())
    assert not Group.objects.filter(name="Managers").exists()


@pytest.mark.identity
def test_setup_takes_no_role_for_the_managers_only_because_it_has_the_name(people):
    run("role", "Managers", "--receives-new-permissions", "no")
    with pytest.raises(CommandError, match="--receives-new-permissions yes"):
        run("setup", "--username", "joker")
    assert not people["joker"].groups.exists()
    run("role", "Managers", "--receives-new-permissions", "yes")
    run("setup", "--username", "joker")
    assert people["joker"].groups.get().name == "Managers"
