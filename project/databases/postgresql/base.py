"""Django's PostgreSQL, for which a request waits no longer than it is worth.

The limits are kept on this side of the connection: a server that hangs keeps no ``statement_timeout``, and
its machine still answers the keepalives.
"""

import select
import time
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import PQGen

from project.databases import patience
from resources.statements import Planned

# A little sooner than this side loses patience, so that a slow statement costs itself and not the connection.
STATEMENT_MILLISECONDS = patience.ANSWER_SECONDS * 900

# So long a connection on which nothing came is taken to be alive. A server that ends or restarts closes its
# connections, which is seen without asking; one whose machine or network is gone says nothing.
TRUSTED_SECONDS = 30


class Cursor(base.ServerBindingCursor):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Let the server keep the plan of what is ``Planned``, and of nothing else."""
        cursor: Any = super()
        return cursor.execute(query, params, prepare=isinstance(query, Planned), **options)


class DatabaseWrapper(base.DatabaseWrapper):
    health_check_done: bool
    _asked_at = 0.0  # of time.monotonic()

    def close_if_health_check_failed(self) -> None:
        """Ask the server whether it is there only where that is in doubt: each request would wait for it."""
        if self.health_check_done or not self.settings_dict["CONN_HEALTH_CHECKS"]:
            return
        if time.monotonic() - self._asked_at < TRUSTED_SECONDS and not is_anything_to_read(self.connection):
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        self._asked_at = time.monotonic()

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        if parameters["cursor_factory"] is base.ServerBindingCursor:
            parameters["cursor_factory"] = Cursor
        if patience.is_limited():
            parameters["connect_timeout"] = patience.CONNECT_SECONDS
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> "psycopg.Connection[Any]":
        patience.refuse_who_gave_up()
        try:
            connection: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            patience.give_up()
            raise
        keep_waits_short(connection)
        return connection

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._asked_at = time.monotonic()
        if patience.is_limited():
            with self.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {STATEMENT_MILLISECONDS}")


def is_anything_to_read(connection: "psycopg.Connection[Any] | None") -> bool:
    """Say whether the server sent something unasked, such as its farewell, or the connection is closed."""
    if connection is None or connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def keep_waits_short(connection: "psycopg.Connection[Any]") -> None:
    """Let each wait for an answer end in a request after ANSWER_SECONDS, and the connection with it."""
    wait = connection.wait

    def wait_as_long_as_may_be(generator: PQGen[Any], *arguments: Any, **options: Any) -> Any:
        if patience.is_limited():
            options["timeout"] = patience.ANSWER_SECONDS
        try:
            return wait(generator, *arguments, **options)
        except psycopg.errors._WaitTimeout as error:
            patience.give_up()
            # An answer that came yet would be taken for that to the next question.
            connection.pgconn.finish()
            seconds = patience.ANSWER_SECONDS
            raise psycopg.OperationalError(f"PostgreSQL did not answer within {seconds} s.") from error

    # psycopg asks the connection itself to wait, whatever is waited for.
    connection.wait = wait_as_long_as_may_be  # type: ignore[method-assign, assignment]
