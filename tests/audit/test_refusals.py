"""Refusals of those with a valid token are added up by subject, permission and minute."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from audit import refusals
from audit.models import Entry, Refusal

pytestmark = pytest.mark.django_db


def counts() -> list[tuple[str, str, int]]:
    """Return what was counted, the minutes together: a test may run across the edge of one."""
    refusals.counted.flush()
    found: dict[tuple[str, str], int] = {}
    for row in Refusal.objects.order_by("id"):
        found[row.subject, row.permission] = found.get((row.subject, row.permission), 0) + row.count
    return [(*key, count) for key, count in found.items()]


def test_refusals_are_added_up(client_with):
    client = client_with("list:movies")
    for _ in range(3):
        assert client.get("/api/books/").status_code == 403
    assert client.post("/api/movies/", {}, format="json").status_code == 403
    assert client_with("list:movies", sub="usher|2").get("/api/books/").status_code == 403
    assert counts() == [
        ("usher|1", "list:books", 3),
        ("usher|1", "write:movies", 1),
        ("usher|2", "list:books", 1),
    ]
    row = Refusal.objects.first()
    assert (row.minute.second, row.minute.microsecond) == (0, 0)


def test_what_is_allowed_and_who_has_no_valid_token_is_not_counted(client_with):
    assert client_with("list:movies").get("/api/movies/").status_code == 200
    assert APIClient().get("/api/movies/").status_code == 401
    assert (
        client_with("list:movies", audience="https://elsewhere.example/").get("/api/movies/").status_code
        == 401
    )
    assert client_with("list:movies", exp=1).get("/api/books/").status_code == 401
    assert counts() == []


def test_many_refusals_cost_one_write(client_with, django_assert_num_queries):
    client = client_with("list:movies")
    with django_assert_num_queries(0):
        for _ in range(200):
            assert client.get("/api/books/").status_code == 403
    with django_assert_num_queries(3):  # the statement, between a savepoint of the test's transaction
        refusals.counted.flush()
    assert counts() == [("usher|1", "list:books", 200)]


def test_refusals_are_no_part_of_the_chain(client_with):
    count = Entry.objects.count()
    client_with("list:movies").get("/api/books/")
    refusals.counted.flush()
    assert Entry.objects.count() == count


def test_a_store_that_fails_opens_nothing_and_breaks_nothing(client_with, monkeypatch, caplog):
    monkeypatch.setattr(refusals, "ADD", "INSERT INTO no_such_table VALUES (%s, %s, %s, %s)")
    answer = client_with("list:movies").get("/api/books/")
    assert answer.status_code == 403
    assert answer.json()["required_permission"] == "list:books"
    refusals.counted.flush()
    assert "What was counted" in caplog.text


@pytest.mark.parametrize("subject", ["x" * 400, "with\x00nul", "\ud800"])
def test_a_strange_subject_is_counted_as_far_as_it_can_be_stored(client_with, subject):
    answer = client_with("list:movies", sub=subject).get("/api/books/")
    assert answer.status_code in (401, 403)
    assert len(counts()) == (answer.status_code == 403)


def test_any_error_of_a_receiver_leaves_the_answer(client_with, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(refusals, "text", fail)
    assert client_with("list:movies").get("/api/books/").status_code == 403


def test_those_of_long_ago_are_deleted(client_with):
    client_with("list:movies").get("/api/books/")
    refusals.counted.flush()
    row = Refusal.objects.get()
    old = timezone.now() - timedelta(days=91)
    Refusal.objects.create(subject=row.subject, permission=row.permission, minute=old, count=7)
    assert refusals.delete_old() == 1
    assert Refusal.objects.get() == row
    assert refusals.delete_old() == 0
