"""Permissions that change while a token is in force: what each source makes of it, and within what time."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests
from django.db import InterfaceError, OperationalError, ProgrammingError

from permissions_api import effective_permissions
from permissions_api.directory import Contacts, GrantOrigin, Person, Role
from tests.issuer import API, token_with

ROBIN = "usher|2"
LISTS = ("list:movies", "list:books")


def person(*held: str, active: bool = True, roles: tuple[str, ...] = ("Employees",)) -> Person:
    origins = {name: GrantOrigin(roles=roles, direct=False) for name in held}
    return Person(ROBIN, "Robin", "robin@gotham.example", active=active, roles=roles, held=origins)


class ChangingDirectory:
    """A directory of one person, who may change, be gone, or be out of reach; ``asked`` counts.

    ``on_the_way`` is called when the answer is known and not yet there.
    """

    def __init__(self) -> None:
        self.person: Person | None = person(*LISTS)
        self.failure: Exception | None = None
        self.on_the_way: Callable[[], object] = lambda: None
        self.asked = 0

    def find(self, subject: str) -> Person | None:
        self.asked += 1
        if self.failure:
            raise self.failure
        known = self.person if subject == ROBIN else None
        self.on_the_way()
        return known

    def roles(self) -> list[Role]:
        return []

    def contacts(self) -> Contacts:
        return Contacts(names=(), others=0)


@pytest.fixture
def directory(conf, monkeypatch) -> ChangingDirectory:
    conf.DIRECTORY, conf.DIRECTORY_TTL = "tests.ChangingDirectory", 0
    changing = ChangingDirectory()
    monkeypatch.setattr("permissions_api.directory.instance_of", lambda _path: changing)
    return changing


@pytest.fixture
def ask(send, directory) -> Callable[..., Any]:
    """Return a function that asks as Robin, with a token that holds both lists unless others are named."""

    def asking(path: str = "/api/movies/", *held: str, **claims: Any) -> Any:
        return send(token_with(*(held or LISTS), audience=API, sub=ROBIN, **claims), path)

    return asking


def statuses(ask: Callable[..., Any]) -> tuple[int, int]:
    return ask("/api/movies/").status_code, ask("/api/books/").status_code


@pytest.mark.parametrize(
    ("source", "withdrawn", "granted"),
    [("token", (200, 200), (403, 403)), ("hybrid", (403, 200), (403, 403)), ("live", (403, 200), (200, 403))],
)
def test_what_each_source_makes_of_a_change(ask, directory, conf, source, withdrawn, granted):
    """First list:movies is withdrawn, which the token names; then it is granted, and the token does not."""
    conf.PERMISSION_SOURCE = source
    directory.person = person("list:books")
    assert statuses(ask) == withdrawn
    directory.person = person("list:movies")
    answers = [ask("/api/movies/", "read:movies"), ask("/api/books/", "read:movies")]
    assert tuple(answer.status_code for answer in answers) == granted


@pytest.mark.parametrize("source", ["hybrid", "live"])
@pytest.mark.parametrize("gone", [person(*LISTS, active=False), None], ids=["deactivated", "unknown"])
@pytest.mark.parametrize("path", ["/api/movies/", "/me/permissions", "/me/access"])
def test_every_token_of_who_is_deactivated_is_refused(ask, directory, conf, source, gone, path):
    conf.PERMISSION_SOURCE = source
    assert ask(path).status_code == 200
    directory.person = gone
    answer = ask(path)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    assert answer.json()["detail"] == "This account is deactivated."


def test_with_the_token_alone_nobody_asks_the_directory(ask, directory, conf):
    conf.PERMISSION_SOURCE = "token"
    directory.failure = OSError()
    assert statuses(ask) == (200, 200)
    assert directory.asked == 0


@pytest.mark.parametrize("source", ["hybrid", "live"])
@pytest.mark.parametrize("path", ["/api/movies/", "/me/permissions"])
def test_while_the_directory_fails_nothing_is_open(ask, directory, conf, source, path):
    conf.PERMISSION_SOURCE = source
    assert ask(path).status_code == 200
    directory.failure = OSError("a secret of the store")
    answer = ask(path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "1"
    assert "directory" in answer.json()["detail"]
    assert "secret" not in answer.content.decode()
    directory.failure = None
    assert ask(path).status_code == 200


FAILURES = [
    OSError(),
    requests.ConnectionError(),
    requests.exceptions.JSONDecodeError("no JSON", "", 0),
    InterfaceError(),
    OperationalError(),
    ProgrammingError(),
]


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
def test_what_a_directory_may_raise_is_503_and_logged_with_its_traceback(
    ask, directory, conf, failure, caplog
):
    conf.PERMISSION_SOURCE, directory.failure = "hybrid", failure
    assert ask().status_code == 503
    assert "Traceback" in caplog.text
    assert "in find" in caplog.text


@pytest.mark.parametrize("slip", [TypeError, KeyError, AssertionError, ValueError])
@pytest.mark.parametrize("path", ["/api/movies/", "/me/permissions", "/me/access"])
def test_a_slip_of_our_own_opens_nothing_and_is_not_said_to_be_the_directory_s(
    ask, directory, conf, slip, path
):
    conf.PERMISSION_SOURCE, directory.failure = "hybrid", slip("a slip")
    with pytest.raises(slip):
        ask(path)


@pytest.mark.parametrize("source", ["hybrid", "live"])
def test_without_a_directory_nothing_is_open_even_where_no_check_ran(send, conf, source, caplog):
    conf.PERMISSION_SOURCE = source
    answer = send(token_with(*LISTS, audience=API, sub=ROBIN))
    assert (answer.status_code, "DIRECTORY" in answer.content.decode()) == (503, False)
    assert "needs a DIRECTORY" in caplog.text


@pytest.mark.parametrize("source", ["hybrid", "live"])
def test_an_answer_of_the_directory_is_used_within_its_time_and_not_longer(ask, directory, conf, source):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = source, 0.2
    began = time.monotonic()
    assert ask().status_code == 200
    directory.person = person("list:books")
    within = ask().status_code
    assert within == 200 or time.monotonic() - began > 0.2
    assert directory.asked == 1 or time.monotonic() - began > 0.2
    time.sleep(0.21)
    assert ask().status_code == 403


def test_the_age_of_a_slow_answer_counts_from_the_question(ask, directory, conf):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "hybrid", 0.3
    directory.on_the_way = lambda: time.sleep(0.25)
    assert ask().status_code == 200
    directory.person = person("list:books")
    time.sleep(0.1)
    assert ask().status_code == 403


def test_an_older_answer_that_comes_later_does_not_replace_a_newer_one(ask, directory, conf):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "hybrid", 60
    newer: list[int] = []

    def overtaken() -> None:
        directory.on_the_way = lambda: None
        directory.person = person("list:books")
        newer.append(ask("/me/permissions").status_code)

    directory.on_the_way = overtaken
    ask()
    assert newer == [200]
    assert ask().status_code == 403


def test_a_clock_that_is_set_back_keeps_no_answer_longer(ask, directory, conf, monkeypatch):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "hybrid", 0.05
    assert ask(exp=time.time() + 7200).status_code == 200
    directory.person = person("list:books")
    time.sleep(0.06)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() - 30)
    assert ask(exp=time.time() + 7200).status_code == 403


def test_an_old_answer_does_not_stand_in_while_the_directory_fails(ask, directory, conf):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "hybrid", 0.05
    assert ask().status_code == 200
    directory.failure = OSError()
    time.sleep(0.06)
    assert ask().status_code == 503


def test_me_permissions_asks_past_what_is_kept(ask, directory, conf):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "hybrid", 60
    assert ask("/me/permissions").json()["permissions"] == sorted(LISTS)
    directory.person = person("list:books")
    assert ask("/me/permissions").json()["permissions"] == ["list:books"]
    assert ask("/api/movies/").status_code == 403  # and what it learned holds for the APIs at once


@pytest.mark.parametrize(
    ("source", "held", "stale"),
    [
        ("hybrid", LISTS, False),
        ("hybrid", ("list:books",), True),
        ("hybrid", (*LISTS, "edit:books"), True),
        ("live", ("list:books",), False),
        ("token", ("list:books",), None),
    ],
)
def test_stale_says_whether_a_new_token_would_carry_something_else(ask, directory, conf, source, held, stale):
    conf.PERMISSION_SOURCE = source
    directory.person = person(*held)
    assert ask("/me/permissions").json()["stale"] is stale


def test_the_version_and_the_etag_change_with_what_is_held_and_only_then(ask, directory, conf):
    conf.PERMISSION_SOURCE = "live"
    first = ask("/me/permissions")
    again = ask("/me/permissions")
    assert (again.json()["version"], again["ETag"]) == (first.json()["version"], first["ETag"])
    for changed in (person("list:books"), person(*LISTS, roles=("Employees", "Managers"))):
        directory.person = changed
        answer = ask("/me/permissions")
        assert answer.json()["version"] != first.json()["version"]
        assert answer["ETag"] != first["ETag"]


def test_an_older_token_with_equal_rights_goes_on(ask, directory, conf):
    conf.PERMISSION_SOURCE = "hybrid"
    old = {"iat": int(time.time()) - 500}
    directory.person = replace(person(*LISTS), name="Robin the elder")
    assert ask("/api/movies/", **old).status_code == 200


class Consents:
    """A delegation by which ``other`` may do what was asked as a scope, and everybody else everything."""

    def __init__(self, directory: ChangingDirectory) -> None:
        self.directory = directory

    def alone(self, client: str) -> None:
        return None

    def found(
        self, subject: str, client: str | None, scopes: frozenset[str]
    ) -> tuple[Person | None, frozenset[str] | None]:
        return self.directory.find(subject), frozenset(scopes) if client == "other" else None


def test_what_one_client_or_scope_opens_is_not_kept_for_another(ask, directory, conf, monkeypatch):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "hybrid", 60
    conf.DELEGATION = "tests.Consents"
    monkeypatch.setattr("permissions_api.delegation.instance_of", lambda _path: Consents(directory))
    assert ask(client_id="own", scope="list:books").status_code == 200
    assert ask(client_id="other", scope="list:books").status_code == 403
    assert ask(client_id="other", scope="list:movies").status_code == 200
    assert ask(client_id="other", scope="list:books").status_code == 403


@pytest.mark.parametrize("ttl", [0, 60])
def test_me_permissions_asks_the_directory_once(ask, directory, conf, ttl):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "hybrid", ttl
    for number in range(1, 4):
        assert ask("/me/permissions").status_code == 200
        assert directory.asked == number


def test_what_is_kept_is_bounded(ask, directory, conf, monkeypatch):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "hybrid", 60
    monkeypatch.setattr(effective_permissions, "MOST_ANSWERS", 3)
    for number in range(9):
        ask(scope=f"list:movies number-{number}")
        assert len(effective_permissions._answers) <= 3
