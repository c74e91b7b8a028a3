"""Rate limits: counted once, in every thread, and given back."""

import threading

import pytest
from django.db import connection

from resources.models import RateCounter
from resources.rate_limits import counters

pytestmark = pytest.mark.django_db

THREE_AN_HOUR = (3, 3600)


def test_more_than_the_rate_allows_has_to_wait():
    assert [counters.spend("login", "robin", THREE_AN_HOUR) for _ in range(3)] == [0, 0, 0]
    assert 0 < counters.spend("login", "robin", THREE_AN_HOUR) <= 3600


def test_every_scope_and_every_key_counts_alone():
    for _ in range(4):
        counters.spend("login", "robin", THREE_AN_HOUR)
    assert counters.spend("login", "batman", THREE_AN_HOUR) == 0
    assert counters.spend("token", "robin", THREE_AN_HOUR) == 0


def test_a_new_window_counts_anew(monkeypatch):
    monkeypatch.setattr(counters.time, "time", lambda: 7200.0)
    for _ in range(4):
        counters.spend("login", "robin", THREE_AN_HOUR)
    assert counters.spend("login", "robin", THREE_AN_HOUR) == 3600
    monkeypatch.setattr(counters.time, "time", lambda: 10_799.9)
    assert counters.spend("login", "robin", THREE_AN_HOUR) == 1
    monkeypatch.setattr(counters.time, "time", lambda: 10_800.0)
    assert counters.spend("login", "robin", THREE_AN_HOUR) == 0


def test_no_rate_means_no_limit_and_no_row():
    assert [counters.spend("login", "robin", None) for _ in range(5)] == [0] * 5
    counters.give_back("login", "robin", None)
    assert not RateCounter.objects.exists()


def test_what_is_given_back_does_not_count():
    for _ in range(10):
        assert counters.spend("login", "robin", THREE_AN_HOUR) == 0
        counters.give_back("login", "robin", THREE_AN_HOUR)
    assert counters.spent("login", "robin") == 0


def test_what_is_forgotten_is_forgotten_in_every_scope():
    for scope in ("login", "token"):
        for _ in range(4):
            counters.spend(scope, "robin", THREE_AN_HOUR)
    assert counters.forget("robin") == 2
    assert counters.forget("robin") == 0
    assert counters.spend("login", "robin", THREE_AN_HOUR) == 0


def test_the_database_holds_no_names_and_no_addresses():
    counters.spend("login", "robin", THREE_AN_HOUR)
    assert "robin" not in str(list(RateCounter.objects.values()))


def test_old_counters_are_deleted(monkeypatch):
    counters.spend("login", "robin", THREE_AN_HOUR)
    assert counters.delete_expired() == 0
    RateCounter.objects.update(started=0)
    assert counters.delete_expired() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    barrier, waits = threading.Barrier(8), []

    def spend() -> None:
        barrier.wait()
        for _ in range(5):
            waits.append(counters.spend("login", "robin", (20, 3600)))
        connection.close()

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counters.spent("login", "robin") == 40
    assert waits.count(0) == 20
