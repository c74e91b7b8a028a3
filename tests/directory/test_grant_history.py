"""Who gave somebody what they hold, and when they last logged in: to who may read people, and nobody else."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User

from directory.grants import grant, withdraw
from directory.permission_sync import declared_permissions
from directory.subjects import subject_of
from tests.directory.conftest import grants_at, person_at, role_at, role_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("films_and_books")]


def history(client, user):
    answer = client.get(f"{grants_at(user)}history/")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_tells_who_gave_a_role_and_a_permission_and_when(batman, people):
    joker, batman_as_told = people["joker"], {"subject": subject_of(people["batman"]), "name": "Batman"}
    before = datetime.now(UTC)
    gift = {"roles": [role_named("Employees")], "permissions": ["write:books"]}
    assert batman.put(grants_at(joker), gift, format="json").status_code == 200
    told = history(batman, joker)
    [role], [permission] = told["roles"], told["permissions"]
    assert (role["name"], role["by"], role["added_later"]) == ("Employees", batman_as_told, [])
    assert (permission["name"], permission["by"]) == ("write:books", batman_as_told)
    for each in (role, permission):
        assert before <= datetime.fromisoformat(each["at"]) <= datetime.now(UTC)


def test_what_a_role_was_given_afterwards_is_told_with_who_gave_it(batman, people):
    gift = {"permissions": ["list:movies", "read:movies", "list:books", "read:books", "edit:books"]}
    assert batman.patch(role_at("Employees"), gift, format="json").status_code == 200
    [role] = history(batman, people["robin"])["roles"]
    assert [(each["name"], each["by"]["name"]) for each in role["added_later"]] == [("edit:books", "Batman")]


def test_what_was_taken_and_given_again_is_told_from_the_last_time(batman, people):
    grant(people["joker"], "list:books")
    withdraw(people["joker"], "list:books")
    gift = {"roles": [], "permissions": ["list:books"]}
    assert batman.put(grants_at(people["joker"]), gift, format="json").status_code == 200
    [permission] = history(batman, people["joker"])["permissions"]
    assert permission["by"]["name"] == "Batman"


def test_a_command_is_named_and_not_who_ran_it(batman, people):
    grant(people["joker"], "list:books")
    [permission] = history(batman, people["joker"])["permissions"]
    assert permission["by"]["subject"].startswith("command:")
    assert permission["by"]["name"] == ""


def test_what_the_trail_does_not_tell_is_null(batman, people):
    through = User.user_permissions.through
    through.objects.bulk_create(
        [through(user=people["joker"], permission=declared_permissions().get(codename="list:books"))]
    )
    assert history(batman, people["joker"])["permissions"] == [{"name": "list:books", "at": None, "by": None}]


def test_its_cost_does_not_depend_on_how_much_is_held(batman, people, django_assert_max_num_queries):
    for number in range(8):
        people["joker"].groups.add(Group.objects.create(name=f"Role {number}"))
    with django_assert_max_num_queries(8):
        assert len(history(batman, people["joker"])["roles"]) == 8


def test_last_login_and_second_factor_are_told(batman, people):
    told = batman.get(f"{person_at(people['robin'])}logins/").json()
    assert told == {"last_login": None, "second_factor": told["second_factor"]}
    User.objects.filter(pk=people["robin"].pk).update(last_login=datetime(2026, 11, 1, tzinfo=UTC))
    told = batman.get(f"{person_at(people['robin'])}logins/").json()
    assert told["last_login"] == "2026-11-01T00:00:00Z"


@pytest.mark.parametrize("path", ["logins/", "grants/history/"])
def test_they_are_told_to_nobody_without_read_users(people, speaking_for, path):
    robin = speaking_for(
        people["robin"], "list:users", "list:roles", "read:roles", "edit:users", "list:audit"
    )
    for somebody in ("robin", "batman"):
        answer = robin.get(f"{person_at(people[somebody])}{path}")
        assert (answer.status_code, answer.json()["required_permission"]) == (403, "read:users")


def test_no_list_and_nothing_about_oneself_tells_them(people, speaking_for):
    User.objects.update(last_login=datetime(2026, 11, 1, tzinfo=UTC))
    robin = speaking_for(people["robin"], "list:users", "list:roles", "read:roles")
    for path in ("/api/users/", f"{role_at('Employees')}members/", "/me/permissions", "/me/access"):
        answer = robin.get(path)
        assert answer.status_code == 200
        for hidden in ("last_login", "second_factor", "2026-11-01", "added_later"):
            assert hidden not in answer.content.decode()
