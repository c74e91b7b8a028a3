"""GET /api/audit/days/: refusals, logins and changes of each day, for those who hold list:audit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from audit import days as counting
from audit.models import Refusal
from audit.trail import Target, record
from permissions_api.resource import all_permissions

pytestmark = pytest.mark.django_db
DAYS = "/api/audit/days/"
NOW = datetime(2026, 3, 30, 10, 0, tzinfo=UTC)  # the day after Europe's clocks went forward
ROBIN = Target("user", "usher|2", "Robin")


@pytest.fixture(autouse=True)
def nothing_is_counted_yet():
    counting._kept.clear()


@pytest.fixture
def at(monkeypatch):
    def happen(moment: datetime, action: str) -> None:
        with monkeypatch.context() as then:
            then.setattr(timezone, "now", lambda: moment)
            record(action, ROBIN)

    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return happen


def counts(client, **asked) -> dict[str, tuple[int, int | None, int]]:
    days = client.get(DAYS, asked).json()["days"]
    return {day["day"]: (day["refusals"], day["logins"], day["changes"]) for day in days}


def test_every_other_permission_is_refused(client_with):
    answer = client_with(*(name for name in all_permissions() if name != "list:audit")).get(DAYS)
    assert (answer.status_code, answer.json()["required_permission"]) == (403, "list:audit")


def test_days_begin_at_midnight_of_the_zone_that_is_asked_for(client_with, at, settings):
    settings.AUDIT_LOGIN_ACTION = "user.logged_in"
    late = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    at(late, "user.logged_in")
    at(NOW, "role.granted")
    Refusal.objects.create(subject="usher|2", permission="list:books", minute=late, count=40)
    Refusal.objects.create(subject="usher|2", permission="read:books", minute=late, count=2)
    client = client_with("list:audit")
    utc, berlin = counts(client, days=3), counts(client, days=3, zone="Europe/Berlin")
    assert utc == {"2026-03-28": (42, 1, 0), "2026-03-29": (0, 0, 0), "2026-03-30": (0, 0, 1)}
    assert berlin == {"2026-03-28": (0, 0, 0), "2026-03-29": (42, 1, 0), "2026-03-30": (0, 0, 1)}


def test_a_day_is_as_long_as_the_clocks_make_it_and_narrows_the_list_to_itself(client_with, at):
    at(datetime(2026, 3, 29, 21, 59, tzinfo=UTC), "role.granted")
    client = client_with("list:audit")
    day = client.get(DAYS, {"days": 2, "zone": "Europe/Berlin"}).json()["days"][0]
    since, until = (datetime.fromisoformat(day[name]) for name in ("since", "until"))
    assert until - since == timedelta(hours=23)
    found = client.get("/api/audit/", {"since": day["since"], "until": day["until"]}).json()["results"]
    assert [entry["action"] for entry in found] == ["role.granted"]


def test_where_no_login_is_seen_there_is_no_number_of_them(client_with, at, settings):
    settings.AUDIT_LOGIN_ACTION = ""
    at(NOW, "user.logged_in")
    answer = client_with("list:audit").get(DAYS, {"days": 1}).json()
    assert (answer["login_action"], answer["days"][0]["logins"], answer["days"][0]["changes"]) == (
        "",
        None,
        1,
    )


@pytest.mark.parametrize(
    "asked",
    [{"days": 0}, {"days": 93}, {"zone": "Nowhere/Town"}, {"zone": "../../etc/passwd"}, {"since": "2026"}],
)
def test_what_cannot_be_asked_is_named(client_with, asked):
    answer = client_with("list:audit").get(DAYS, asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, list(asked))


def test_92_days_cost_no_more_statements_than_one(client_with, at, django_assert_num_queries):
    client = client_with("list:audit")
    for number in (1, 92):
        with django_assert_num_queries(4):
            days = client.get(DAYS, {"days": number}).json()["days"]
        assert len(days) == number
    assert days[-1]["day"] == date(2026, 3, 30).isoformat()


def test_days_that_are_over_are_counted_once_and_the_last_ones_anew(
    client_with, at, monkeypatch, django_assert_num_queries
):
    client = client_with("list:audit")
    midnight = datetime(2026, 3, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: midnight + timedelta(minutes=50))
    counts(client, days=5)
    # Whoever began before midnight may not have saved it at once.
    at(midnight - timedelta(seconds=1), "role.granted")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    at(NOW, "role.granted")
    for days_asked in (2, 1):
        with django_assert_num_queries(4) as asked:
            found = [changes for *_, changes in counts(client, days=5).values()]
        assert found == [0, 0, 0, 1, 1]
        assert sum(query["sql"].count("SELECT") for query in asked) == 4 * days_asked
