"""A seed file: people, roles and clients as it says, all or nothing, and each mistake with its line."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from oauth2_provider.models import Application

from audit.models import Entry
from directory.effective_permissions import effective_permissions
from identity.clients import hashers
from identity.management_api.scopes import granted_scopes
from identity.seeding import document

pytestmark = [pytest.mark.identity, pytest.mark.django_db]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "management-api.md"
EXAMPLE = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)[0]


@pytest.fixture
def seed(tmp_path, settings, capsys):
    """Return a function that seeds a text, on a demo by default, and returns what was printed."""

    def run(text: str | bytes, *arguments: str, demo: bool = True) -> str:
        settings.DEMO = demo
        path = tmp_path / "seed.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        call_command("seed", str(path), *arguments)
        return capsys.readouterr().out

    return run


def test_the_example_of_the_page_makes_what_it_says_and_twice_changes_nothing(people, seed):
    assert "people: 2 of 2 made or changed" in seed(EXAMPLE)
    selina, harvey = (User.objects.get(username=name) for name in ("selina", "harvey"))
    assert effective_permissions(selina) == {"list:books", "read:books", "edit:books", "write:movies"}
    assert selina.check_password("a-password-of-the-demo")
    assert (selina.get_full_name(), selina.is_superuser, selina.is_staff) == ("Selina Kyle", False, False)
    assert not harvey.is_active
    reports, app = (Application.objects.get(client_id=name) for name in ("reports", "night-app"))
    assert hashers.fits("a-secret-of-the-demo-0123456789-abcdef", reports.client_secret)
    assert granted_scopes(reports) == ("read:users", "read:roles")
    assert app.redirect_uris == "https://night.example/callback"
    entries = Entry.objects.count()
    again = seed(EXAMPLE)
    assert (Entry.objects.count(), again.count(": 0 of")) == (entries, 3)


def test_what_the_file_names_is_changed_to_what_it_says_and_the_rest_stays(people, seed):
    seed(EXAMPLE)
    seed(
        "roles: [{name: Librarians, permissions: [list:books]}]\n"
        "people: [{username: selina, name: Cat, roles: []}, {username: harvey, active: true}]\n"
        "clients: [{id: reports, audiences: ['https://api.usher.example/'], grants: ['list:movies']}]\n"
    )
    selina = User.objects.get(username="selina")
    assert (selina.first_name, selina.email) == ("Cat", "selina@gotham.example")
    assert effective_permissions(selina) == {"write:movies"}
    assert Group.objects.get(name="Librarians").permissions.count() == 1
    assert User.objects.get(username="harvey").is_active
    assert User.objects.get(username="robin").groups.get().name == "Employees"
    assert granted_scopes(Application.objects.get(client_id="reports")) == ()


def test_a_machine_without_a_secret_is_given_one_which_is_printed_once(people, seed):
    text = "clients: [{id: reports, management: [all]}]"
    (secret,) = re.findall("reports has the secret (.+)", seed(text))
    assert hashers.fits(secret, Application.objects.get(client_id="reports").client_secret)
    assert "secret" not in seed(text)


GOOD = "roles:\n- name: Guests\n"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("people:\n- username: selina\n  is_superuser: true\n", 3, "There is no is_superuser here"),
        ("people:\n- username: selina\n  is_staff: true\n", 3, "There is no is_staff here"),
        ("people:\n- name: Selina\n", 2, "has a username"),
        ("people:\n- username: 7\n", 2, "a text"),
        ("people:\n- username: selina\n  active: maybe\n", 3, "true or false"),
        ("people:\n- username: selina\n- username: selina\n", 3, "stands on line 2 already"),
        ("people:\n- username: selina\n  username: cat\n", 3, "stands on line 2 already"),
        ("people:\n- username: selina\n\n  roles: [Nobody]\n", 2, "There is no role 'Nobody'"),
        ("people:\n- username: selina\n  permissions:\n  - fly:movies\n", 3, "no permission 'fly:movies'"),
        ("people:\n- username: selina\n  email: nowhere\n", 3, "email address"),
        ("people:\n- username: selina\n  email: robin@gotham.example\n", 2, "already"),
        ('people:\n- username: selina\n  name: "half \\x00"\n', 3, "a text"),
        ("roles:\n- name: read:movies\n", 2, "name of a permission"),
        ("roles: {}\n", 1, "a list"),
        ("- 1\n", 1, "an object of: roles, people, clients"),
        ("organizations: []\n", 1, "There is no organizations"),
        ("clients:\n- id: usher-spa\n  redirect_uris: ['https://evil.example/']\n", 2, "the site's own"),
        ("clients:\n- id: games\n  redirect_uris: ['http://evil.example/']\n", 2, "cannot be registered"),
        ("clients:\n- id: games\n  management: [read:everything]\n", 2, "Unknown scope"),
        ("clients:\n- id: games\n  management: [all]\n  secret: short\n", 2, "at least 32"),
        ("roles:\n- &all\n  name: A\n- *all\n", 2, "Anchors"),
        ("roles:\n- !!python/object/apply:os.system [echo]\n", 2, "Tags"),
        ("roles: " + "[" * 50_000, 1, "nested deeper"),
        ("roles: [\n", 2, "This is not YAML"),
        ("roles: []\n---\nroles: []\n", 2, "This is not YAML"),
        (b"roles: []\n# \xff\n", 2, "This is not UTF-8"),
        ("# " + "x" * document.LARGEST, 1, "larger than"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_changed(people, seed, text, line, why):
    entries = Entry.objects.count()
    with pytest.raises(CommandError, match=re.escape(why)) as error:
        seed(text)
    assert f"line {line}: " in str(error.value)
    assert Entry.objects.count() == entries


def test_one_mistake_undoes_all(people, seed):
    with pytest.raises(CommandError, match="line 5: "):
        seed("roles:\n- name: Guests\npeople:\n- {username: selina}\n- {username: robin, roles: [Nobody]}\n")
    assert not Group.objects.filter(name="Guests").exists()
    assert not User.objects.filter(username="selina").exists()


def test_the_last_who_edits_roles_keeps_that(people, seed):
    with pytest.raises(CommandError, match="Nobody could edit roles any more"):
        seed("people: [{username: batman, roles: []}]")
    assert User.objects.get(username="batman").groups.exists()


def test_a_real_site_is_asked_twice_and_takes_no_password(people, seed):
    with pytest.raises(CommandError, match="add --yes"):
        seed(GOOD, demo=False)
    for name, text in (
        ("password", "people:\n- username: selina\n  password: plain-to-see\n"),
        ("secret", f"clients:\n- id: games\n  secret: {'x' * 40}\n"),
    ):
        with pytest.raises(CommandError, match=f"line 3: {name} is for the demo alone"):
            seed(text, "--yes", demo=False)
    assert not User.objects.filter(username="selina").exists()
    assert "roles: 1 of 1" in seed(GOOD, "--yes", demo=False)
