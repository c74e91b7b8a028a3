"""Several at once, in threads with connections of their own: on SQLite and on PostgreSQL alike."""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.db import connections

from audit.models import Entry
from directory.effective_permissions import effective_permissions, holders_of
from directory.exceptions import LastRoleEditor
from directory.grants import grant, withdraw
from directory.policies import one_change_at_a_time
from directory.resource import EDIT_ROLES
from directory.subjects import subject_of
from permissions_api.resource import all_permissions
from tests.directory.conftest import grants_at, person_at, role_at, role_named

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING: dict[str, list[str]] = {"roles": [], "permissions": []}


def at_once(*deeds: Callable[[], int]) -> list[int]:
    """Do all of these at the same moment; return what each returned, in order."""
    together, results = threading.Barrier(len(deeds)), [0] * len(deeds)

    def do(place: int) -> None:
        try:
            together.wait(10)
            results[place] = deeds[place]()
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def two_managers(people, speaking_for):
    grant(people["robin"], "Managers")
    return [(speaking_for(people[name]), people[name]) for name in ("batman", "robin")]


@pytest.mark.parametrize("_again", range(3))
@pytest.mark.parametrize("how", ["grants", "deactivate"])
def test_of_two_managers_who_withdraw_each_other_at_once_exactly_one_succeeds(two_managers, how, _again):
    (one, batman), (other, robin) = two_managers

    def end(client, user):
        if how == "grants":
            return client.put(grants_at(user), NOTHING, format="json").status_code
        return client.patch(person_at(user), {"active": False}, format="json").status_code

    # Who comes second is nobody any more by then (401, 403), or would be the last one's end (409).
    statuses = at_once(lambda: end(one, robin), lambda: end(other, batman))
    assert sorted(statuses)[0] == 200
    assert sorted(statuses)[1] in (401, 403, 409)
    assert holders_of(EDIT_ROLES).count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_of_two_managers_who_suspend_each_other_at_once_exactly_one_succeeds(two_managers, _again):
    deeds = [
        lambda client=client, user=user: client.post(f"{person_at(user)}suspend/").status_code
        for client, (_, user) in zip(
            [client for client, _ in two_managers], reversed(two_managers), strict=True
        )
    ]
    first, second = sorted(at_once(*deeds))
    assert (first, second in (401, 403, 409)) == (204, True)
    assert holders_of(EDIT_ROLES).count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_nothing_is_taken_from_who_is_given_more_at_the_same_moment(people, speaking_for, _again):
    """Robin takes list:books from Joker, who becomes an employee meanwhile: before that or not at all."""
    withdraw(people["robin"], "Employees")
    for user, permission in (("robin", "edit:roles"), ("robin", "list:books"), ("joker", "list:books")):
        grant(people[user], permission)
    robin, batman = speaking_for(people["robin"]), speaking_for(people["batman"])
    gift = {"roles": [role_named("Employees")], "permissions": ["list:books"]}
    taken, given = at_once(
        lambda: robin.put(grants_at(people["joker"]), NOTHING, format="json").status_code,
        lambda: batman.put(grants_at(people["joker"]), gift, format="json").status_code,
    )
    assert (taken in (200, 403), given) == (True, 200)
    assert people["joker"].groups.filter(name="Employees").exists()
    assert robin.put(grants_at(people["joker"]), NOTHING, format="json").status_code == 403


@pytest.mark.parametrize("_again", range(3))
def test_of_two_managers_who_leave_at_once_exactly_one_does(two_managers, _again):
    deeds = [
        lambda client=client, user=user: client.put(grants_at(user), NOTHING, format="json").status_code
        for client, user in two_managers
    ]
    assert sorted(at_once(*deeds)) == [200, 409]
    assert holders_of(EDIT_ROLES).count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_a_role_deleted_while_its_other_holder_leaves_locks_nobody_out(people, speaking_for, _again):
    grant(people["robin"], "edit:roles")
    batman = speaking_for(people["batman"])
    role = role_at("Managers")

    def withdrawn_by_command() -> int:
        try:
            withdraw(people["robin"], "edit:roles")
        except LastRoleEditor:
            return 409
        return 204

    statuses = at_once(lambda: batman.delete(role).status_code, withdrawn_by_command)
    assert sorted(statuses) == [204, 409]
    assert holders_of(EDIT_ROLES).count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_what_is_withdrawn_at_the_same_moment_is_given_before_or_not_at_all(people, speaking_for, _again):
    """Robin gives edit:books while it is taken from him: never after he lost it."""
    for permission in ("edit:roles", "edit:books"):
        grant(people["robin"], permission)
    robin, batman = speaking_for(people["robin"]), speaking_for(people["batman"])
    gift = {"roles": [], "permissions": ["edit:books"]}
    theft = {"roles": [role_named("Employees")], "permissions": ["edit:roles"]}
    given, taken = at_once(
        lambda: robin.put(grants_at(people["joker"]), gift, format="json").status_code,
        lambda: batman.put(grants_at(people["robin"]), theft, format="json").status_code,
    )
    assert (given in (200, 403), taken) == (True, 200)
    assert ("edit:books" in effective_permissions(people["joker"])) == (given == 200)
    assert robin.put(grants_at(people["alfred"]), gift, format="json").status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("post", "/api/users/", {"username": "x", "name": "X", "email": "new@gotham.example"}, 409),
        ("patch", "person", {"email": "new@gotham.example"}, 409),
        ("post", "/api/roles/", {"name": "EDITORS", "permissions": []}, 409),
        ("patch", "role", {"name": "EDITORS"}, 409),
        ("patch", "role", {"permissions": []}, 412),
        ("delete", "role", None, 412),
        ("put", "grants", NOTHING, 412),
    ],
)
def test_who_asks_during_a_change_is_answered_by_what_it_leaves(
    people, speaking_for, method, path, body, status
):
    batman, joker = speaking_for(people["batman"]), people["joker"]
    address = {"person": person_at(joker), "grants": grants_at(joker), "role": role_at("Employees")}.get(
        path, path
    )
    # Asked in each case: the first request of a process takes longer than the change.
    answer = batman.get(address)
    seen = {"If-Match": answer["ETag"]} if status == 412 else {}
    begun = threading.Event()

    def slow_change() -> int:
        with one_change_at_a_time():
            User.objects.create_user("new", "new@gotham.example")
            Group.objects.create(name="Editors")
            joker.groups.add(Group.objects.get(name="Employees"))
            begun.set()
            time.sleep(0.2)
        return 0

    def meanwhile() -> int:
        begun.wait(10)
        return getattr(batman, method)(address, body, format="json", headers=seen).status_code

    assert at_once(slow_change, meanwhile) == [0, status]


@pytest.mark.parametrize("_again", range(3))
def test_what_is_given_by_two_clicks_at_once_is_given_once(people, speaking_for, _again):
    batman, address = speaking_for(people["batman"]), grants_at(people["joker"])
    gift = {"roles": [role_named("Employees")], "permissions": ["write:books"]}
    seen, before = {"If-Match": batman.get(address)["ETag"]}, Entry.objects.count()
    clicks = at_once(*[lambda: batman.put(address, gift, format="json", headers=seen).status_code] * 2)
    assert sorted(clicks) == [200, 412]
    clicks = at_once(*[lambda: batman.put(address, gift, format="json").status_code] * 2)
    assert clicks == [200, 200]
    assert batman.get(address).json() == gift
    assert Entry.objects.count() == before + 2  # the role and the permission, each told once


def test_of_four_who_edit_one_role_after_the_same_look_one_succeeds(people, speaking_for):
    batman = speaking_for(people["batman"])
    address = role_at("Employees")
    seen = {"If-Match": batman.get(address)["ETag"]}
    deeds = [
        lambda name=name: (
            batman.patch(address, {"permissions": [name]}, format="json", headers=seen).status_code
        )
        for name in all_permissions()[:4]
    ]
    assert sorted(at_once(*deeds)) == [200, 412, 412, 412]
    assert Group.objects.get(name="Employees").permissions.count() == 1


def test_of_four_who_add_the_same_person_one_does(people, speaking_for):
    batman = speaking_for(people["batman"])
    body = {"username": "selina", "name": "Selina"}
    assert sorted(at_once(*[lambda: batman.post("/api/users/", body, format="json").status_code] * 4)) == [
        201,
        409,
        409,
        409,
    ]
    assert subject_of(User.objects.get(username="selina"))
