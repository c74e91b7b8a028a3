"""Django's SQLite, on whose lock few requests wait.

There is one lock for all that write. Were every thread to wait for it, nobody could read either. So
a request waits for a moment, as long as most others hold the lock; beyond that only some do.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
