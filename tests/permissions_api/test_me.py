"""What people are told about themselves: /me/permissions and /me/access."""

from dataclasses import replace
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from permissions_api.directory import Contacts, GrantOrigin, Person, Role
from permissions_api.resource import all_permissions
from tests.issuer import API, BOOKS, MOVIES, token_with

BATMAN = Person(
    subject="usher|1",
    name="Batman",
    email="batman@gotham.example",
    active=True,
    roles=("Managers",),
    held={name: GrantOrigin(roles=("Managers",), direct=False) for name in all_permissions()},
)
ALFRED = Person(
    subject="usher|3",
    name="Alfred",
    email="alfred@gotham.example",
    active=True,
    roles=("Employees",),
    held={
        **{
            name: GrantOrigin(roles=("Employees",), direct=False)
            for name in ("list:movies", "read:movies", "list:books", "read:books")
        },
        "write:books": GrantOrigin(roles=(), direct=True),
    },
)
JOKER = Person("usher|4", "Joker", "joker@gotham.example", active=True, roles=(), held={})


class SmallDirectory:
    """A directory of three people and two roles."""

    people = {person.subject: person for person in (BATMAN, ALFRED, JOKER)}

    def find(self, subject: str) -> Person | None:
        return self.people.get(subject)

    def roles(self) -> list[Role]:
        return [
            Role("Employees", ("list:books", "list:movies", "read:books", "read:movies")),
            Role("Managers", tuple(sorted(all_permissions()))),
        ]

    def contacts(self) -> Contacts:
        return Contacts(names=("Batman",), others=0)


pytestmark = pytest.mark.usefixtures("two_resources")


@pytest.fixture
def directory(conf, monkeypatch):
    conf.DIRECTORY = "guarded.SmallDirectory"
    monkeypatch.setattr("permissions_api.directory.instance_of", lambda _path: SmallDirectory())


def mine(send: Any, *permissions: str, audience: str | list[str] = API, **claims: Any) -> Any:
    answer = send(token_with(*permissions, audience=audience, **claims), "/me/permissions")
    assert answer.status_code == 200
    return answer.json()


def granted(body: dict) -> dict[str, list[str] | None]:
    return {resource["name"]: resource["granted"] for resource in body["resources"]}


def access(send, *permissions: str, audience: str = API, **claims) -> tuple[dict[str, dict], dict | None]:
    answer = send(token_with(*permissions, audience=audience, **claims), "/me/access")
    assert answer.status_code == 200
    body = answer.json()
    return {row["name"]: row for row in body["permissions"]}, body["ask"]


def test_the_answer_without_a_directory_is_what_the_token_says(send):
    assert mine(send, "list:movies", "edit:books") == {
        "subject": "usher|1",
        "name": None,
        "roles": None,
        "permissions": ["edit:books", "list:movies"],
        "resources": [
            {"name": "movies", "title": "Movies", "audience": MOVIES, "granted": ["list"]},
            {"name": "books", "title": "Books", "audience": BOOKS, "granted": ["edit"]},
        ],
        "source": "token",
        "version": None,
        "stale": None,
    }


def test_who_holds_nothing_gets_empty_lists_and_no_error(send):
    body = mine(send)
    assert body["permissions"] == []
    assert granted(body) == {"movies": [], "books": []}


@pytest.mark.parametrize("claim", ["list:movies", {"list:movies": 1}, ["list:movies", 7], 7, None])
def test_a_claim_of_another_shape_counts_as_nothing(send, claim):
    assert mine(send, permissions=claim)["permissions"] == []


def test_names_that_nobody_declared_are_left_out(send):
    assert mine(send, "List:movies", "list:movies ", "fly:batmobile", "list:movies")["permissions"] == [
        "list:movies"
    ]


def test_one_api_s_token_tells_nothing_about_the_other(send):
    body = mine(send, "list:movies", "list:books", audience=MOVIES)
    assert body["permissions"] == ["list:movies"]
    assert granted(body) == {"movies": ["list"], "books": None}
    assert granted(mine(send, "list:books", audience=[BOOKS, "https://x.example/"])) == {
        "movies": None,
        "books": ["list"],
    }


@pytest.mark.usefixtures("token_per_api")
def test_where_each_api_has_its_own_token_the_common_one_opens_nothing(send):
    body = mine(send, "list:movies")
    assert body["permissions"] == []
    assert granted(body) == {"movies": None, "books": None}


@pytest.mark.usefixtures("directory")
def test_the_directory_gives_name_and_roles(send):
    body = mine(send, "list:movies")
    assert (body["name"], body["roles"]) == ("Batman", ["Managers"])
    assert body["permissions"] == ["list:movies"]
    everything = ["list", "read", "write", "edit", "delete"]
    assert granted(body) == {"movies": everything, "books": everything}


@pytest.mark.usefixtures("directory", "token_per_api")
def test_the_directory_draws_the_whole_menu_from_the_common_token_alone(send):
    body = mine(send, sub="usher|3")
    assert body["permissions"] == []
    assert granted(body) == {"movies": ["list", "read"], "books": ["list", "read", "write"]}
    assert granted(mine(send, audience=BOOKS, sub="usher|3")) == {
        "movies": None,
        "books": ["list", "read", "write"],
    }


@pytest.mark.usefixtures("directory")
def test_somebody_the_directory_does_not_know_is_answered_from_the_token(send):
    body = mine(send, "list:movies", sub="client@clients")
    assert (body["name"], body["roles"]) == (None, None)
    assert granted(body) == {"movies": ["list"], "books": []}


def test_an_unchanged_answer_is_not_sent_again(send):
    token = token_with("list:movies", audience=API)
    first = send(token, "/me/permissions")
    again = send(token, "/me/permissions", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "private, no-cache"
    assert "Authorization" in again["Vary"]


def test_the_etag_covers_the_subject_and_the_claim(send, settings, monkeypatch):
    tokens = [
        token_with("list:movies", audience=API),
        token_with("list:movies", audience=API, sub="usher|2"),
        token_with("list:books", audience=API),
        token_with(audience=API),
        token_with("list:movies", audience=MOVIES),
    ]
    tags = [send(token, "/me/permissions")["ETag"] for token in tokens]
    assert len(set(tags)) == len(tags)
    changed = send(tokens[1], "/me/permissions", headers={"If-None-Match": tags[0]})
    assert changed.status_code == 200


def test_the_etag_covers_what_the_directory_says(send, directory, monkeypatch):
    token = token_with("list:movies", audience=API)
    before = send(token, "/me/permissions")["ETag"]
    monkeypatch.setitem(SmallDirectory.people, "usher|1", replace(BATMAN, held=ALFRED.held))
    assert send(token, "/me/permissions", headers={"If-None-Match": before}).status_code == 200


@pytest.mark.usefixtures("directory")
def test_access_says_where_each_permission_comes_from(send):
    rows, ask = access(send, "list:movies", sub="usher|3")
    assert list(rows) == list(all_permissions())
    assert rows["list:movies"] == {
        "name": "list:movies",
        "resource": "movies",
        "action": "list",
        "held": True,
        "roles": ["Employees"],
        "direct": False,
        "held_by_roles": ["Employees", "Managers"],
    }
    assert (rows["write:books"]["roles"], rows["write:books"]["direct"]) == ([], True)
    assert rows["delete:movies"] == {
        "name": "delete:movies",
        "resource": "movies",
        "action": "delete",
        "held": False,
        "roles": [],
        "direct": False,
        "held_by_roles": ["Managers"],
    }
    assert ask == {"names": ["Batman"], "others": 0}


@pytest.mark.usefixtures("directory")
def test_who_holds_nothing_is_told_whom_to_ask(send):
    rows, ask = access(send, sub="usher|4")
    assert not any(row["held"] for row in rows.values())
    assert ask == {"names": ["Batman"], "others": 0}


def test_access_without_a_directory_is_what_the_token_says(send):
    rows, ask = access(send, "list:movies")
    assert rows["list:movies"]["held"] is True
    assert rows["edit:movies"]["held"] is False
    assert {row["roles"] for row in rows.values()} == {None}
    assert {row["direct"] for row in rows.values()} == {None}
    assert {row["held_by_roles"] for row in rows.values()} == {None}
    assert ask is None


@pytest.mark.usefixtures("token_per_api")
def test_access_is_silent_about_what_this_token_cannot_tell(send):
    rows, _ask = access(send, "list:movies", audience=MOVIES)
    assert rows["list:movies"]["held"] is True
    assert rows["list:books"]["held"] is None


@pytest.mark.parametrize("path", ["/me/permissions", "/me/access"])
@pytest.mark.parametrize("with_directory", [True, False])
def test_the_answers_are_what_openapi_says(send, request, openapi, path, with_directory):
    if with_directory:
        request.getfixturevalue("directory")
    answer = send(token_with("list:movies", audience=MOVIES), path).json()
    schema = openapi["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    OAS31Validator({**schema, "components": openapi["components"]}).validate(answer)
    name = schema["$ref"].rpartition("/")[2]
    assert set(answer) == set(openapi["components"]["schemas"][name]["properties"])


@pytest.mark.parametrize("source", ["token", "live", "hybrid"])
@pytest.mark.parametrize(
    ("question", "paths"),
    [("find", ["/me/permissions", "/me/access"]), ("roles", ["/me/access"]), ("contacts", ["/me/access"])],
)
def test_a_directory_that_fails_is_503_and_no_fault_of_ours(
    send, directory, conf, monkeypatch, source, question, paths
):
    conf.PERMISSION_SOURCE = source

    def fail(*_asked: object) -> None:
        raise OSError("a secret of the store")

    monkeypatch.setattr(SmallDirectory, question, fail)
    for path in paths:
        answer = send(token_with("list:movies", audience=API, sub="usher|1"), path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "1")
        assert "secret" not in answer.content.decode()


def test_without_a_directory_nothing_is_said_to_be_open_that_is_not_there(send, conf):
    """The users API needs one: a menu made from the answer would lead nowhere."""
    conf.RESOURCES = ["movies.resource.MOVIES", "directory.resource.USERS"]
    mine = send(token_with("list:users", "list:movies", audience=API), "/me/permissions").json()
    assert mine["permissions"] == ["list:movies"]
    assert [each["name"] for each in mine["resources"]] == ["movies"]
