"""How often one caller may use the APIs, counted in every process together."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permissions_api import throttling
from permissions_api.throttling import SCOPE, SETTLE_SECONDS, Traffic
from resources import rates
from resources.views import GuardedView
from tests.issuer import API, MOVIES, token_with

pytestmark = pytest.mark.django_db
RATE = (100, 3600)


@pytest.fixture(autouse=True)
def limited(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_RATE = RATE
    monkeypatch.setattr(GuardedView, "throttle_classes", [throttling.ApiRate])
    monkeypatch.setattr(throttling, "traffic", Traffic())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock for settling, which moves when it is told to."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr("permissions_api.throttling.time.monotonic", lambda: Clock.now)
    return Clock


def spend(traffic: Traffic, number: int, caller: str = "batman") -> int:
    """Return how many of so many requests are let through."""
    return [traffic.spend(caller, RATE) for _ in range(number)].count(0)


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
def test_what_the_gateway_has_counted_is_not_counted_again(send, settings, strategy, claim):
    settings.AUDIENCE_STRATEGY = strategy
    token = token_with("list:movies", audience=MOVIES, **{claim: "usher-gateway"})
    assert {send(token).status_code for _ in range(150)} == {200}


@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
@pytest.mark.parametrize("client", ["usher-spa", "robot", None])
def test_every_other_client_is_counted_where_there_is_a_gateway(send, settings, strategy, client):
    settings.AUDIENCE_STRATEGY = strategy
    token = token_with("list:movies", audience=MOVIES, client_id=client)
    assert [send(token).status_code for _ in range(101)][-1] == 429


@pytest.mark.parametrize(
    ("strategy", "audience"), [("single_audience", API), ("multi_resource_refresh_token", MOVIES)]
)
def test_without_a_gateway_no_client_is_left_uncounted(send, settings, strategy, audience):
    settings.AUDIENCE_STRATEGY = strategy
    token = token_with("list:movies", audience=audience, client_id="usher-gateway")
    assert [send(token).status_code for _ in range(101)][-1] == 429


def test_no_rate_is_no_limit(send, settings):
    settings.API_RATE = None
    token = token_with("list:movies", audience=API)
    assert {send(token).status_code for _ in range(150)} == {200}


def test_ordinary_traffic_writes_nothing(clock):
    traffic = Traffic()
    with CaptureQueriesContext(connection) as queries:
        assert spend(traffic, 5) == 5
    assert len(queries) == 0


def test_heavy_traffic_writes_once_a_second(clock):
    traffic = Traffic()
    with CaptureQueriesContext(connection) as queries:
        assert spend(traffic, 60) == 60
        clock.now += SETTLE_SECONDS
        assert spend(traffic, 20) == 20
    assert len(queries) == 2
    assert rates.spent(SCOPE, "batman") == 60


def test_processes_count_together(clock):
    one, other = Traffic(), Traffic()
    assert spend(one, 60) == 60
    clock.now += SETTLE_SECONDS
    assert spend(one, 1) == 1
    assert spend(other, 5) == 5
    clock.now += SETTLE_SECONDS
    assert spend(other, 60) == 35
    clock.now += SETTLE_SECONDS
    assert spend(other, 1) == 0
    # A process that has not asked for a while overruns by a 20th at most before it does.
    assert spend(one, 60) == 4


def test_unlocking_acts_within_a_second(clock):
    traffic = Traffic()
    assert spend(traffic, 150) == 100
    rates.forget("batman")
    clock.now += SETTLE_SECONDS
    assert spend(traffic, 1) == 1


def test_a_new_window_counts_anew(monkeypatch):
    traffic = Traffic()
    assert spend(traffic, 150) == 100
    later = rates.window(RATE[1]) + RATE[1]
    monkeypatch.setattr(rates, "window", lambda _seconds: later)
    assert spend(traffic, 1) == 1


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(throttling, "MOST_CALLERS", 3)
    traffic = Traffic()
    for number in range(10):
        spend(traffic, 1, f"caller-{number}")
    assert len(traffic._tallies) <= 3
