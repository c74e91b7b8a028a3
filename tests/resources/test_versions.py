"""A table's version: two answers made of one version are made of the same rows, whoever writes meanwhile."""

import random
import threading
import time
from typing import Any

import pytest
from django.db import connection, connections, transaction

from movies.models import Movie
from resources.summaries import seconds_shown
from resources.versions import TableVersion, made_once, version_of

pytestmark = pytest.mark.django_db(transaction=True)
several = pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time")
SECONDS = 2


def film(title, **values):
    row = Movie(title=title, year=1950, **values)
    row.derive()
    return row


def rows_and_version():
    """Read both in one statement, as a list does."""
    found = list(
        Movie.objects.annotate(version=TableVersion(Movie))
        .order_by("pk")
        .values_list("pk", "title", "version")
    )
    versions = {version for *_row, version in found}
    assert len(versions) == 1
    return versions.pop(), hash(tuple((pk, title) for pk, title, _version in found))


class Actor(threading.Thread):
    """Does something on a connection of its own, again and again, until the time is over."""

    def __init__(self, act, number):
        super().__init__()
        self.act, self.random, self.done, self.error = act, random.Random(number), 0, None  # noqa: S311

    def run(self):
        until = time.monotonic() + SECONDS
        try:
            while time.monotonic() < until:
                self.act(self.random)
                self.done += 1
        except Exception as error:
            self.error = error
        finally:
            connections["default"].close()


def write(chance):
    kind = chance.random()
    with transaction.atomic():
        film(f"film {chance.random()}").save()
        if kind < 0.3:
            with transaction.atomic():  # a savepoint
                Movie.objects.bulk_create([film(f"bulk {chance.random()}") for _ in range(3)])
                if kind < 0.1:
                    transaction.set_rollback(True)
        pk = chance.choice(list(Movie.objects.values_list("pk", flat=True)))
        rows = Movie.objects.filter(pk=pk).select_for_update(skip_locked=True)
        if rows and kind < 0.6:
            Movie.objects.filter(pk=pk).exclude(title="kept").delete()
        elif rows:
            Movie.objects.filter(pk=pk).exclude(title="kept").update(title=f"changed {chance.random()}")
        if 0.6 < kind < 0.7:
            transaction.set_rollback(True)


@several
def test_no_version_is_of_two_states_under_eight_writers_and_eight_readers():
    film("kept").save()
    seen: dict[str, list[Any]] = {}
    faults: list[str] = []

    def read(_chance):
        version, rows = rows_and_version()
        if seen.setdefault(version, rows) != rows:
            faults.append(version)

    actors = [Actor(act, number) for number in range(8) for act in (write, read)]
    for actor in actors:
        actor.start()
    for actor in actors:
        actor.join()
    assert [actor.error for actor in actors if actor.error] == []
    assert faults == []
    assert min(actor.done for actor in actors) > 0
    assert len(seen) > 8


def save_another():
    film("second").save()
    connections["default"].close()


@several
def test_no_writer_waits_for_another_that_has_not_ended():
    film("kept").save()
    with transaction.atomic():
        film("first").save()
        other = threading.Thread(target=save_another)
        other.start()
        other.join(10)
        assert not other.is_alive()


def test_what_is_made_of_the_rows_is_made_once_and_anew_after_a_change():
    film("one").save()
    calls = []

    def count(_model):
        calls.append(1)
        return Movie.objects.count()

    assert [made_once(Movie, count) for _ in range(3)] == [1, 1, 1]
    film("two").save()
    assert [made_once(Movie, count) for _ in range(3)] == [2, 2, 2]
    assert len(calls) == 2


def test_what_takes_long_to_make_is_shown_for_a_while_though_rows_change(monkeypatch):
    def count(_model):
        counted = Movie.objects.count()
        film(f"meanwhile {counted}").save()
        return counted

    def made():
        return made_once(Movie, count, lambda _counted: 60)

    assert [made(), made()] == [0, 0]
    film("one").save()
    assert made() == 0
    later = time.monotonic() + 60
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert made() == 2
    assert [seconds_shown({"total": total}) for total in (36_301, 1_000_000)] == [0, 20]


def test_what_is_made_while_somebody_writes_is_not_kept():
    film("one").save()

    def count(_model):
        counted = Movie.objects.count()
        film(f"meanwhile {counted}").save()
        return counted

    assert [made_once(Movie, count) for _ in range(2)] == [1, 2]


def test_within_a_transaction_each_change_is_another_version_and_an_undone_one_none():
    film("one").save()
    seen = [version_of(Movie)]
    with transaction.atomic():
        for title in ("two", "three"):
            film(title).save()
            seen.append(version_of(Movie))
        with transaction.atomic():
            film("four").save()
            seen.append(version_of(Movie))
            transaction.set_rollback(True)
        assert version_of(Movie) == seen[2]
    assert len({*seen}) == 4
    assert version_of(Movie) not in (seen[0], seen[1], seen[3])
