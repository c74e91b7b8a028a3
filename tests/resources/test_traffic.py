"""What is counted in memory and with all processes: how exactly, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources.rate_limits import counters, traffic
from resources.rate_limits.traffic import Traffic

pytestmark = pytest.mark.django_db
RATE = (100, 3600)
SCOPE = "tests"


def spend(traffic: Traffic, number: int, caller: str = "batman", rate: counters.Rate = RATE) -> int:
    """Return how many of so many requests are let through."""
    return [traffic.spend(caller, rate) for _ in range(number)].count(0)


def a_second_later(*processes: Traffic) -> None:
    for process in processes:
        process.flush()


def test_ordinary_traffic_writes_nothing():
    traffic = Traffic(SCOPE)
    with CaptureQueriesContext(connection) as queries:
        assert spend(traffic, 4) == 4
        traffic.flush()
    assert len(queries) == 0


def test_heavy_traffic_writes_once_a_second_without_a_further_request():
    traffic = Traffic(SCOPE)
    assert spend(traffic, 60) == 60
    with CaptureQueriesContext(connection) as queries:
        traffic.flush()
        traffic.flush()
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 1
    assert counters.spent(SCOPE, "batman") == 60


def test_who_is_refused_costs_one_question_a_second():
    traffic = Traffic(SCOPE)
    assert spend(traffic, 100) == 100
    traffic.flush()
    assert spend(traffic, 500) == 0
    with CaptureQueriesContext(connection) as queries:
        traffic.flush()
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 1
    assert counters.spent(SCOPE, "batman") == 100


def test_processes_count_together():
    one, other = Traffic(SCOPE), Traffic(SCOPE)
    assert spend(one, 61) == 61
    assert spend(other, 5) == 5
    a_second_later(one, other)
    assert spend(other, 60) == 34
    a_second_later(one, other)
    # A process that has not asked for a while overruns by what comes within a second.
    assert spend(one, 5) == 5
    a_second_later(one)
    assert spend(one, 5) == spend(other, 5) == 0


@pytest.mark.parametrize("allowed", [1, 5, 19])
def test_a_small_rate_is_exact_in_all_processes_together(allowed):
    processes = [Traffic(SCOPE) for _ in range(3)]
    assert sum(spend(process, 1, rate=(allowed, 3600)) for process in processes * 20) == allowed
    assert counters.spent(SCOPE, "batman") <= allowed + len(processes)


def test_unlocking_acts_within_a_second():
    traffic = Traffic(SCOPE)
    assert spend(traffic, 150) == 100
    traffic.flush()
    counters.forget("batman")
    assert spend(traffic, 1) == 0
    traffic.flush()
    assert spend(traffic, 150) == 100


def test_a_new_window_counts_anew(monkeypatch):
    traffic = Traffic(SCOPE)
    assert spend(traffic, 150) == 100
    later = counters.window(RATE[1]) + RATE[1]
    monkeypatch.setattr(counters, "window", lambda _seconds: later)
    traffic.flush()
    assert spend(traffic, 150) == 100


def test_another_kind_counts_apart():
    assert spend(Traffic(SCOPE), 5, rate=(5, 3600)) == 5
    assert spend(Traffic("others"), 5, rate=(5, 3600)) == 5


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(traffic, "MOST_CALLERS", 3)
    bounded = Traffic(SCOPE)
    for number in range(10):
        spend(bounded, 1, f"caller-{number}")
    assert len(bounded._tallies) <= 3
