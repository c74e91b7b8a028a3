"""Whoever tries to give what they lack is counted among the refused, as for everything else they lack."""

import pytest

from audit import refusals
from audit.models import Refusal
from directory.grants import grant
from directory.privileges import NEW_PERMISSIONS
from directory.subjects import subject_of
from permissions_api.resource import all_permissions
from tests.directory.conftest import grants_at, person_at, role_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("films_and_books")]


@pytest.fixture
def robin(people, speaking_for):
    for permission in ("edit:roles", "edit:users", "write:roles"):
        grant(people["robin"], permission)
    return speaking_for(people["robin"])


def counted() -> dict[tuple[str, str], int]:
    refusals.counted.flush()
    return {(row.subject, row.permission): row.count for row in Refusal.objects.all()}


@pytest.mark.parametrize("way", ["grants", "role", "new role", "person"])
def test_each_permission_that_was_lacking_is_counted_for_who_asked(people, robin, way):
    gift = {"roles": [], "permissions": ["edit:books", "list:books", "delete:books"]}
    answer = {
        "grants": lambda: robin.put(grants_at(people["joker"]), gift, format="json"),
        "role": lambda: robin.patch(
            role_at("Employees"), {"permissions": ["edit:books", "delete:books"]}, format="json"
        ),
        "new role": lambda: robin.post(
            "/api/roles/", {"name": "New", "permissions": ["edit:books", "delete:books"]}, format="json"
        ),
        "person": lambda: robin.patch(person_at(people["batman"]), {"name": "Bruce"}, format="json"),
    }[way]()
    assert answer.status_code == 403
    lacking = (
        {*all_permissions(), NEW_PERMISSIONS} - {"edit:roles", "edit:users", "write:roles"} - _of_employees()
        if way == "person"
        else {"edit:books", "delete:books"}
    )
    assert counted() == {(subject_of(people["robin"]), name): 1 for name in lacking}


def test_what_is_given_is_not_counted(people, robin):
    gift = {"roles": [], "permissions": ["list:books"]}
    assert robin.put(grants_at(people["joker"]), gift, format="json").status_code == 200
    assert counted() == {}


def _of_employees() -> set[str]:
    return {"list:movies", "read:movies", "list:books", "read:books"}
