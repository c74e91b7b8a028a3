"""Django's PostgreSQL, for which a request waits no longer than it is worth.

The limits are kept on this side of the connection: a server that hangs keeps no ``statement_timeout``, and
its machine still answers the keepalives.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import PQGen

from project.databases import patience

# A little sooner than this side loses patience, so that a slow statement costs itself and not the connection.
STATEMENT_MILLISECONDS = patience.ANSWER_SECONDS * 900


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
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
        if patience.is_limited():
            with self.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {STATEMENT_MILLISECONDS}")


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
