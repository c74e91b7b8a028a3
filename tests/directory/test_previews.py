"""What a change would mean, asked before it is made."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from directory.grants import grant
from permissions_api.resource import all_permissions
from tests.directory.conftest import person_at, role_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("films_and_books")]

EMPLOYEES = ["list:movies", "read:movies", "list:books", "read:books"]


def preview(client: APIClient, role: str, *permissions: str) -> Any:
    answer = client.get(f"{role_at(role)}preview/", {"permissions": permissions})
    assert answer.status_code == 200, answer.content
    return answer.json()


def sole(client: APIClient, user: User) -> list[str]:
    found: list[str] = client.get(f"{person_at(user)}sole/").json()["permissions"]
    return found


def test_it_names_who_gains_and_who_loses_and_puts_those_together_to_whom_the_same_happens(batman, people):
    grant(people["alfred"], "list:books")
    User.objects.create_user("late", is_active=False).groups.add(Group.objects.get(name="Employees"))
    assert preview(batman, "Employees", "list:movies", "read:movies", "write:books") == {
        # Alfred may write books already, and list them otherwise.
        "gains": [{"permissions": ["write:books"], "names": ["Robin"], "count": 1}],
        "losses": [
            {"permissions": ["read:books"], "names": ["Alfred"], "count": 1},
            {"permissions": ["list:books", "read:books"], "names": ["Robin"], "count": 1},
        ],
        "without_holder": [],
    }
    assert preview(batman, "Employees", *EMPLOYEES) == {"gains": [], "losses": [], "without_holder": []}


def test_what_is_held_through_another_role_is_not_lost(batman, people):
    readers = Group.objects.create(name="Readers")
    readers.permissions.set(Group.objects.get(name="Employees").permissions.all())
    people["robin"].groups.add(readers)
    assert preview(batman, "Employees")["losses"] == [
        {"permissions": EMPLOYEES, "names": ["Alfred"], "count": 1}
    ]
    # Batman's own role holds all of it, so nothing is without a holder.
    assert preview(batman, "Employees")["without_holder"] == []


def test_it_says_what_nobody_would_hold_any_more(batman, people):
    left = [name for name in all_permissions() if name not in ("delete:books", "write:books", "list:audit")]
    # Alfred writes books; of the audit trail Joker is told, who may not log in.
    grant(people["joker"], "list:audit")
    User.objects.filter(username="joker").update(is_active=False)
    assert preview(batman, "Managers", *left)["without_holder"] == ["delete:books", "list:audit"]
    nobody = Group.objects.create(name="Nobody's")
    nobody.permissions.set(Group.objects.get(name="Managers").permissions.all())
    assert preview(batman, "Managers", *left)["without_holder"] == ["delete:books", "list:audit"]
    people["robin"].groups.add(nobody)
    assert preview(batman, "Managers", *left)["without_holder"] == []
    assert preview(batman, "Employees")["without_holder"] == []


def test_a_role_that_nobody_has_affects_nobody(batman):
    Group.objects.create(name="Readers")
    assert preview(batman, "Readers", "list:books") == {"gains": [], "losses": [], "without_holder": []}


def test_of_many_people_it_names_ten_and_counts_all(batman, people):
    employees = Group.objects.get(name="Employees")
    for number in range(10, 30):
        User.objects.create_user(f"many{number}").groups.add(employees)
    people["robin"].groups.clear()
    people["alfred"].groups.clear()
    [loss] = preview(batman, "Employees")["losses"]
    assert (loss["names"], loss["count"]) == ([f"many{number}" for number in range(10, 20)], 20)


def test_its_cost_does_not_depend_on_how_many_have_the_role(batman, people, django_assert_max_num_queries):
    employees = Group.objects.get(name="Employees")
    for number in range(20):
        User.objects.create_user(f"many{number}").groups.add(employees)
    with django_assert_max_num_queries(10):
        preview(batman, "Employees", "write:movies")


def test_what_is_no_permission_is_refused(batman):
    answer = batman.get(f"{role_at('Employees')}preview/", {"permissions": ["x:movies"]})
    assert answer.status_code == 400
    assert batman.get("/api/roles/999999/preview/").status_code == 404


def test_what_somebody_alone_holds(batman, people):
    assert "delete:books" in sole(batman, people["batman"])
    assert "list:books" not in sole(batman, people["batman"])
    assert sole(batman, people["alfred"]) == []
    grant(people["robin"], "Managers")
    assert sole(batman, people["batman"]) == []
    User.objects.filter(username="robin").update(is_active=False)
    assert "delete:books" in sole(batman, people["batman"])
    # The inactive hold nothing that could be lost.
    assert sole(batman, people["robin"]) == []
