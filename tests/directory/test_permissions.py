"""What a person may do follows from roles and direct permissions, and from nothing else."""

from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType

from directory.backends.django import DjangoDirectory
from directory.effective_permissions import effective_permissions, held_by
from directory.grants import UnknownGrant, grant, withdraw
from directory.models import Grantable
from directory.permission_sync import declared_permissions, grantable_permissions, make_permissions
from directory.starting_roles import make_starting_roles
from directory.subjects import subject_of, user_of
from permissions_api.directory import GrantOrigin
from permissions_api.resource import all_permissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin() -> User:
    return User.objects.create_user("robin", first_name="Robin")


def stored(codename: str) -> Permission:
    content_type = ContentType.objects.get_for_model(Grantable)
    return Permission.objects.create(content_type=content_type, codename=codename, name=codename)


def ours(permissions: Any) -> set[str]:
    return set(permissions.filter(pk__in=grantable_permissions()).values_list("codename", flat=True))


def test_somebody_new_holds_nothing(robin):
    assert effective_permissions(robin) == frozenset()


def test_every_declared_permission_has_a_row_after_migrate():
    assert set(grantable_permissions().values_list("codename", flat=True)) == set(all_permissions())


def test_a_superuser_holds_nothing_by_being_one():
    superuser = User.objects.create_superuser("gordon")
    assert effective_permissions(superuser) == frozenset()


@pytest.mark.parametrize("kind", [("auth", "user"), ("directory", "something_else")])
def test_a_permission_of_another_content_type_grants_nothing(robin, kind):
    foreign, _ = ContentType.objects.get_or_create(app_label=kind[0], model=kind[1])
    robin.user_permissions.add(
        Permission.objects.create(content_type=foreign, codename="list:movies", name="Looks alike")
    )
    assert effective_permissions(robin) == frozenset()


@pytest.mark.parametrize("seed", range(6))
def test_the_statement_says_what_the_tables_do_whatever_was_given(robin, seed):
    chance = Random(seed)  # noqa: S311  for examples
    rows = [*grantable_permissions(), stored("list:films"), stored('x","list:movies')]
    others = Permission.objects.exclude(pk__in=[row.pk for row in rows])
    roles = [Group.objects.create(name=f"Role {number}") for number in range(4)]
    for role in roles:
        role.permissions.set([*chance.sample(rows, chance.randrange(len(rows))), *others[:2]])
    for username in ("batman", "alfred"):
        user = User.objects.create_user(username, is_active=chance.random() < 0.8, is_superuser=True)
        user.groups.set(chance.sample(roles, chance.randrange(4)))
        user.user_permissions.set([*chance.sample(rows, chance.randrange(4)), *others[:1]])
    for user in User.objects.all():
        direct = ours(user.user_permissions)
        through = {role.name: ours(role.permissions) for role in user.groups.all()}
        expected = {
            name: GrantOrigin(
                tuple(sorted(role for role in through if name in through[role])), name in direct
            )
            for name in all_permissions()
            if user.is_active and name in direct.union(*through.values())
        }
        person = DjangoDirectory().find(subject_of(user))
        assert person is not None
        assert (dict(person.held), person.roles) == (expected, tuple(sorted(through)))


def test_a_row_that_no_resource_declares_grants_nothing(robin):
    robin.user_permissions.add(stored("list:films"))
    assert effective_permissions(robin) == frozenset()


def test_the_inactive_hold_nothing(robin):
    make_starting_roles()
    grant(robin, "Managers")
    robin.is_active = False
    robin.save()
    assert effective_permissions(robin) == frozenset()
    person = DjangoDirectory().find(subject_of(robin))
    assert person is not None
    assert (person.active, person.held) == (False, {})


@pytest.mark.usefixtures("two_resources")
def test_permissions_come_through_roles_and_directly_and_say_so(robin):
    make_starting_roles()
    grant(robin, "Employees")
    grant(robin, "list:movies")
    grant(robin, "write:books")
    assert held_by(robin) == {
        "list:movies": GrantOrigin(roles=("Employees",), direct=True),
        "read:movies": GrantOrigin(roles=("Employees",), direct=False),
        "list:books": GrantOrigin(roles=("Employees",), direct=False),
        "read:books": GrantOrigin(roles=("Employees",), direct=False),
        "write:books": GrantOrigin(roles=(), direct=True),
    }


def test_one_persons_permissions_are_not_anothers(robin):
    make_starting_roles()
    batman = User.objects.create_user("batman")
    alfred = User.objects.create_user("alfred")
    grant(batman, "Managers")
    grant(robin, "read:books")
    grant(alfred, "write:books")
    assert effective_permissions(robin) == {"read:books"}
    assert effective_permissions(alfred) == {"write:books"}
    assert effective_permissions(batman) == set(all_permissions())


def test_withdrawing_a_role_leaves_what_is_given_directly(robin):
    make_starting_roles()
    grant(robin, "Employees")
    grant(robin, "list:movies")
    withdraw(robin, "Employees")
    withdraw(robin, "Employees")
    assert effective_permissions(robin) == {"list:movies"}


@pytest.mark.parametrize("what", ["", "list:films", "List:movies", "managers", "list:movies "])
def test_granting_what_does_not_exist_says_what_does(robin, what):
    make_starting_roles()
    with pytest.raises(UnknownGrant, match=r"Roles: Employees, Managers\. Permissions: list:movies"):
        grant(robin, what)


def test_starting_roles_made_again_keep_what_an_operator_changed():
    make_starting_roles()
    Group.objects.get(name="Employees").permissions.set(declared_permissions().filter(codename="list:books"))
    make_starting_roles()
    held = Group.objects.get(name="Employees").permissions.values_list("codename", flat=True)
    assert list(held) == ["list:books"]


def test_managers_receive_a_permission_that_is_declared_later():
    make_starting_roles()
    grantable_permissions().filter(codename="delete:books").delete()
    from django.apps import apps

    make_permissions(using="default", apps=apps)
    managers = Group.objects.get(name="Managers")
    assert managers.permissions.filter(codename="delete:books").exists()
    assert not Group.objects.get(name="Employees").permissions.filter(codename="delete:books").exists()


@pytest.mark.parametrize(
    "subject", ["", "1", "usher|", "usher|0", "usher|01", "usher|1 ", "usher|x", "auth0|1"]
)
def test_a_subject_that_is_not_ours_leads_to_nobody(robin, subject):
    assert user_of(subject) is None
    assert DjangoDirectory().find(subject) is None


def test_somebody_who_is_gone_is_nobody_though_others_came_before_and_after(robin):
    gone = User.objects.create_user("gone")
    User.objects.create_user("batman")
    subject = subject_of(gone)
    gone.delete()
    assert user_of(subject) is None
    assert DjangoDirectory().find(subject) is None


def test_the_directory_finds_a_person_by_subject(robin):
    make_starting_roles()
    grant(robin, "Employees")
    person = DjangoDirectory().find(subject_of(robin))
    assert person is not None
    assert (person.name, person.roles, person.active) == ("Robin", ("Employees",), True)
    assert "read:books" in person.held


@pytest.mark.usefixtures("two_resources")
def test_the_directory_lists_roles_with_their_permissions():
    make_starting_roles()
    roles = {role.name: role.permissions for role in DjangoDirectory().roles()}
    assert roles["Employees"] == ("list:books", "list:movies", "read:books", "read:movies")
    assert set(roles["Managers"]) == set(all_permissions())


def test_contacts_are_a_few_managers_who_can_log_in_and_a_number_of_others():
    make_starting_roles()
    for name in ("Ann", "Bob", "Cid", "Dan", "Eve"):
        grant(User.objects.create_user(name.lower(), first_name=name, is_active=name != "Bob"), "Managers")
    contacts = DjangoDirectory().contacts()
    assert (contacts.names, contacts.others) == (("Ann", "Cid", "Dan"), 1)


def test_reading_a_persons_permissions_takes_one_query(robin, django_assert_num_queries):
    make_starting_roles()
    grant(robin, "Managers")
    with django_assert_num_queries(1):
        effective_permissions(robin)
