"""A role given to several people and taken from others: by the rules of each, and with what came of each."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from audit import refusals
from audit.models import Entry, Refusal
from directory.grants import grant
from directory.subjects import subject_of
from permissions_api.resource import all_permissions
from tests.directory.conftest import role_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("films_and_books")]

EMPLOYEES = ["list:movies", "read:movies", "list:books", "read:books"]


def change(client: APIClient, role: str, add: Any = (), remove: Any = (), **headers: str) -> Any:
    body = {"add": [subject_of(user) for user in add], "remove": [subject_of(user) for user in remove]}
    return client.patch(f"{role_at(role)}members/", body, format="json", headers=headers)


def outcomes(answer: Any) -> dict[str, tuple[str, str | None]]:
    assert answer.status_code == 200, answer.content
    names = {subject_of(user): user.username for user in User.objects.all()}
    return {names[each["id"]]: (each["outcome"], each["code"]) for each in answer.json()["results"]}


def members(role: str) -> set[str]:
    return set(Group.objects.get(name=role).user_set.values_list("username", flat=True))


def preview(client: APIClient, role: str, add: Any = (), remove: Any = ()) -> Any:
    query = {"add": [subject_of(user) for user in add], "remove": [subject_of(user) for user in remove]}
    answer = client.get(f"{role_at(role)}members/preview/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_is_given_and_taken_with_an_entry_of_the_trail_for_each(batman, people):
    last = Entry.objects.latest("id").pk
    done = change(batman, "Employees", [people["joker"], people["alfred"]], [people["robin"]])
    assert outcomes(done) == {
        "joker": ("changed", None),
        "alfred": ("unchanged", None),
        "robin": ("changed", None),
    }
    assert members("Employees") == {"alfred", "joker"}
    told = Entry.objects.filter(pk__gt=last).values_list("action", "target_name", "actor_subject")
    by = subject_of(people["batman"])
    assert list(told) == [("role.granted", "Joker", by), ("role.withdrawn", "Robin", by)]
    # Nothing else that they were given is touched.
    assert people["alfred"].user_permissions.get().codename == "write:books"


def test_what_is_refused_of_one_stops_no_other_and_is_counted(warden, people):
    grant(people["joker"], "list:books")
    readers = Group.objects.create(name="Readers")
    readers.permissions.set(people["joker"].user_permissions.all())
    people["batman"].groups.add(readers)
    people["joker"].groups.add(readers)
    assert outcomes(change(warden, "Readers", [people["robin"]], [people["batman"], people["joker"]])) == {
        "robin": ("changed", None),
        "batman": ("refused", "unheld_permission"),
        "joker": ("changed", None),
    }
    assert members("Readers") == {"robin", "batman"}
    refusals.counted.flush()
    assert Refusal.objects.filter(permission="read:books").exists()


def test_nobody_gives_what_they_lack(warden, people):
    [only] = change(warden, "Employees", [people["joker"]]).json()["results"]
    assert (only["outcome"], only["code"]) == ("refused", "unheld_permission")
    assert "You would give Joker what you lack" in only["detail"]
    assert members("Employees") == {"robin", "alfred"}


def test_the_last_who_edits_roles_keeps_that(batman, people):
    assert outcomes(change(batman, "Managers", remove=[people["batman"]])) == {
        "batman": ("refused", "last_role_editor")
    }
    assert members("Managers") == {"batman"}


def test_who_takes_it_from_themselves_comes_last(batman, people):
    for name in ("robin", "alfred", "joker"):
        people[name].groups.add(Group.objects.get(name="Managers"))
        people[name].set_password("so that they can log in")
        people[name].save()
    everybody = [people["batman"], people["robin"], people["alfred"]]
    assert {outcome for outcome, _ in outcomes(change(batman, "Managers", remove=everybody)).values()} == {
        "changed"
    }
    assert members("Managers") == {"joker"}


def test_who_does_not_exist_is_refused_alone(batman, people):
    body = {"add": ["usher|999999", subject_of(people["joker"])], "remove": []}
    answer = batman.patch(f"{role_at('Employees')}members/", body, format="json")
    assert [(each["outcome"], each["code"]) for each in answer.json()["results"]] == [
        ("refused", "not_found"),
        ("changed", None),
    ]


def test_a_role_that_is_no_longer_what_was_seen_is_given_to_nobody(batman, people):
    etag = batman.get(role_at("Employees"))["ETag"]
    batman.patch(role_at("Employees"), {"permissions": all_permissions()}, format="json")
    answer = change(batman, "Employees", [people["joker"]], **{"If-Match": etag})
    assert answer.status_code == 412
    assert members("Employees") == {"robin", "alfred"}
    etag = batman.get(role_at("Employees"))["ETag"]
    assert change(batman, "Employees", [people["joker"]], **{"If-Match": etag}).status_code == 200


def test_what_was_given_is_taken_back_only_from_whom_nothing_else_was_given_since(batman, people):
    everybody = [people["joker"], people["alfred"]]
    given = change(batman, "Managers", everybody).json()["results"]
    versions = {each["id"]: each["version"] for each in given}
    # It is the ETag of their grants, of which anybody may say If-Match.
    for id, version in versions.items():
        assert batman.get(f"/api/users/{id}/grants/")["ETag"] == version
    grant(people["joker"], "list:books")
    body = {"remove": [subject_of(user) for user in everybody], "versions": versions}
    answer = batman.patch(f"{role_at('Managers')}members/", body, format="json")
    assert outcomes(answer) == {"joker": ("refused", "precondition_failed"), "alfred": ("changed", None)}
    assert members("Managers") == {"batman", "joker"}
    versions = {each["id"]: each["version"] for each in answer.json()["results"]}
    assert versions[subject_of(people["joker"])] is None
    assert batman.get(f"/api/users/{subject_of(people['alfred'])}/grants/")["ETag"] == versions.popitem()[1]


def test_a_version_that_is_not_theirs_is_refused_though_nothing_would_change(batman, people):
    body = {"add": [subject_of(people["robin"])], "versions": {subject_of(people["robin"]): '"older"'}}
    answer = batman.patch(f"{role_at('Employees')}members/", body, format="json")
    assert outcomes(answer) == {"robin": ("refused", "precondition_failed")}


def test_grants_that_change_between_the_look_and_the_write_are_not_overwritten(batman, people, monkeypatch):
    from directory.backends.django import DjangoDirectory

    look = DjangoDirectory.account

    def account(self, id):
        seen = look(self, id)
        grant(people["joker"], "list:books")
        return seen

    monkeypatch.setattr(DjangoDirectory, "account", account)
    assert outcomes(change(batman, "Employees", [people["joker"]])) == {
        "joker": ("refused", "precondition_failed")
    }
    assert people["joker"].user_permissions.get().codename == "list:books"


@pytest.mark.parametrize(
    "body",
    [
        {"add": ["usher|1"], "remove": ["usher|1"]},
        {
            "add": [f"usher|{number}" for number in range(60)],
            "remove": [f"usher|1{number}" for number in range(60)],
        },
        {"add": [f"usher|{number}" for number in range(101)]},
        {"added": ["usher|1"]},
        {"add": ["usher|1"], "versions": {"usher|2": '"x"'}},
        {"add": ["usher|1"], "versions": ['"x"']},
    ],
)
def test_a_body_that_says_both_or_names_too_many_is_refused_whole(batman, people, body):
    assert batman.patch(f"{role_at('Employees')}members/", body, format="json").status_code == 400


def test_a_preview_names_who_gains_who_loses_and_what_nobody_would_hold(batman, people):
    grant(people["joker"], "list:books")
    late = User.objects.create_user("late", is_active=False)
    told = preview(batman, "Employees", [people["joker"], people["alfred"], late], [people["robin"]])
    assert told == {
        "gains": [
            {"permissions": ["list:movies", "read:movies", "read:books"], "names": ["Joker"], "count": 1}
        ],
        "losses": [{"permissions": EMPLOYEES, "names": ["Robin"], "count": 1}],
        "without_holder": [],
    }
    assert members("Employees") == {"robin", "alfred"}
    alone = preview(batman, "Managers", remove=[people["batman"]])
    assert "edit:roles" in alone["without_holder"]
    assert "list:books" not in alone["without_holder"]
    assert preview(batman, "Managers", [people["robin"]], [people["batman"]])["without_holder"] == []


def test_only_who_edits_roles_may_look_what_it_would_mean_or_do_it(people, speaking_for):
    robin = speaking_for(people["robin"], "list:users", "read:users", "list:roles", "read:roles")
    answers = [
        robin.get(f"{role_at('Employees')}members/preview/", {"add": [subject_of(people["joker"])]}),
        change(robin, "Employees", [people["joker"]]),
    ]
    assert [(answer.status_code, answer.json()["required_permission"]) for answer in answers] == [
        (403, "edit:roles"),
        (403, "edit:roles"),
    ]


def test_the_cost_of_a_preview_does_not_depend_on_how_many_there_are(
    batman, people, django_assert_max_num_queries
):
    many = [User.objects.create_user(f"many{number}") for number in range(60)]
    with django_assert_max_num_queries(11):
        assert preview(batman, "Employees", many)["gains"][0]["count"] == 60
