"""Every change of people, roles and what they hold leaves one entry, whoever makes it."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

from audit.models import Entry

pytestmark = pytest.mark.django_db


def permission(name: str) -> Permission:
    return Permission.objects.get(codename=name, content_type__app_label="directory")


def roles(*names: str) -> dict[str, list[dict[str, str]]]:
    """Return how the trail tells of these roles."""
    return {"roles": [{"id": str(Group.objects.get(name=name).pk), "name": name} for name in names]}


def test_a_granted_role_is_told_with_what_was_held_before_and_after(people, told):
    people["joker"].groups.add(Group.objects.get(name="Employees"))
    assert told() == [("role.granted", "Joker", roles(), roles("Employees"))]
    entry = Entry.objects.latest("id")
    assert (entry.target_kind, entry.target_id) == ("user", f"usher|{people['joker'].pk}")


def test_a_role_granted_from_the_roles_side_tells_of_each_person(people, told):
    Group.objects.get(name="Employees").user_set.add(people["joker"], people["batman"], people["robin"])
    assert told() == [
        ("role.granted", "Batman", roles("Managers"), roles("Employees", "Managers")),
        ("role.granted", "Joker", roles(), roles("Employees")),
    ]


def test_what_changes_nothing_tells_nothing(people, told):
    robin = people["robin"]
    robin.groups.add(Group.objects.get(name="Employees"))
    robin.groups.remove(Group.objects.get(name="Managers"))
    robin.user_permissions.clear()
    robin.save()
    Group.objects.get(name="Employees").save()
    assert told() == []


@pytest.mark.parametrize("how", ["remove", "clear", "set", "clear from the other side", "command"])
def test_a_withdrawn_role_is_told_however_it_is_withdrawn(people, told, how):
    robin, employees = people["robin"], Group.objects.get(name="Employees")
    Group.objects.get(name="Employees").user_set.remove(people["alfred"])
    if how == "remove":
        robin.groups.remove(employees)
    elif how == "clear":
        robin.groups.clear()
    elif how == "set":
        robin.groups.set([])
    elif how == "clear from the other side":
        employees.user_set.clear()
    else:
        call_command("withdraw", "robin", "Employees")
    assert told()[1:] == [("role.withdrawn", "Robin", roles("Employees"), roles())]


def test_direct_permissions_are_told(people, told):
    robin = people["robin"]
    robin.user_permissions.add(permission("write:books"))
    robin.user_permissions.remove(permission("write:books"))
    assert told() == [
        ("permission.granted", "Robin", {"permissions": []}, {"permissions": ["write:books"]}),
        ("permission.withdrawn", "Robin", {"permissions": ["write:books"]}, {"permissions": []}),
    ]


def test_permissions_of_a_role_are_told(people, told):
    role = Group.objects.create(name="Readers")
    role.permissions.add(permission("read:books"))
    role.permissions.set([permission("read:movies")])
    none, books, movies = ({"permissions": names} for names in ([], ["read:books"], ["read:movies"]))
    assert told() == [
        ("role.created", "Readers", None, {"name": "Readers"}),
        ("role.permissions_changed", "Readers", none, books),
        ("role.permissions_changed", "Readers", books, none),
        ("role.permissions_changed", "Readers", none, movies),
    ]


def test_djangos_own_permissions_bear_their_app(people, told):
    people["robin"].user_permissions.add(Permission.objects.get(codename="change_user"))
    assert told()[0][3] == {"permissions": ["auth.change_user"]}


def test_a_deleted_role_tells_what_each_member_loses(people, told):
    employees = roles("Employees")
    Group.objects.get(name="Employees").delete()
    assert sorted(told()[:2], key=lambda entry: entry[1]) == [
        ("role.withdrawn", "Alfred", employees, roles()),
        ("role.withdrawn", "Robin", employees, roles()),
    ]
    assert told()[2:] == [("role.deleted", "Employees", {"name": "Employees"}, None)]


def test_a_deleted_permission_tells_who_loses_it(people, told):
    permission("write:books").delete()
    assert sorted(entry[:2] for entry in told()) == [
        ("permission.withdrawn", "Alfred"),
        ("role.permissions_changed", "Managers"),
    ]


def test_a_renamed_role_is_told(people, told):
    role = Group.objects.get(name="Employees")
    role.name = "Staff"
    role.save()
    assert told() == [("role.renamed", "Staff", {"name": "Employees"}, {"name": "Staff"})]


def test_a_new_person_a_change_and_a_deletion_are_told(people, told):
    selina = User.objects.create_user("selina", "selina@gotham.example", "a-secret-of-cats")
    selina.email = "cat@gotham.example"
    selina.is_superuser = True
    selina.save()
    selina.delete()
    (made, changed, deleted) = told()
    assert made[:3] == ("user.created", "selina", None)
    assert made[3]["email"] == "selina@gotham.example"
    assert changed == (
        "user.changed",
        "selina",
        {"email": "selina@gotham.example", "superuser": False},
        {"email": "cat@gotham.example", "superuser": True},
    )
    assert deleted[0] == "user.deleted"
    assert deleted[2]["email"] == "cat@gotham.example"


def test_deactivation_has_a_name_of_its_own(people, told):
    robin = people["robin"]
    for active in (False, True):
        robin.is_active = active
        robin.save(update_fields=["is_active"])
    assert told() == [
        ("user.deactivated", "Robin", {"active": True}, {"active": False}),
        ("user.activated", "Robin", {"active": False}, {"active": True}),
    ]


def test_a_password_that_is_taken_away_has_changed(people, told):
    people["robin"].set_unusable_password()
    people["robin"].save()
    assert told() == [("user.password_changed", "Robin", None, None)]


def test_of_a_password_only_that_it_changed_is_told(people, told):
    robin = people["robin"]
    robin.set_password("another-secret")
    robin.save()
    assert told() == [("user.password_changed", "Robin", None, None)]


def test_a_hash_replaced_by_hand_is_told_as_that(people, told):
    robin = people["robin"]
    robin.password = people["batman"].password
    robin.save()
    assert told() == [("user.password_hash_replaced", "Robin", None, None)]


def test_a_login_leaves_no_entry(people, told):
    people["robin"].save(update_fields=["last_login"])
    assert told() == []
