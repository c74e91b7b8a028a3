"""A request waits for the database for a short time, commands for as long as it takes."""

from contextlib import nullcontext

import pytest
from django.db import OperationalError, connection

from project.databases import patience

pytestmark = pytest.mark.django_db(transaction=True)
postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="a server that hangs is PostgreSQL's"
)


def sleep(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


@postgresql
def test_a_request_waits_in_vain_once_and_the_next_one_has_a_new_connection(monkeypatch):
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.2)
    with patience.limited():
        with pytest.raises(OperationalError, match="did not answer within"):
            sleep(30)
        with pytest.raises(OperationalError):
            sleep(0)
        connection.close()
        with pytest.raises(OperationalError, match="before"):
            sleep(0)
    with patience.limited():
        sleep(0)


@postgresql
def test_a_command_waits_for_as_long_as_it_takes(monkeypatch):
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.2)
    sleep(0.5)


@postgresql
@pytest.mark.parametrize(
    ("limits", "timeout"), [(patience.limited, "4500ms"), (nullcontext, "0")], ids=["request", "command"]
)
def test_the_server_itself_breaks_off_the_statements_of_requests_alone(limits, timeout):
    connection.close()
    with limits(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == (timeout,)
    connection.close()
