"""Nobody takes from who holds more, or comes to stand in for them; to suspend is the one exception."""

from io import StringIO
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import Entry
from directory.effective_permissions import effective_permissions
from directory.grants import grant, withdraw
from directory.subjects import subject_of
from permissions_api import effective_permissions as guards_permissions
from tests.directory.conftest import grants_at, lacking, person_at, role_at, role_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("films_and_books")]

NOTHING: dict[str, list[str]] = {"roles": [], "permissions": []}


def person(name: str, *given: str) -> User:
    """Make somebody who has a password, and give them this."""
    user = User.objects.create_user(name, password="gotham-demo")
    for what in given:
        grant(user, what)
    return user


def role(name: str, *permissions: str) -> Group:
    group = Group.objects.create(name=name)
    group.permissions.set(Permission.objects.filter(codename__in=permissions))
    return group


def suspension_of(user: User) -> str:
    return f"{person_at(user)}suspend/"


# --- From a person ---------------------------------------------------------------------


def test_who_holds_less_withdraws_nothing_from_somebody(warden, people):
    before = effective_permissions(people["batman"])
    assert "edit:books" in lacking(warden.put(grants_at(people["batman"]), NOTHING, format="json"))
    # Not even what they hold themselves.
    grant(people["alfred"], "list:books")
    body = {"roles": [role_named("Employees")], "permissions": ["write:books"]}
    assert lacking(warden.put(grants_at(people["alfred"]), body, format="json")) == [
        "list:movies",
        "read:books",
        "read:movies",
        "write:books",
    ]
    assert effective_permissions(people["batman"]) == before


def test_who_holds_as_much_withdraws_it(warden, people):
    for held in ("list:books", "edit:users"):
        grant(people["joker"], held)
    assert warden.put(grants_at(people["joker"]), NOTHING, format="json").status_code == 200
    assert effective_permissions(people["joker"]) == set()


def test_who_holds_less_may_still_add_what_they_hold(warden, people):
    body = {"roles": [role_named("Managers")], "permissions": ["list:books"]}
    assert warden.put(grants_at(people["batman"]), body, format="json").status_code == 200


def test_somebody_inactive_counts_with_what_they_would_hold_again(warden, people):
    User.objects.filter(username="batman").update(is_active=False)
    grant(people["robin"], "edit:roles")  # so that somebody can
    assert lacking(warden.put(grants_at(people["batman"]), NOTHING, format="json"))
    assert lacking(warden.patch(person_at(people["batman"]), {"email": "mine@gotham.example"}, format="json"))


def test_what_counts_is_what_one_holds_through_this_client(speaking_for, people, monkeypatch):
    allowed = frozenset(["edit:roles", "edit:users"])
    batman = speaking_for(people["batman"], *allowed)
    grant(people["robin"], "edit:roles")
    assert batman.put(grants_at(people["alfred"]), NOTHING, format="json").status_code == 200
    through_it = lambda token, find: (find(token.subject), allowed)  # noqa: E731
    monkeypatch.setattr(guards_permissions, "person_behind", through_it)
    assert "list:books" in lacking(batman.put(grants_at(people["robin"]), NOTHING, format="json"))
    # One's own address too: who may change it has the letter that sets a password sent there.
    change = {"email": "mine@gotham.example"}
    assert "list:books" in lacking(batman.patch(person_at(people["batman"]), change, format="json"))
    assert batman.put(grants_at(people["batman"]), NOTHING, format="json").status_code == 200


def test_what_is_ones_own_one_may_always_give_up(speaking_for, people):
    role("Clerks", "list:books").permissions.add(Permission.objects.get(codename="change_user"))
    clerk = person("clerk", "Clerks", "edit:roles", "edit:users")
    grant(people["robin"], "edit:roles")
    client = speaking_for(clerk)
    body = {"roles": [], "permissions": ["edit:users"]}
    assert lacking(client.patch(person_at(clerk), {"name": "Mud"}, format="json")) == ["auth.change_user"]
    assert client.put(grants_at(clerk), {**body, "permissions": []}, format="json").status_code == 200
    grant(clerk, "Clerks")
    grant(clerk, "edit:users")
    assert client.patch(person_at(clerk), {"active": False}, format="json").status_code == 200
    assert not User.objects.get(username="clerk").is_active


# --- From a role -------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"permissions": ["edit:roles"]}, {"name": "Former"}, None])
def test_who_holds_less_neither_empties_nor_renames_nor_deletes_a_role(warden, people, change):
    grant(User.objects.get(username="warden"), "delete:roles")
    address, before = role_at("Managers"), effective_permissions(people["batman"])
    answer = warden.delete(address) if change is None else warden.patch(address, change, format="json")
    assert "edit:books" in lacking(answer)
    if change is not None:
        whole = {"name": "Managers", "permissions": sorted(before), **change}
        assert "edit:books" in lacking(warden.put(address, whole, format="json"))
    assert effective_permissions(people["batman"]) == before
    assert Group.objects.filter(name="Managers").exists()


def test_a_role_that_nobody_has_needs_what_it_holds_alone(warden, speaking_for):
    role("Readers", "list:books", "read:books")
    change = {"permissions": ["list:books"]}
    assert lacking(warden.patch(role_at("Readers"), change, format="json")) == ["read:books"]
    grant(User.objects.get(username="warden"), "read:books")
    assert warden.patch(role_at("Readers"), change, format="json").status_code == 200


@pytest.mark.parametrize("change", [{"permissions": []}, {"name": "Others"}, None])
def test_a_role_needs_what_its_active_members_hold_beside_it(warden, people, change):
    role("Readers", "list:books")
    grant(User.objects.get(username="warden"), "delete:roles")
    member = person("member", "Readers", "delete:movies")

    def try_it():
        address = role_at("Readers")
        return warden.delete(address) if change is None else warden.patch(address, change, format="json")

    assert lacking(try_it()) == ["delete:movies"]
    assert member.groups.filter(name="Readers").exists()
    member.is_active = False
    member.save()
    assert try_it().status_code in (200, 204)


@pytest.mark.parametrize("otherwise", ["directly", "through a role"])
def test_a_member_who_loses_nothing_hinders_nobody_except_from_renaming(warden, people, otherwise):
    role("Readers", "list:books")
    role("Others", "list:books")
    grant(User.objects.get(username="warden"), "delete:roles")
    member = person("member", "Readers", "delete:movies")
    grant(member, "list:books" if otherwise == "directly" else "Others")
    assert lacking(warden.patch(role_at("Readers"), {"name": "X"}, format="json")) == ["delete:movies"]
    assert warden.patch(role_at("Readers"), {"permissions": []}, format="json").status_code == 200
    grant(User.objects.get(username="warden"), "list:books")
    assert warden.delete(role_at("Readers")).status_code == 204


def test_of_several_permissions_one_that_is_lost_is_enough(warden):
    role("Readers", "list:books", "edit:users")
    member = person("member", "Readers", "list:books", "delete:movies")
    keeping = {"permissions": ["edit:users"]}
    assert lacking(warden.patch(role_at("Readers"), {"permissions": []}, format="json")) == ["delete:movies"]
    assert warden.patch(role_at("Readers"), keeping, format="json").status_code == 200
    assert effective_permissions(member) == {"list:books", "edit:users", "delete:movies"}


def test_a_member_who_is_the_actor_is_no_hindrance(warden):
    role("Readers", "list:books")
    me = User.objects.get(username="warden")
    grant(me, "Readers")
    me.is_superuser = True  # which nobody holds by the directory
    me.save()
    assert warden.patch(role_at("Readers"), {"name": "Others"}, format="json").status_code == 200


def test_a_role_with_powers_in_the_admin_is_taken_in_the_admin_alone(batman):
    role("Clerks").permissions.add(Permission.objects.get(codename="change_user"))
    assert lacking(batman.patch(role_at("Clerks"), {"name": "X"}, format="json")) == ["auth.change_user"]
    assert lacking(batman.delete(role_at("Clerks"))) == ["auth.change_user"]


def test_the_gateway_takes_nothing_that_the_person_lacks(client_with, conf, warden, people):
    conf.STRATEGY = "gateway_client_credentials"
    said = urlencode({"sub": subject_of(User.objects.get(username="warden")), "client": "usher-spa"})
    gateway = {"sub": "usher-gateway", "client_id": "usher-gateway"}
    client = client_with("edit:roles", audience="https://roles.usher.example/", **gateway)
    client.credentials(**client._credentials, HTTP_X_ACTING_FOR=said)
    assert lacking(client.put(grants_at(people["batman"]), NOTHING, format="json"))


def test_commands_stand_outside_with_an_entry_in_the_trail(people):
    withdraw(people["robin"], "Employees")
    assert Entry.objects.latest("id").action == "role.withdrawn"
    assert Entry.objects.latest("id").actor_subject.startswith("command:")


# --- Suspending ----------------------------------------------------------------------------


@pytest.fixture
def guard(speaking_for):
    """Somebody who may suspend people and nothing else."""
    return speaking_for(person("guard", "suspend:users"))


def test_who_may_suspend_sets_inactive_whoever_it_is_and_changes_nothing_else(guard, people):
    robin = people["robin"]
    columns = ("username", "first_name", "email", "password", "is_staff", "is_superuser")
    before = [getattr(robin, column) for column in columns]
    assert guard.patch(person_at(robin), {"active": False}, format="json").status_code == 403
    answer = guard.post(suspension_of(robin))
    assert (answer.status_code, answer.content) == (204, b"")
    robin.refresh_from_db()
    assert not robin.is_active
    assert [getattr(robin, column) for column in columns] == before
    assert [group.name for group in robin.groups.all()] == ["Employees"]
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.target_name) == ("user.suspended", "Robin")
    assert entry.actor_subject == subject_of(User.objects.get(username="guard"))


def test_to_suspend_twice_is_no_second_change(guard, people):
    assert guard.post(suspension_of(people["robin"])).status_code == 204
    before = Entry.objects.count()
    assert guard.post(suspension_of(people["robin"])).status_code == 204
    assert Entry.objects.count() == before


def test_who_may_edit_people_may_not_suspend_them(warden, people, speaking_for):
    token_without = speaking_for(User.objects.get(username="warden"), "edit:users", "edit:roles")
    answer = token_without.post(suspension_of(people["robin"]))
    assert (answer.status_code, answer.json()["required_permission"]) == (403, "suspend:users")


def test_nobody_is_suspended_whom_nobody_else_could_let_in_again(guard, people):
    answer = guard.post(suspension_of(people["batman"]))
    assert answer.status_code == 409
    assert answer.json()["code"] == "nobody_to_undo"
    assert answer.json()["detail"] == (
        "Nobody could undo this: it takes another active person who can log in, may edit people"
        " and holds all that Batman was given."
    )
    assert User.objects.get(username="batman").is_active
    grant(people["robin"], "Managers")
    assert guard.post(suspension_of(people["batman"])).status_code == 204
    assert guard.post(suspension_of(people["robin"])).status_code == 409


@pytest.mark.parametrize("short", ["inactive", "without one permission", "without edit:users"])
def test_who_could_not_undo_it_does_not_count(guard, people, short):
    other = person("other", "Employees", "write:books")
    if short != "without edit:users":
        grant(other, "edit:users")
    withdraw(people["alfred"], "Employees")
    grant(people["alfred"], "Employees")
    if short == "inactive":
        User.objects.filter(username="other").update(is_active=False)
    if short == "without one permission":
        withdraw(other, "write:books")
    User.objects.filter(username="batman").update(is_active=False)
    grant(person("editor"), "edit:roles")
    assert guard.post(suspension_of(people["alfred"])).status_code == 409
    User.objects.filter(username="other").update(is_active=True)
    grant(other, "write:books")
    grant(other, "edit:users")
    assert guard.post(suspension_of(people["alfred"])).status_code == 204


@pytest.mark.identity
def test_who_cannot_log_in_could_not_undo_it(guard, people):
    grant(User.objects.create_user("newcomer"), "Managers")
    assert guard.post(suspension_of(people["batman"])).status_code == 409


def test_a_superuser_is_suspended_where_another_could_undo_it_in_the_admin(guard, people):
    assert guard.post(suspension_of(people["gordon"])).status_code == 409
    another = person("another", "edit:users")
    another.is_superuser = True
    another.save()
    assert guard.post(suspension_of(people["gordon"])).status_code == 204


def test_who_was_suspended_is_let_in_by_who_holds_as_much_and_by_nobody_else(guard, warden, batman, people):
    assert guard.post(suspension_of(people["robin"])).status_code == 204
    wake = {"active": True}
    assert "list:movies" in lacking(warden.patch(person_at(people["robin"]), wake, format="json"))
    assert batman.patch(person_at(people["robin"]), wake, format="json").status_code == 200


def test_who_suspends_somebody_comes_no_nearer_to_taking_from_them(people, speaking_for):
    grant(people["robin"], "Managers")
    attacker = speaking_for(person("attacker", "suspend:users", "edit:users", "edit:roles", "list:books"))
    assert attacker.post(suspension_of(people["batman"])).status_code == 204
    address = person_at(people["batman"])
    assert lacking(attacker.patch(address, {"email": "mine@gotham.example"}, format="json"))
    assert lacking(attacker.patch(address, {"active": True}, format="json"))
    assert lacking(attacker.put(grants_at(people["batman"]), NOTHING, format="json"))


def test_an_unknown_person_is_not_suspended(guard):
    assert guard.post("/api/users/usher%7C999999/suspend/").status_code == 404
    assert guard.post("/api/users/x/suspend/").status_code == 404


def test_the_command_suspends_whoever_it_may_be_but_the_last_role_editor(people):
    with pytest.raises(CommandError, match="Nobody could edit roles any more"):
        call_command("suspend", "batman")
    with pytest.raises(CommandError, match="no person with the user name 'nobody'"):
        call_command("suspend", "nobody")
    grant(people["robin"], "edit:roles")
    printed = StringIO()
    call_command("suspend", "batman", stdout=printed)
    assert "batman is suspended" in printed.getvalue()
    assert not User.objects.get(username="batman").is_active
    assert Entry.objects.latest("id").action == "user.suspended"


@pytest.mark.identity
def test_suspending_ends_sessions_and_refresh_tokens(guard, people):
    from django.utils import timezone
    from oauth2_provider.models import AccessToken, Application, RefreshToken

    from identity.models import BrowserSession

    browser, robin = Client(), people["robin"]
    browser.force_login(robin)
    client = Application.objects.first()
    opaque = AccessToken.objects.create(user=robin, application=client, token="t", expires=timezone.now())
    refresh = RefreshToken.objects.create(user=robin, application=client, token="r", access_token=opaque)
    assert BrowserSession.objects.filter(user=robin).exists()
    assert guard.post(suspension_of(robin)).status_code == 204
    assert not BrowserSession.objects.filter(user=robin).exists()
    assert RefreshToken.objects.get(pk=refresh.pk).revoked is not None
