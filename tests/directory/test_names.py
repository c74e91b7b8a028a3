"""Names that cannot be read, or that look like those of others, are not taken."""

import unicodedata

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client

from directory.backends.django import DjangoDirectory
from directory.confusables import readings
from directory.exceptions import NameTaken
from directory.models import NameReading
from directory.roles.serializers import ROLE
from directory.users.serializers import NEW_USER
from tests.directory.conftest import person_at, role_at

ADMIN = {"Host": "localhost:8000"}

pytestmark = pytest.mark.django_db

UNSEEN = [0x3164, 0xFFA0, 0x115F, 0x34F, 0x2800, 0xFE0F, 0x17B4, 0xFFFC, 0x200B, 0x2028, 0xAD]
WITHOUT_A_NAME = [0xE000, 0xF0000, 0x378, 0xFFFF]  # private use, unassigned, and no character at all


@pytest.mark.parametrize("point", [*UNSEEN, *WITHOUT_A_NAME])
def test_what_cannot_be_seen_is_refused_by_its_name_in_roles_and_people(batman, people, point):
    name = f"Emp{chr(point)}loyees"
    called = unicodedata.name(chr(point), "a character without a name")
    for answer in (
        batman.post("/api/roles/", {**ROLE, "name": name}, format="json"),
        batman.patch(role_at("Employees"), {"name": name}, format="json"),
        batman.post("/api/users/", {**NEW_USER, "name": name}, format="json"),
        batman.patch(person_at(people["robin"]), {"name": name}, format="json"),
    ):
        assert answer.status_code == 400
        assert f"U+{point:04X} ({called})" in answer.json()["errors"]["name"][0]
    username = batman.post("/api/users/", {**NEW_USER, "username": f"rob{chr(point)}in"}, format="json")
    assert (username.status_code, list(username.json()["errors"])) == (400, ["username"])


@pytest.mark.parametrize(
    "name", ["Empl\u043eyees", "Emp\u04c0oyees", "EmpIoyees", "Ernployees", "EMPLOYEES", "Employ\u00e9es"]
)
def test_a_role_that_looks_like_another_is_409(batman, name):
    answer = batman.post("/api/roles/", {**ROLE, "name": name}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "name_taken")


def test_the_refusal_names_the_character_that_differs(batman):
    role = batman.post("/api/roles/", {**ROLE, "name": "Empl\u043eyees"}, format="json").json()
    assert "U+043E (CYRILLIC SMALL LETTER O)" in role["errors"]["name"][0]
    person = batman.post("/api/users/", {**NEW_USER, "username": "r\u043ebin"}, format="json")
    assert person.status_code == 409
    assert "U+043E (CYRILLIC SMALL LETTER O)" in person.json()["errors"]["username"][0]


@pytest.mark.parametrize("username", ["r\u043ebin", "ROBIN", "batrnan", "a1fred", "\uff52obin"])
def test_a_user_name_that_looks_like_another_is_taken(people, username):
    with pytest.raises(NameTaken):
        DjangoDirectory().create_account(username, "Somebody", "")


def test_who_was_written_past_the_api_or_renamed_there_is_compared_too(people):
    directory = DjangoDirectory()
    directory.create_account("catwoman", "Selina", "")
    User.objects.bulk_create([User(username="penguin")])
    User.objects.filter(username="robin").update(username="nightwing")
    for username in ("pengu\u0456n", "nightw\u0456ng"):
        with pytest.raises(NameTaken):
            directory.create_account(username, "Somebody", "")
    directory.create_account("r\u043ebin", "Somebody", "")
    directory.create_account("robyn", "Somebody", "")


def test_a_new_user_name_is_compared_without_reading_all_others(people, django_assert_max_num_queries):
    User.objects.bulk_create(User(username=f"person.{number}.x") for number in range(50))
    DjangoDirectory().create_account("first", "First", "")
    with django_assert_max_num_queries(40) as asked:
        DjangoDirectory().create_account("second", "Second", "")
    read = [query["sql"] for query in asked.captured_queries if "person.7.x" in query["sql"]]
    assert NameReading.objects.filter(username="person.7.x").exists()
    assert not read


@pytest.mark.identity
def test_setup_refuses_a_name_that_cannot_be_read_or_looks_like_another(people, tmp_path):
    password = tmp_path / "password"
    password.write_text("a-long-passphrase-4711")
    for username, which in (("bru\u115fce", "U\\+115F"), ("b\u0430tman", "U\\+0430")):
        with pytest.raises(CommandError, match=which):
            call_command("setup", "--username", username, "--email", "", "--password-file", str(password))
        assert not User.objects.filter(username=username).exists()


@pytest.mark.parametrize(
    "name", ["Zo\u00eb", "\u674e\u5c0f\u9f8d", "O'Brien-Smith", "\u0627\u062d\u0645\u062f", "Readers 2"]
)
def test_names_of_any_script_are_taken(batman, name):
    assert batman.post("/api/roles/", {**ROLE, "name": name}, format="json").status_code == 201


def test_what_was_stored_before_stays_and_can_be_worked_with(batman, people):
    twin = Group.objects.create(name="Emp\u3164loyees")
    User.objects.filter(username="robin").update(first_name="Ro\u3164bin")
    address = f"/api/roles/{twin.pk}/"
    assert batman.get(address).status_code == 200
    whole = {"name": twin.name, "permissions": ["list:books"]}
    assert batman.put(address, whole, format="json").status_code == 200
    change = {"name": "Ro\u3164bin", "active": False}
    assert batman.patch(person_at(people["robin"]), change, format="json").status_code == 200
    assert batman.patch(address, {"name": "Night shift"}, format="json").status_code == 200
    assert batman.delete(address).status_code == 204


def test_other_names_do_not_look_alike():
    for one, other in (("Readers", "Leaders"), ("Team 2", "Team 3"), ("ann", "anne"), ("ali", "all")):
        assert readings(one).isdisjoint(readings(other))


@pytest.mark.identity
class TestTheAdmin:
    @pytest.fixture
    def client(self, people):
        User.objects.filter(username="gordon").update(is_superuser=True)
        client = Client(headers=ADMIN)
        client.force_login(people["gordon"])
        return client

    @pytest.mark.parametrize(
        ("name", "which"), [("Emp\u3164loyees", "U+3164"), ("Empl\u043eyees", "U+043E"), ("\ue000", "U+E000")]
    )
    def test_it_refuses_names_of_roles(self, client, name, which):
        for address in ("/admin/auth/group/add/", f"/admin/auth/group/{pk_of('Managers')}/change/"):
            answer = client.post(address, {"name": name, "permissions": []})
            assert which in str(answer.context["adminform"].form.errors["name"])
        assert not Group.objects.filter(name=name).exists()

    @pytest.mark.parametrize(("username", "which"), [("rob\u115fin", "U+115F"), ("r\u043ebin", "U+043E")])
    def test_it_refuses_names_of_people(self, client, people, username, which):
        password = "a-long-passphrase-4711"
        new = {"username": username, "usable_password": "true", "password1": password, "password2": password}
        answer = client.post("/admin/auth/user/add/", new)
        assert which in str(answer.context["adminform"].form.errors["username"])
        change = {"username": username, "first_name": "Al\u200bfred", **JOINED}
        answer = client.post(f"/admin/auth/user/{people['alfred'].pk}/change/", change)
        errors = answer.context["adminform"].form.errors
        assert which in str(errors["username"])
        assert "U+200B" in str(errors["first_name"])
        answer = client.post("/admin/auth/user/add/", {**new, "username": "selina"})
        assert answer.status_code == 302

    def test_it_lets_be_what_was_stored_before(self, client, people):
        twin = Group.objects.create(name="Emp\u3164loyees")
        address = f"/admin/auth/group/{twin.pk}/change/"
        assert client.post(address, {"name": twin.name, "permissions": []}).status_code == 302
        User.objects.filter(username="robin").update(username="b\u0430tman", first_name="Ro\u200bbin")
        change = {"username": "b\u0430tman", "first_name": "Ro\u200bbin", "email": "new@x.example", **JOINED}
        answer = client.post(f"/admin/auth/user/{people['robin'].pk}/change/", change)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        assert User.objects.get(pk=people["robin"].pk).email == "new@x.example"


JOINED = {"date_joined_0": "2026-03-01", "date_joined_1": "12:00:00", "is_active": "on"}


def pk_of(role: str) -> int:
    return Group.objects.get(name=role).pk
