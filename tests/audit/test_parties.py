"""The lists of the trail are narrowed to whom it speaks of: at once, in few statements, and to no other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from audit.history import KEPT, delete_old
from audit.models import Change, Entry, Party
from audit.parties import make_triggers, with_party
from audit.trail import Target, record
from resources.indexing import narrowing

pytestmark = pytest.mark.django_db
NAMES = ["Robin", "ROBIN HOOD", "Mr. Robinson", "Batman", "100 % Batman", "O'Brien", "Å_ke", ""]
ASKED = ["robin", "Robin", "usher|1", "%", "_", "'", "batman", "nobody", "å", "b", "usher|"]


def change_of(subject: str, name: str, number: int = 0) -> None:
    Change.objects.create(
        at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        actor_subject=subject,
        actor_name=name,
        action="movie.changed",
        target_kind="movies.movie",
        target_id=str(number),
        target_name=name.upper(),
    )


@pytest.mark.parametrize("few", [5_000, 0], ids=["by their ids", "one by one"])
@pytest.mark.parametrize("asked", ASKED)
def test_the_same_are_found_as_without_any_index(monkeypatch, few, asked):
    monkeypatch.setattr(narrowing, "FEW", few)
    for number, name in enumerate(NAMES * 2):
        change_of(f"usher|{number % 3}", name, number)
    rows = Change.objects.all()
    found = {row.pk for row in with_party(rows, "actor", asked)}
    direct = rows.filter(actor_subject=asked) | rows.filter(actor_name__icontains=asked)
    assert found == {row.pk for row in direct}


def test_who_acts_the_first_time_is_found_at_once(client_with):
    client = client_with("list:audit")
    for name in ("Batman", "Batman Beyond"):
        assert name not in str(client.get("/api/audit/?target=batman").json())
        record("user.changed", Target("user", "usher|7", name))
        assert f"'{name}'" in str(client.get("/api/audit/?target=batman").json())


def test_what_was_written_before_the_triggers_is_found(client_with):
    of_table = " ON audit_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_entry_parties{of_table}")
    record("user.changed", Target("user", "usher|7", "Written Before"))
    make_triggers(using="default")
    make_triggers(using="default")
    record("user.changed", Target("user", "usher|8", "Written After"))
    found = client_with("list:audit").get("/api/audit/?target=written").json()["results"]
    assert [entry["target"]["name"] for entry in found] == ["Written After", "Written Before"]


def test_whom_no_change_speaks_of_any_more_is_forgotten_and_an_entry_keeps_its_own():
    change_of("usher|1", "Forgotten")
    change_of("usher|2", "Kept")
    Change.objects.filter(actor_name="Forgotten").update(at=timezone.now() - KEPT - timedelta(days=1))
    Change.objects.filter(actor_name="Kept").update(at=timezone.now())
    record("user.changed", Target("user", "usher|1", "Forgotten"))
    assert delete_old() == 1
    kept = set(Party.objects.filter(name__in=["Forgotten", "Kept"]).values_list("facet", "name"))
    assert kept == {("change.actor", "Kept"), ("entry.target", "Forgotten")}


def test_however_long_the_trail_a_page_costs_the_same_statements(client_with, django_assert_num_queries):
    client, queries = client_with("list:audit"), ["", "?since=2020-01-01", "?action=user.changed"]
    narrowed = ["?action=user", "?actor=usher%7C1", "?target=robin"]
    for count in (1, 40):
        for number in range(count):
            record("user.changed", Target("user", f"usher|{number}", f"Robin {number}"))
        assert Entry.objects.count() >= count
        for path, most in [*((query, 1) for query in queries), *((query, 2) for query in narrowed)]:
            with django_assert_num_queries(most):
                answer = client.get(f"/api/audit/{path}")
            assert answer.status_code == 200
