"""Django's SQLite, in a file that is nobody else's, on whose lock few requests wait.

There is one lock for all that write. Were every thread to wait for it, nobody could read either. So
a request waits for a moment, as long as most others hold the lock; beyond that only some do.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db.backends.sqlite3 import base

from project.databases import patience

T = TypeVar("T")

MOMENT = 0.25  # seconds
# How many wait beyond a moment: two threads are kept for others. With so few that none is left, nobody does.
waiting = threading.BoundedSemaphore(max(0, settings.THREADS - 2))


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        if patience.is_limited():
            parameters["timeout"] = MOMENT
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        name = str(conn_params["database"])
        if not self.is_in_memory_db() and not name.startswith("file:"):
            keep_private(Path(name))
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        return connection

    def create_cursor(self, name: str | None = None) -> "Cursor":
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor


class Cursor(base.SQLiteCursorWrapper):
    def execute(self, query: str, params: Any = None) -> Any:
        return _in_turn(self.connection, lambda: super(Cursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        # Where it is refused nothing was written, and a list may be read a second time.
        rows = list(param_list)
        return _in_turn(self.connection, lambda: super(Cursor, self).executemany(query, rows))


def _in_turn(connection: sqlite3.Connection, ask: Callable[[], T]) -> T:
    """Ask; in a request that finds the lock taken ask again and wait, if not too many do."""
    try:
        return ask()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not patience.is_limited():
            raise
        if not waiting.acquire(blocking=False):
            raise
    try:
        with _timeout(connection, patience.ANSWER_SECONDS - MOMENT):
            return ask()
    finally:
        waiting.release()


@contextmanager
def _timeout(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {MOMENT * 1000:.0f}")


def keep_private(file: Path) -> None:
    """Make the database's files readable by their owner alone, before one is there and after."""
    # One that is there is never opened: closing it again would give up every lock that SQLite holds on it
    # in this process, and the next command beside a server would delete the log that the server writes.
    with suppress(OSError):  # SQLite says it better.
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    for part in (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm", "-journal"))):
        with suppress(OSError):  # There is none, or it is somebody else's.
            if part.stat().st_mode & 0o077:
                part.chmod(0o600)
