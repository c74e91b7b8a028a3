"""Step-up (RFC 9470): an action may ask for a login that is not long ago, under every strategy."""

import time
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.conf import settings

from movies.resource import MOVIES as DECLARED
from permissions_api.resource import Resource
from permissions_api.tokens.verification import LEEWAY
from tests.issuer import API, BOOKS, MOVIES, token_with
from tests.permissions_api.urls import Films

FRESH = replace(DECLARED, fresh={"delete": 300, "list": 60})
REMOVE = {"path": "/api/movies/1/", "method": "DELETE"}


@pytest.fixture(autouse=True)
def removing_asks_for_a_fresh_login(monkeypatch) -> None:
    monkeypatch.setattr(Films, "resource", FRESH)


def removing(auth_time: object, **claims: object) -> str:
    return token_with("delete:movies", **{"audience": API, "auth_time": auth_time, **claims})


def ago(seconds: float) -> int:
    return int(time.time() - seconds)


def assert_asks_for_a_login(answer, max_age: int) -> None:
    sentence = f"This action requires a login no older than {max_age} seconds."
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == (
        'Bearer realm="usher", error="insufficient_user_authentication",'
        f' error_description="{sentence}", max_age="{max_age}"'
    )
    assert answer.json() == {
        "type": f"{settings.SITE_URL}/docs/problems/insufficient_user_authentication",
        "title": "Unauthorized",
        "status": 401,
        "code": "insufficient_user_authentication",
        "detail": sentence,
        "max_age": max_age,
    }


NO_TIMES: list[object] = [None, "", "1700000000", True, [], {}, -1, 0]


@pytest.mark.parametrize("auth_time", NO_TIMES)
def test_a_token_that_does_not_say_when_the_login_was_opens_nothing_fresh(send, auth_time):
    assert_asks_for_a_login(send(removing(auth_time), **REMOVE), 300)


def test_an_old_login_is_refused_and_a_fresh_one_is_not(send):
    assert_asks_for_a_login(send(removing(ago(300 + LEEWAY + 2)), **REMOVE), 300)
    for seconds in (0, 300 + LEEWAY - 2, -LEEWAY + 2):
        assert send(removing(ago(seconds)), **REMOVE).status_code == 200


def test_a_login_in_the_future_is_none(send):
    assert_asks_for_a_login(send(removing(ago(-LEEWAY - 5)), **REMOVE), 300)


def test_each_action_has_its_own_age_and_the_others_ask_for_nothing(send):
    hour_ago = {"audience": API, "auth_time": ago(3600)}
    assert_asks_for_a_login(send(token_with("list:movies", **hour_ago)), 60)
    assert_asks_for_a_login(send(token_with("list:movies", **hour_ago), "/api/movies/summary/"), 60)
    assert send(token_with("read:movies", **hour_ago), "/api/movies/1/").status_code == 200
    assert send(token_with("delete:books", **hour_ago), "/api/books/1/", "DELETE").status_code == 200


@pytest.mark.parametrize("age", [0, 3600, None])
def test_who_lacks_the_permission_hears_of_that_and_of_no_login(send, age):
    auth_time = None if age is None else ago(age)
    answer = send(token_with("read:movies", audience=API, auth_time=auth_time), **REMOVE)
    assert (answer.status_code, answer.json()["required_permission"]) == (403, "delete:movies")


def test_another_claim_may_say_when_the_login_was(send, conf):
    conf.AUTH_TIME_CLAIM = named = "https://games.example/auth_time"
    assert_asks_for_a_login(send(removing(ago(0), **{named: None}), **REMOVE), 300)
    assert send(removing(None, **{named: ago(0)}), **REMOVE).status_code == 200


# --- Behind a gateway that asks alone -------------------------------------------------


@pytest.fixture
def through_gateway(send, conf):
    """Return a function that removes a film as the gateway asks for it."""
    conf.STRATEGY, conf.GATEWAY_CLIENT_ID = "gateway_client_credentials", "usher-gateway"

    def remove(said: dict[str, object], **claims: object):
        itself = {"sub": "usher-gateway", "client_id": "usher-gateway", "auth_time": None}
        token = token_with("delete:movies", audience=MOVIES, **itself | claims)
        return send(token, **REMOVE, headers={"X-Acting-For": urlencode(said)})

    return remove


def test_the_gateway_s_word_counts_for_the_login_of_the_person(through_gateway):
    who = {"sub": "usher|1", "client": "usher-spa"}
    assert through_gateway({**who, "auth_time": ago(10)}).status_code == 200
    assert_asks_for_a_login(through_gateway({**who, "auth_time": ago(3600)}), 300)


def test_the_gateway_opens_nothing_fresh_without_saying_so_of_the_person(through_gateway):
    who = {"sub": "usher|1", "client": "usher-spa"}
    assert_asks_for_a_login(through_gateway({}), 300)
    assert_asks_for_a_login(through_gateway({"auth_time": ago(10)}), 300)
    # What its own token says is not the person's.
    assert_asks_for_a_login(through_gateway(who, auth_time=ago(10)), 300)


def test_nobody_else_says_of_another_s_login(through_gateway, conf):
    who = {"sub": "usher|1", "client": "usher-spa", "auth_time": ago(10)}
    assert_asks_for_a_login(through_gateway(who, client_id="usher-spa", sub="usher|1"), 300)
    assert_asks_for_a_login(through_gateway(who, sub="usher|1"), 300)
    conf.STRATEGY = "token_exchange"
    assert_asks_for_a_login(through_gateway(who), 300)


@pytest.mark.parametrize("audience", [BOOKS, API])
def test_a_fresh_login_opens_no_other_api(send, token_per_api, audience):
    assert send(removing(ago(0), audience=MOVIES), **REMOVE).status_code == 200
    assert "insufficient" not in send(removing(ago(0), audience=audience), **REMOVE)["WWW-Authenticate"]


# --- The declaration ------------------------------------------------------------------


NONSENSE = [{"remove": 300}, {"": 300}, *({"delete": value} for value in (0, -5, "300", 1.5, True, None))]


@pytest.mark.parametrize("fresh", NONSENSE)
def test_a_declaration_that_means_nothing_is_refused(fresh):
    with pytest.raises(ValueError, match="fresh of 'games'"):
        Resource(name="games", title="Games", audience="https://games.example/", fresh=fresh)


def test_a_declaration_cannot_be_changed_afterwards_by_what_it_was_made_of():
    asked = {"delete": 300}
    games = Resource(name="games", title="Games", audience="https://games.example/", fresh=asked)
    asked.clear()
    assert games.fresh == {"delete": 300}
    assert hash(games) == hash(replace(games, fresh={}))
    assert games != replace(games, fresh={})


def test_the_document_says_which_operations_ask_for_it(openapi):
    remove = openapi["paths"]["/api/roles/{id}/"]["delete"]
    assert "no older than 300 seconds" in remove["description"]
    assert "insufficient_user_authentication" in remove["responses"]["401"]["description"]
    others = [
        operation["responses"].get("401", {}).get("description", "")
        for path in openapi["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and operation != remove
    ]
    assert not any("insufficient_user_authentication" in each for each in others)
