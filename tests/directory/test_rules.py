"""Nobody locks everyone out, and nobody gives what they do not hold. What is taken: test_taking."""

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command

from audit.models import Entry
from directory.backends.base import Grants, GrantsChange, NamedRole
from directory.backends.django import DjangoDirectory
from directory.demo import make_demo_people
from directory.effective_permissions import effective_permissions
from directory.grants import grant
from directory.permission_sync import declared_permissions, grantable_permissions
from directory.subjects import subject_of
from permissions_api.resource import all_permissions
from tests.directory.conftest import grants_at, lacking, person_at, role_at, role_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("films_and_books")]

NOTHING: dict[str, list[str]] = {"roles": [], "permissions": []}


# --- Nobody locks everyone out -----------------------------------------------------


@pytest.mark.parametrize("by", ["themselves", pytest.param("another", marks=pytest.mark.identity)])
@pytest.mark.parametrize("how", ["grants", "role", "rename", "delete", "deactivate"])
def test_the_last_who_may_edit_roles_does_not_lose_it(people, batman, speaking_for, how, by):
    # Another who holds as much, so that nothing else refuses, and cannot log in, so that they do not count.
    another = User.objects.create_user("another")
    if by == "another":
        grant(another, "Managers")
        DjangoDirectory().create_role("Managers of their own", all_permissions(), None)
        grant(another, "Managers of their own")
    who = batman if by == "themselves" else speaking_for(another)
    others = [name for name in effective_permissions(people["batman"]) if name != "edit:roles"]
    path = {"grants": grants_at, "deactivate": person_at}.get(how, lambda _user: role_at("Managers"))
    address = path(people["batman"])
    if how == "grants":
        answer = who.put(address, {"roles": [role_named("Employees")], "permissions": others}, format="json")
    elif how == "deactivate":
        answer = who.patch(address, {"active": False}, format="json")
    elif how == "delete":
        answer = who.delete(address)
    else:
        body = {"permissions": others} if how == "role" else {"name": "X", "permissions": []}
        answer = who.patch(address, body, format="json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "last_role_editor"
    assert answer.json()["detail"] == "Nobody could edit roles any more."
    assert "edit:roles" in effective_permissions(User.objects.get(username="batman"))
    assert Group.objects.filter(name="Managers").exists()
    grant(people["robin"], "edit:roles")
    if how == "grants":
        assert who.put(address, NOTHING, format="json").status_code == 200
    elif how == "deactivate":
        assert who.patch(address, {"active": False}, format="json").status_code == 200
    elif how == "delete":
        assert who.delete(address).status_code == 204


def test_somebody_inactive_does_not_count_as_one_who_may_edit_roles(people, batman):
    grant(people["robin"], "edit:roles")
    User.objects.filter(username="robin").update(is_active=False)
    assert batman.put(grants_at(people["batman"]), NOTHING, format="json").status_code == 409


@pytest.mark.identity
@pytest.mark.parametrize("password", ["", None])
def test_somebody_who_cannot_log_in_does_not_count_either_until_they_can(people, batman, password):
    robin = people["robin"]
    grant(robin, "edit:roles")
    robin.password = make_password(password) if password is None else password
    robin.save()
    assert batman.put(grants_at(people["batman"]), NOTHING, format="json").status_code == 409
    Authenticator = apps.get_model("mfa", "Authenticator")
    Authenticator.objects.create(user=robin, type="totp", data={})
    assert batman.put(grants_at(people["batman"]), NOTHING, format="json").status_code == 409
    Authenticator.objects.create(user=robin, type="webauthn", data={})
    assert batman.put(grants_at(people["batman"]), NOTHING, format="json").status_code == 200


def test_where_the_issuer_sees_to_logins_everybody_active_counts(people, batman, settings):
    settings.LOGINS = ""
    grant(User.objects.create_user("newcomer"), "edit:roles")
    assert batman.put(grants_at(people["batman"]), NOTHING, format="json").status_code == 200


def test_a_superuser_does_not_count_as_one_who_may_edit_roles(people, batman):
    assert people["gordon"].is_superuser
    assert batman.put(grants_at(people["batman"]), NOTHING, format="json").status_code == 409


def test_a_permission_of_another_kind_does_not_make_one_who_may_edit_roles(people, batman):
    kind = ContentType.objects.get_for_model(User)
    alike = Permission.objects.create(codename="edit:roles", content_type=kind, name="Looks alike")
    people["robin"].user_permissions.add(alike)
    assert batman.put(grants_at(people["batman"]), NOTHING, format="json").status_code == 409


def test_the_command_does_not_withdraw_it_from_the_last_either(people):
    with pytest.raises(CommandError, match="Nobody could edit roles any more"):
        call_command("withdraw", "batman", "Managers")
    call_command("grant", "robin", "edit:roles", stdout=StringIO())
    call_command("withdraw", "batman", "Managers", stdout=StringIO())
    assert effective_permissions(people["batman"]) == set()


def test_a_site_that_has_nobody_yet_is_set_up(db):
    make_demo_people()


# --- Nobody gives what they do not hold ----------------------------------------------


def test_what_one_does_not_hold_is_not_given_directly(warden, people):
    body = {"roles": [], "permissions": ["list:books", "list:movies", "delete:books"]}
    assert lacking(warden.put(grants_at(people["joker"]), body, format="json")) == [
        "delete:books",
        "list:movies",
    ]
    assert effective_permissions(people["joker"]) == set()
    body["permissions"] = ["list:books"]
    assert warden.put(grants_at(people["joker"]), body, format="json").status_code == 200


def test_nor_through_a_role(warden, people):
    body = {"roles": [role_named("Employees")], "permissions": []}
    answer = warden.put(grants_at(people["joker"]), body, format="json")
    assert lacking(answer) == ["list:movies", "read:books", "read:movies"]
    assert effective_permissions(people["joker"]) == set()


def test_nor_through_a_role_to_who_has_it_directly(warden, batman, people):
    writers = {"name": "Writers", "permissions": ["write:books"]}
    assert batman.post("/api/roles/", writers, format="json").status_code == 201
    body = {"roles": [role_named("Employees"), role_named("Writers")], "permissions": ["write:books"]}
    assert lacking(warden.put(grants_at(people["alfred"]), body, format="json")) == ["write:books"]


def test_nor_to_oneself(warden):
    me = User.objects.get(username="warden")
    held = sorted(effective_permissions(me))
    body: dict[str, Any] = {"roles": [], "permissions": [*held, "delete:books"]}
    assert lacking(warden.put(grants_at(me), body, format="json")) == ["delete:books"]
    body = {"roles": [role_named("Managers")], "permissions": held}
    assert "delete:roles" in lacking(warden.put(grants_at(me), body, format="json"))
    assert sorted(effective_permissions(me)) == held


def test_nor_by_adding_to_a_role_or_making_one(warden):
    held = list(Group.objects.get(name="Employees").permissions.values_list("codename", flat=True))
    body: dict[str, Any] = {"permissions": [*held, "write:books"]}
    assert lacking(warden.patch(role_at("Employees"), body, format="json")) == ["write:books"]
    assert lacking(warden.put(role_at("Employees"), {**body, "name": "E"}, format="json")) == ["write:books"]
    body = {"name": "Mine", "permissions": ["list:books", "write:books"]}
    assert lacking(warden.post("/api/roles/", body, format="json")) == ["write:books"]
    assert not Group.objects.filter(name="Mine").exists()
    assert not Group.objects.get(name="Employees").permissions.filter(codename="write:books").exists()


def test_a_role_that_changes_its_name_gives_by_what_it_holds(warden, batman, people):
    assert batman.patch(role_at("Employees"), {"name": "Readers"}, format="json").status_code == 200
    body: dict[str, Any] = {"name": "Employees", "permissions": ["list:books"]}
    assert warden.post("/api/roles/", body, format="json").status_code == 201
    for role, allowed in (("Employees", 200), ("Readers", 403)):
        body = {"roles": [role_named(role)], "permissions": []}
        assert warden.put(grants_at(people["joker"]), body, format="json").status_code == allowed


def test_what_counts_is_the_directory_of_now_and_not_the_token(warden, people):
    body = {"roles": [], "permissions": ["list:books"]}
    me = User.objects.get(username="warden")
    me.user_permissions.remove(declared_permissions().get(codename="list:books"))
    assert lacking(warden.put(grants_at(people["joker"]), body, format="json")) == ["list:books"]


def test_a_role_with_powers_in_the_admin_is_given_in_the_admin_alone(batman, people):
    own = Permission.objects.get(codename="change_user", content_type__app_label="auth")
    Group.objects.get(name="Employees").permissions.add(own)
    body = {"roles": [role_named("Employees")], "permissions": []}
    assert lacking(batman.put(grants_at(people["joker"]), body, format="json")) == ["auth.change_user"]
    assert batman.put(grants_at(people["robin"]), body, format="json").status_code == 200  # has it already


def test_a_permission_of_another_kind_is_not_given_under_the_name_of_one_that_is_held(batman, people):
    kind = ContentType.objects.create(app_label="directory", model="something_else")
    other = Permission.objects.create(codename="list:books", content_type=kind, name="Not the API's")
    Group.objects.get(name="Employees").permissions.add(other)
    body = {"roles": [role_named("Employees")], "permissions": []}
    assert lacking(batman.put(grants_at(people["joker"]), body, format="json")) == ["directory.list:books"]


def test_what_no_resource_declares_any_more_gives_nothing_and_hinders_nobody(batman, people):
    kind = grantable_permissions().first().content_type
    left_over = Permission.objects.create(codename="list:films", content_type=kind, name="List films")
    Group.objects.get(name="Employees").permissions.add(left_over)
    body = {"roles": [role_named("Employees")], "permissions": []}
    assert batman.put(grants_at(people["joker"]), body, format="json").status_code == 200


@pytest.mark.parametrize("how", ["directly", "through a role"])
def test_nobody_changes_one_who_may_do_more_in_the_admin(batman, people, how):
    own = Permission.objects.get(codename="change_user", content_type__app_label="auth")
    if how == "directly":
        people["joker"].user_permissions.add(own)
    else:
        people["joker"].groups.add(Group.objects.create(name="Clerks"))
        Group.objects.get(name="Clerks").permissions.add(own)
    change = {"email": "mine@gotham.example"}
    assert lacking(batman.patch(person_at(people["joker"]), change, format="json")) == ["auth.change_user"]


def test_the_operator_gives_what_nobody_else_may(people):
    role = role_named("Managers")
    given = GrantsChange(role_ids=(role["id"],), permissions=("edit:books",))
    found = DjangoDirectory().set_grants(subject_of(people["joker"]), given, None, lambda _present: None)
    assert found == Grants(roles=(NamedRole(**role),), permissions=("edit:books",))


def test_keeping_what_somebody_has_is_no_giving(warden, people):
    body: dict[str, Any] = {"roles": [role_named("Employees")], "permissions": ["write:books"]}
    assert warden.put(grants_at(people["alfred"]), body, format="json").status_code == 200
    held = sorted(effective_permissions(people["robin"]))
    assert warden.patch(role_at("Employees"), {"permissions": held}, format="json").status_code == 200


@pytest.mark.parametrize("change", [{"active": False}, {"name": "Mud"}, {"email": "mine@gotham.example"}])
def test_nobody_changes_one_who_holds_more(warden, people, change):
    assert "list:movies" in lacking(warden.patch(person_at(people["robin"]), change, format="json"))
    assert lacking(warden.patch(person_at(people["gordon"]), change, format="json")) == ["superuser"]
    assert User.objects.get(username="robin").first_name == "Robin"
    assert warden.patch(person_at(people["joker"]), change, format="json").status_code == 200


def test_nobody_wakes_one_who_would_hold_more(warden, batman, people):
    assert batman.patch(person_at(people["robin"]), {"active": False}, format="json").status_code == 200
    assert "list:movies" in lacking(warden.patch(person_at(people["robin"]), {"active": True}, format="json"))
    assert batman.patch(person_at(people["robin"]), {"active": True}, format="json").status_code == 200


def test_the_setting_lets_everything_be_given_and_nothing_be_taken(warden, people, settings):
    settings.ALLOW_GRANTING_UNHELD = True
    body = {"roles": [role_named("Managers")], "permissions": ["delete:books"]}
    assert warden.put(grants_at(people["joker"]), body, format="json").status_code == 200
    assert "list:users" not in lacking(warden.put(grants_at(people["joker"]), NOTHING, format="json"))
    assert lacking(warden.patch(person_at(people["joker"]), {"active": False}, format="json"))
    User.objects.filter(username="joker").update(is_active=False)
    assert warden.patch(person_at(people["joker"]), {"active": True}, format="json").status_code == 200


# --- Through the gateway, whose own token says nothing of the person -------------------


@pytest.fixture
def through_gateway(client_with, conf):
    conf.STRATEGY = "gateway_client_credentials"

    def make(said: str):
        client = client_with(
            "edit:roles",
            sub="usher-gateway",
            client_id="usher-gateway",
            audience="https://roles.usher.example/",
        )
        client.credentials(**client._credentials, HTTP_X_ACTING_FOR=said)
        return client

    return make


def test_the_gateway_gives_what_the_person_holds_for_whom_it_asks(through_gateway, warden, people):
    from urllib.parse import urlencode

    who = User.objects.get(username="warden")
    client = through_gateway(urlencode({"sub": subject_of(who), "client": "usher-spa"}))
    path, body = grants_at(people["joker"]), {"roles": [], "permissions": ["delete:books"]}
    assert lacking(client.put(path, body, format="json")) == ["delete:books"]
    assert client.put(path, {**body, "permissions": ["list:books"]}, format="json").status_code == 200
    assert Entry.objects.latest("id").actor_subject == subject_of(who)


def test_the_gateway_gives_nothing_for_nobody(through_gateway, people):
    path, body = grants_at(people["joker"]), {"roles": [], "permissions": ["list:books"]}
    assert lacking(through_gateway("").put(path, body, format="json")) == ["list:books"]


def test_what_anybody_else_says_about_whom_they_act_for_means_nothing(warden, people):
    path, body = grants_at(people["joker"]), {"roles": [], "permissions": ["delete:books"]}
    said = {"X-Acting-For": f"sub={subject_of(people['batman'])}".replace("|", "%7C")}
    assert lacking(warden.put(path, body, format="json", headers=said)) == ["delete:books"]


def test_who_may_not_change_somebody_learns_no_more_of_them_by_a_wrong_version(people, speaking_for):
    grant(people["robin"], "edit:users")
    address, wrong = person_at(people["batman"]), {"If-Match": '"wrong"'}
    answer = speaking_for(people["robin"]).patch(address, {"name": "X"}, format="json", headers=wrong)
    assert answer.status_code == 403
    assert people["batman"].email not in answer.content.decode()
