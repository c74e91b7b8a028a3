"""A request waits for the database for a short time, commands for as long as it takes."""

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from project.databases import patience
from resources.models import RateCounter

pytestmark = pytest.mark.django_db(transaction=True)
sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="one lock for all is SQLite's")
postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="a server that hangs is PostgreSQL's"
)


class Writer(threading.Thread):
    """Write a row on a connection of its own: in a request, or else as a command does."""

    def __init__(self, name: str, in_request: bool = True) -> None:
        super().__init__(name=name)
        self.limits = patience.limited if in_request else nullcontext
        self.refused: OperationalError | None = None

    def run(self) -> None:
        try:
            with self.limits():
                RateCounter.objects.create(scope="test", key=self.name, started=0, count=1)
        except OperationalError as error:
            self.refused = error
        finally:
            connection.close()


@contextmanager
def lock_taken() -> Iterator[Callable[[], object]]:
    """Let somebody else hold the one lock for all that write, until ``release`` or the end of the block."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield lambda: other.execute("COMMIT")
        if other.in_transaction:
            other.execute("ROLLBACK")


@pytest.fixture
def room_for_one(monkeypatch) -> None:
    from project.databases.sqlite3 import base

    monkeypatch.setattr(base, "waiting", threading.BoundedSemaphore(1))
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 60)


@sqlite
def test_of_many_who_find_the_lock_taken_few_wait_and_commands_all_do(room_for_one):
    command = Writer("command", in_request=False)
    requests = [Writer(f"request {number}") for number in range(5)]
    with lock_taken() as release:
        for writer in [command, *requests]:
            writer.start()
        while sum(writer.is_alive() for writer in requests) > 1:
            assert RateCounter.objects.count() == 0  # reading goes on
        assert command.is_alive()
        release()
        for writer in [command, *requests]:
            writer.join(60)
    refused = [writer for writer in requests if writer.refused]
    assert len(refused) == 4
    assert "locked" in str(refused[0].refused)
    assert RateCounter.objects.count() == 2


@sqlite
def test_who_waits_in_vain_is_refused_and_makes_room(room_for_one, monkeypatch):
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.3)
    with lock_taken():
        for name in ("one", "another"):
            writer = Writer(name)
            writer.start()
            writer.join(60)
            assert writer.refused
    last = Writer("last")
    last.start()
    last.join(60)
    assert last.refused is None


@sqlite
def test_a_request_that_finds_the_lock_taken_for_long_is_answered_503(room_for_one, monkeypatch, client_with):
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.3)
    client = client_with("write:movies")
    connection.close()  # The request opens its own.
    with lock_taken():
        answer = client.post("/api/movies/", {"title": "Heat", "year": 1995}, format="json")
    connection.close()
    assert (answer.status_code, answer.json()["code"]) == (
        503,
        "database_unavailable",
    )
    assert answer["Retry-After"] == "1"


@pytest.mark.parametrize("name", ["new.sqlite3", "old.sqlite3"])
def test_the_files_of_sqlite_are_their_owners_alone(tmp_path, name):
    from project.databases.sqlite3.base import keep_private

    old = [tmp_path / f"old.sqlite3{ending}" for ending in ("", "-wal", "-shm")]
    for file in old:
        file.touch()
        file.chmod(0o644)
    keep_private(tmp_path / name)
    files = [file for file in tmp_path.iterdir() if file.name.startswith(name)]
    assert files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@sqlite
def test_the_file_in_use_is_its_owners_alone_and_so_is_what_sqlite_puts_beside_it():
    file = Path(connection.settings_dict["NAME"])
    file.chmod(0o644)
    connection.close()
    RateCounter.objects.create(scope="test", key="file", started=0, count=1)
    files = list(file.parent.glob(f"{file.name}*"))
    assert len(files) >= 2
    assert {stat.S_IMODE(part.stat().st_mode) for part in files} == {0o600}


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


@sqlite
def test_another_process_leaves_the_log_that_a_server_is_writing(tmp_path):
    """SQLite deletes it with the last connection; closing a file gives up a process's locks on it."""
    from project.databases.sqlite3.base import keep_private

    file = tmp_path / "usher.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("CREATE TABLE written (number)")
        keep_private(file)  # as for every further connection of the process
        asks = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
            "c.execute('PRAGMA user_version'); c.close()"
        )
        subprocess.run([sys.executable, "-c", asks, file], check=True)
        server.execute("INSERT INTO written VALUES (1)")
        with closing(sqlite3.connect(file)) as another:
            assert another.execute("SELECT number FROM written").fetchall() == [(1,)]
        assert file.with_name("usher.sqlite3-wal").exists()


@postgresql
def test_a_connection_is_asked_whether_it_lives_where_that_is_in_doubt_and_replaced_where_it_does_not(
    monkeypatch,
):
    asked: list[bool] = []
    is_usable = connection.is_usable

    def ask() -> bool:
        asked.append(is_usable())
        return asked[-1]

    monkeypatch.setattr(connection, "is_usable", ask)

    def next_request() -> int:
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    connection.close()
    first = next_request()
    assert [next_request(), asked] == [first, []]
    connection._asked_at -= 31  # seconds
    assert [next_request(), asked] == [first, [True]]
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
        other.db.close()
    assert next_request() != first
    assert asked == [True, False]
