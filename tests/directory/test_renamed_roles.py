"""Who is given a role is given what was shown, whatever the role is called by then."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from directory.effective_permissions import effective_permissions
from directory.permission_sync import declared_permissions
from tests.directory.conftest import grants_at, role_at, role_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("films_and_books")]


@pytest.fixture
def directors(people) -> Group:
    """Directors, who may delete books."""
    role = Group.objects.create(name="Directors")
    role.permissions.add(declared_permissions().get(codename="delete:books"))
    return role


def swap(batman: Any, one: str, other: str) -> None:
    addresses = {name: role_at(name) for name in (one, other)}
    for was, name in ((one, "Between"), (other, one), (one, other)):
        assert batman.patch(addresses[was], {"name": name}, format="json").status_code == 200


# --- Through the API ------------------------------------------------------------------


@pytest.mark.parametrize("role", ["Employees", {"name": "Employees"}, ["Employees"], None, 1])
def test_a_role_by_its_name_alone_is_refused_with_a_sentence(batman, people, role):
    body = {"roles": [role], "permissions": []}
    answer = batman.put(grants_at(people["joker"]), body, format="json")
    assert answer.status_code == 400
    (sentence,) = answer.json()["errors"]["roles"]
    assert sentence.startswith('Name each role by its id, as {"id": "2"}.')
    assert not people["joker"].groups.exists()


@pytest.mark.parametrize("id", ["0", "01", "-1", "1.0", " ", "Employees", "\uff11", "9" * 30, "9" * 18])
def test_what_is_the_id_of_no_role_is_named(batman, people, id):
    body = {"roles": [{"id": id}], "permissions": []}
    answer = batman.put(grants_at(people["joker"]), body, format="json")
    assert answer.status_code == 400
    found = batman.get("/api/users/", {"role": id})
    # What is only spaces is no role in a body, and no question in an address.
    assert found.status_code == (200 if id == " " else 400)


def test_what_a_role_is_called_is_read_and_not_looked_at(batman, people, directors):
    address = grants_at(people["joker"])
    for name in ("Directors", "", None, 7, "\u0000"):
        body = {"roles": [{**role_named("Employees"), "name": name}], "permissions": []}
        answer = batman.put(address, body, format="json")
        assert answer.status_code == 200, answer.content
        assert answer.json()["roles"] == [role_named("Employees")]
    assert batman.put(address, batman.get(address).json(), format="json").status_code == 200
    unknown: dict[str, Any] = {**role_named("Employees"), "permissions": []}
    body = {"roles": [unknown], "permissions": []}
    assert batman.put(address, body, format="json").status_code == 400


def test_after_a_swap_of_names_somebody_is_given_what_was_chosen(batman, people, directors):
    chosen = role_named("Employees")
    swap(batman, "Directors", "Employees")
    body = {"roles": [chosen], "permissions": []}
    answer = batman.put(grants_at(people["joker"]), body, format="json")
    assert answer.json()["roles"] == [{"id": chosen["id"], "name": "Directors"}]
    assert "delete:books" not in effective_permissions(people["joker"])


def test_who_saw_the_former_name_is_told_that_it_changed(batman, people, directors):
    address = grants_at(people["robin"])
    seen = {"If-Match": batman.get(address)["ETag"]}
    swap(batman, "Directors", "Employees")
    body = {"roles": [role_named("Employees")], "permissions": []}
    assert batman.put(address, body, format="json", headers=seen).status_code == 412


def test_people_are_found_by_the_id_of_their_role(batman, people, directors):
    employees = role_named("Employees")["id"]
    swap(batman, "Directors", "Employees")
    found = batman.get("/api/users/", {"role": employees}).json()["results"]
    assert [person["username"] for person in found] == ["alfred", "robin"]
    assert {json.dumps(role) for person in found for role in person["roles"]} == {
        json.dumps({"id": employees, "name": "Directors"})
    }
    answer = batman.get("/api/users/", {"role": "Directors"})
    assert answer.json()["errors"] == {"role": ["There is no role with the id 'Directors'."]}


# --- On the command line --------------------------------------------------------------


@pytest.fixture
def terminal(monkeypatch):
    """Return what lets somebody sit at a terminal who answers so, and counts how often they are asked."""

    def sit(answer: str | None) -> list[str]:
        asked: list[str] = []

        def answered() -> str:
            asked.append("asked")
            if answer is None:
                raise EOFError
            return answer

        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", answered)
        return asked

    return sit


def run(*words: str) -> tuple[str, str]:
    output, errors = StringIO(), StringIO()
    call_command(*words, stdout=output, stderr=errors)
    return output.getvalue(), errors.getvalue()


@pytest.mark.parametrize("answer", ["", "n", "no", "yess", None])
@pytest.mark.parametrize(("command", "user"), [("grant", "joker"), ("withdraw", "robin")])
def test_a_role_is_not_given_or_taken_on_a_terminal_without_a_yes(people, terminal, command, user, answer):
    before = effective_permissions(people[user])
    asked, errors = terminal(answer), StringIO()
    with pytest.raises(CommandError, match="Nothing is changed"):
        call_command(command, user, "Employees", stderr=errors)
    assert asked == ["asked"]
    assert effective_permissions(people[user]) == before
    for answer_of_yes in ("y", " Yes "):
        terminal(answer_of_yes)
        run(command, user, "Employees")
        assert effective_permissions(people[user]) != before


def test_what_a_role_opens_is_shown_and_not_what_it_is_called(people, batman, directors, terminal):
    swap(batman, "Directors", "Employees")
    asked = terminal("y")
    _output, errors = run("grant", "joker", "Employees")
    assert errors == (f"Employees (role {directors.pk}) opens delete:books.\nGive this role to joker? [y/N] ")
    assert asked == ["asked"]
    _output, errors = run("withdraw", "joker", "Employees")
    assert errors.endswith("Take this role from joker? [y/N] ")


@pytest.mark.parametrize("yes", [["--yes"], []])
def test_with_yes_or_where_nobody_sits_it_is_shown_on_standard_error_and_done(people, terminal, yes):
    asked = terminal("n") if yes else []
    output, errors = run("grant", "joker", "Employees", *yes)
    assert asked == []
    assert output == "joker has Employees.\n"
    assert errors.endswith("opens list:movies, read:movies, list:books, read:books.\n")
    assert run("withdraw", "joker", "Employees", *yes) == ("joker does not have Employees.\n", errors)


def test_a_single_permission_is_never_asked_about(people, terminal):
    asked = terminal("n")
    assert run("grant", "joker", "write:books") == ("joker has write:books.\n", "")
    assert run("withdraw", "joker", "write:books") == ("joker does not have write:books.\n", "")
    assert asked == []


@pytest.mark.parametrize("change", ["renamed", "emptied", "deleted"])
def test_a_role_that_changes_while_one_thinks_is_not_given(people, monkeypatch, change):
    role = Group.objects.get(name="Employees")

    def meanwhile() -> str:
        if change == "renamed":
            Group.objects.filter(pk=role.pk).update(name="Directors")
        elif change == "emptied":
            role.permissions.clear()
        else:
            role.delete()
        return "y"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", meanwhile)
    with pytest.raises(CommandError, match="changed meanwhile, so nothing is done"):
        run("grant", "joker", "Employees")
    assert not User.objects.get(username="joker").groups.exists()
