"""Expired rows: deleted once a day, by one process of all, whoever is the issuer."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from audit.models import Refusal
from bff.models import Session
from project import daily
from project.start import prepare
from resources.models import RateCounter

pytestmark = pytest.mark.django_db


@pytest.fixture
def cleaned(monkeypatch) -> list[int]:
    """A list that grows by one whenever expired rows are deleted."""
    times: list[int] = []
    monkeypatch.setattr(daily, "delete_expired", lambda: times.append(1))
    return times


def test_counters_and_refusals_of_long_ago_are_deleted():
    now = timezone.now()
    for minute in (now, now - timedelta(days=91)):
        Refusal.objects.create(subject="usher|4", permission="list:users", minute=minute, count=1)
    RateCounter.objects.create(scope="api", key="old", started=0, count=1)
    daily.clean_up_once_a_day()
    assert [row.minute for row in Refusal.objects.all()] == [now]
    assert not RateCounter.objects.filter(scope="api").exists()


@pytest.mark.parametrize("embedded", [pytest.param(True, marks=pytest.mark.identity), False])
def test_sessions_that_are_over_are_ended_whoever_is_the_issuer(settings, embedded):
    settings.EMBEDDED = embedded
    now = timezone.now()
    for name, last in (("over", now), ("lasting", now + timedelta(days=1))):
        Session.objects.create(key_hash=name, handle=name, subject=name, last_used=now, expires_at=last)
    daily.clean_up_once_a_day()
    assert [session.subject for session in Session.objects.all()] == ["lasting"]


def test_a_second_process_of_the_same_day_leaves_it_be(cleaned):
    for _ in range(3):
        daily.clean_up_once_a_day()
    assert len(cleaned) == 1


def test_the_next_day_it_is_done_again(cleaned):
    daily.clean_up_once_a_day()
    day = RateCounter.objects.get(scope="lease")
    RateCounter.objects.update(started=day.started - 86_400)
    daily.clean_up_once_a_day()
    assert len(cleaned) == 2


def test_what_failed_is_tried_again_by_whoever_looks_next(cleaned, monkeypatch):
    def fail() -> None:
        raise DatabaseError

    with monkeypatch.context() as failing:
        failing.setattr(daily, "delete_expired", fail)
        with pytest.raises(DatabaseError):
            daily.clean_up_once_a_day()
    daily.clean_up_once_a_day()
    assert len(cleaned) == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_processes_that_look_at_once_one_does_it(cleaned):
    barrier = threading.Barrier(4)

    def look() -> None:
        barrier.wait()
        try:
            daily.clean_up_once_a_day()
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cleaned) == 1


def test_a_start_does_not_wait_for_it(cleaned, monkeypatch, settings):
    started = []
    monkeypatch.setattr(daily, "start", lambda: started.append(1))
    if settings.EMBEDDED:
        monkeypatch.setattr("identity.backchannel.sender.start", lambda: started.append(1))
    prepare()
    assert started
    assert not cleaned
