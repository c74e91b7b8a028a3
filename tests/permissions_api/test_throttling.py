"""How often one caller may use the APIs, counted in every process together."""

from typing import Any

import pytest

from permissions_api.views import GuardedView
from resources.rate_limits import counters, throttling
from resources.rate_limits.throttling import SCOPE
from resources.rate_limits.traffic import Traffic
from tests.issuer import API, MOVIES, token_with

pytestmark = pytest.mark.django_db
RATE = (100, 3600)


@pytest.fixture(autouse=True)
def limited(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_RATE = RATE
    monkeypatch.setattr(GuardedView, "throttle_classes", [throttling.ApiRate])
    monkeypatch.setattr(throttling, "traffic", Traffic(SCOPE))
    began = counters.window(RATE[1])
    monkeypatch.setattr(counters, "window", lambda _seconds: began)  # An hour may end at any moment.


def test_who_comes_too_often_is_told_when_to_come_back(send):
    token = token_with("list:movies", audience=API)
    assert [send(token).status_code for _ in range(100)] == [200] * 100
    answer = send(token)
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert 1 <= int(answer["Retry-After"]) <= 3600


def test_one_caller_does_not_use_up_another_s_share(send):
    batman, robin = (token_with("list:movies", audience=API, sub=f"usher|{number}") for number in (1, 2))
    for _ in range(101):
        last = send(batman)
    assert last.status_code == 429
    assert send(robin).status_code == 200


def test_a_new_token_is_the_same_caller(send):
    for number in range(101):
        last = send(token_with("list:movies", audience=API, jti=str(number)))
    assert last.status_code == 429


def test_an_open_view_counts_by_address_and_looks_at_no_token(send):
    for _ in range(101):
        last = send("rubbish", "/api/open/")
    assert last.status_code == 429
    assert send(None, "/api/open/", REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
@pytest.mark.parametrize("claim", ["client_id", "azp"])
def test_what_the_gateway_has_counted_is_not_counted_again(send, conf, strategy, claim):
    conf.STRATEGY = strategy
    token = token_with("list:movies", audience=MOVIES, **{claim: "usher-gateway"})
    assert {send(token).status_code for _ in range(150)} == {200}


@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
@pytest.mark.parametrize("client", ["usher-spa", "robot", None])
def test_every_other_client_is_counted_where_there_is_a_gateway(send, conf, strategy, client):
    conf.STRATEGY = strategy
    token = token_with("list:movies", audience=MOVIES, client_id=client)
    assert [send(token).status_code for _ in range(101)][-1] == 429


@pytest.mark.parametrize(
    ("strategy", "audience"), [("single_audience", API), ("multi_resource_refresh_token", MOVIES)]
)
def test_without_a_gateway_no_client_is_left_uncounted(send, conf, strategy, audience):
    conf.STRATEGY = strategy
    token = token_with("list:movies", audience=audience, client_id="usher-gateway")
    assert [send(token).status_code for _ in range(101)][-1] == 429


def test_no_rate_is_no_limit(send, settings):
    settings.API_RATE = None
    token = token_with("list:movies", audience=API)
    assert {send(token).status_code for _ in range(150)} == {200}


GOOD = token_with("list:movies", "read:movies", audience=API)


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (401, {"token": None}),
        (401, {"token": "qqq.zzz.xxx"}),
        (401, {"token": "qqq,zzz"}),
        (401, {"token": token_with("list:movies", audience=API, exp=1_600_000_000)}),
        (403, {"token": token_with(audience=API)}),
        (404, {"token": GOOD, "path": "/api/movies/404/"}),
        (405, {"token": GOOD, "method": "OPTIONS"}),
        (405, {"token": GOOD, "method": "TRACE"}),
        (406, {"token": GOOD, "headers": {"Accept": "text/csv"}}),
        (413, {"token": GOOD, "CONTENT_LENGTH": "1000001"}),
        (200, {"token": None, "path": "/api/open/"}),
        (200, {"token": GOOD, "path": "/me/permissions"}),
    ],
)
def test_every_answer_counts_once_and_beyond_the_rate_it_is_429(send, settings, status, asked):
    settings.API_RATE = (5, 3600)
    answers = [send(**asked) for _ in range(60)]
    assert [answer.status_code for answer in answers] == [status] * 5 + [429] * 55
    assert 1 <= int(answers[-1]["Retry-After"]) <= 3600


def test_two_behind_one_address_do_not_use_up_each_other_s_share(send, settings):
    settings.API_RATE = (3, 3600)
    batman, robin = (token_with(audience=API, sub=f"usher|{number}") for number in (1, 2))
    for _ in range(9):
        assert send("qqq.zzz.xxx").status_code in (401, 429)
        assert send(batman).status_code in (403, 429)
    assert send(None).status_code == 429
    assert [send(robin).status_code for _ in range(4)] == [403, 403, 403, 429]


def test_a_refused_caller_s_questions_are_no_writes(send, settings, django_assert_max_num_queries):
    settings.API_RATE = (5, 3600)
    token = token_with(audience=API)
    # Five are allowed, each counted at once, between a savepoint of the test's transaction.
    with django_assert_max_num_queries(15):
        assert [send(token).status_code for _ in range(60)].count(429) == 55
