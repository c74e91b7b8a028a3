"""A create that is sent again with its Idempotency-Key: one row, one answer, and the guard each time."""

import json
import time
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection

from directory.resource import ROLES, USERS
from movies.models import Movie
from movies.resource import MOVIES
from movies.serializers import EXAMPLE
from resources import idempotency
from resources.models import FirstAnswer
from tests.directory.test_races import at_once

pytestmark = pytest.mark.django_db

CREATES = {
    "movies": (Movie, MOVIES, EXAMPLE, {**EXAMPLE, "title": "Another"}),
    "users": (User, USERS, {"username": "bat", "name": "B"}, {"username": "bat", "name": "C"}),
    "roles": (Group, ROLES, {"name": "Night", "permissions": []}, {"name": "Day", "permissions": []}),
}


class Create:
    """One kind of create, by somebody who holds the permissions of its API."""

    def __init__(self, name, client_with):
        self.model, self.resource, self.body, self.other = CREATES[name]
        self.url = f"/api/{name}/"
        self.client_with = client_with

    def post(self, key="k", body=None, permissions=None, **claims):
        held = self.resource.permissions if permissions is None else permissions
        headers = {} if key is None else {"Idempotency-Key": key}
        client = self.client_with(*held, **claims)
        return client.post(self.url, body or self.body, format="json", headers=headers)

    def made(self):
        return self.model.objects.filter(
            **{name: value for name, value in self.body.items() if name in ("title", "username")}
        ).count()


@pytest.fixture(params=CREATES)
def create(request, client_with):
    return Create(request.param, client_with)


@pytest.fixture
def films(client_with):
    return Create("movies", client_with)


def test_the_first_answer_is_given_again_and_nothing_more_is_made(create):
    first, count = create.post(), create.model.objects.count()
    again = create.post()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first["ETag"] == again["ETag"]
    assert first.get("Location") == again.get("Location")
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert create.model.objects.count() == count


def test_it_is_given_again_after_the_row_was_changed_or_deleted(films):
    first = films.post()
    Movie.objects.update(title="Changed")
    assert films.post().json() == first.json()
    Movie.objects.all().delete()
    assert films.post().json() == first.json()
    assert not Movie.objects.exists()


def test_another_body_under_the_same_key_is_refused(create):
    create.post()
    count = create.model.objects.count()
    answer = create.post(body=create.other)
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_reused"
    assert create.model.objects.count() == count


def test_the_same_body_in_other_words_is_the_same(films):
    films.post()
    turned = json.dumps(dict(reversed(EXAMPLE.items())), indent=2)
    client = films.client_with(*MOVIES.permissions)
    answer = client.post(
        films.url, turned, content_type="application/json", headers={"Idempotency-Key": '"k"'}
    )
    assert answer["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("whose", [{"sub": "usher|2"}, {"key": "another"}, {"key": None}])
def test_a_key_is_one_callers_own(films, whose):
    films.post()
    answer = films.post(**whose)
    # To all others it is a film that there already is.
    assert (answer.status_code, "Idempotent-Replayed" in answer) == (400, False)


def test_behind_the_gateway_it_is_the_person_s(films, conf):
    conf.STRATEGY, conf.GATEWAY_CLIENT_ID = "gateway_client_credentials", "usher-gateway"
    client = films.client_with(
        *MOVIES.permissions, sub="usher-gateway", client_id="usher-gateway", audience=MOVIES.audience
    )

    def post(person):
        headers = {"Idempotency-Key": "k", "X-Acting-For": f"sub={person}"}
        return client.post(films.url, EXAMPLE, format="json", headers=headers)

    assert [post(person).status_code for person in ("one", "one", "other")] == [201, 201, 400]


def test_whoever_may_no_longer_create_is_not_told_again(create):
    create.post()
    answer = create.post(permissions=set(create.resource.permissions) - {create.resource.permission("write")})
    assert (answer.status_code, answer.json()["required_permission"]) == (
        403,
        create.resource.permission("write"),
    )


def test_what_failed_keeps_nothing_and_may_be_sent_again(films):
    assert films.post(body={**EXAMPLE, "year": 1}).status_code == 400
    assert not FirstAnswer.objects.exists()
    assert films.post().status_code == 201


def test_a_create_whose_end_fails_leaves_neither_row_nor_answer(films, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    with monkeypatch.context() as failing:
        failing.setattr(idempotency._Call, "keep", fail)
        with pytest.raises(RuntimeError):
            films.post()
    assert not Movie.objects.exists()
    assert films.post().status_code == 201


@pytest.mark.parametrize("key", ["", " ", '""', "x" * 256, "caf\xe9", "a\tb", "a\x7fb", '"a', 'a"b'])
def test_what_is_no_key_is_refused(films, key):
    answer = films.post(key)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["Idempotency-Key"])
    assert not Movie.objects.exists()


def test_an_answer_is_kept_for_a_day(films):
    films.post()
    FirstAnswer.objects.update(answered=time.time() - idempotency.KEPT_SECONDS - 1)
    Movie.objects.all().delete()
    assert "Idempotent-Replayed" not in films.post()  # the key counts as new
    assert films.post()["Idempotent-Replayed"] == "true"
    assert idempotency.delete_old() == 0
    FirstAnswer.objects.update(answered=time.time() - idempotency.KEPT_SECONDS - 1)
    assert idempotency.delete_old() == 1


def test_the_link_to_a_new_account_does_not_lie_in_the_database(client_with):
    link = Create("users", client_with).post().json()["link"]
    assert link
    (kept,) = FirstAnswer.objects.values_list("answer", flat=True)
    assert link not in kept
    assert "bat" not in kept


def test_a_link_that_was_used_is_not_made_anew(client_with):
    create = Create("users", client_with)
    link = create.post().json()["link"]
    person = User.objects.get(username="bat")
    person.set_password("a new one of their own")
    person.save()
    assert create.post().json()["link"] == link


@contextmanager
def counted():
    statements = []

    def note(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


def test_a_key_costs_one_statement(films):
    client = films.client_with(*MOVIES.permissions)
    client.post(films.url, {**EXAMPLE, "title": "warm"}, format="json")
    with counted() as without:
        client.post(films.url, EXAMPLE, format="json")
    with counted() as with_key:
        body = {**EXAMPLE, "title": "B"}
        client.post(films.url, body, format="json", headers={"Idempotency-Key": "k"})
    assert len(with_key) == len(without) + 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_makes_it_and_all_are_answered_the_same(create):
    before = create.model.objects.count()
    answers = []

    def post() -> int:
        answers.append(create.post())
        return 0

    at_once(*[post] * 8)
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 7
    assert create.model.objects.count() == before + 1
