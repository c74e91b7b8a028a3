"""Ask an upstream over HTTP on connections that are kept, within times that hold however slowly bytes come.

urllib3's connections are used without its pool, which would rewrite the query string
(``%2f`` to ``%2F``) and does not tell whether a connection that broke was a kept one.
"""

import os
import ssl
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from rest_framework.exceptions import APIException
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError, SSLError

from gateway import timeouts
from gateway.exceptions import BadGateway, GatewayTimeout

WHOLE_SECONDS = 30.0
MOST_IDLE = 64  # connections kept for one upstream
SAFE = ("GET", "HEAD")
CLOSED = "The API closed the connection without an answer."

Body = bytes | Iterable[bytes] | None


class _Dropped(Exception):
    """A kept connection turned out to be dead before a byte of the answer came."""


class Answer:
    """An upstream's answer: ``status``, ``headers``, and its body while ``read`` gives some."""

    def __init__(self, upstream: "Upstream", connection: Any, response: Any) -> None:
        self.status: int = response.status
        self.headers: Mapping[str, str] = response.headers
        self._upstream = upstream
        self._connection = connection
        self._response = response

    def read(self, most: int) -> bytes:
        """Return up to ``most`` bytes of the body, fewer only at its end.

        Raises BadGateway and GatewayTimeout.
        """
        parts, missing = [], most
        try:
            while missing and (part := self._response.read(missing, decode_content=False)):
                parts.append(part)
                missing -= len(part)
        except (TimeoutError, ReadTimeoutError) as error:
            self.close()
            raise GatewayTimeout() from error
        except (OSError, ValueError, HTTPException, HTTPError) as error:
            self.close()
            raise BadGateway("The API broke off in the middle of its answer.") from error
        return b"".join(parts)

    def close(self) -> None:
        """Be done with it: the connection is kept when all was read, else closed. May be called again."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if self._response.closed and connection.sock is not None:
            self._upstream.keep(connection)
        else:
            self._response.close()
            connection.close()


class Upstream:
    """One origin, such as ``http://127.0.0.1:8001``, and the connections to it. Safe for threads."""

    def __init__(self, origin: str) -> None:
        parts = urlsplit(origin)
        self._tls = parts.scheme == "https"
        self._address = (str(parts.hostname), parts.port or (443 if self._tls else 80))
        self._idle: deque[Any] = deque()

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: Body) -> Answer:
        """Return the answer once its head is there. Close it. Redirects are answers like others.

        Raises BadGateway and GatewayTimeout, and whatever reading an iterable ``body`` raises.
        """
        connection = self._kept()
        if connection is not None:
            try:
                return self._ask(connection, method, target, headers, body)
            except _Dropped as error:
                if method not in SAFE or not isinstance(body, bytes | None):
                    raise BadGateway(CLOSED) from error
        connection = timeouts.connection_to(*self._address, tls=self._tls)
        return self._ask(connection, method, target, headers, body)

    def keep(self, connection: Any) -> None:
        """Keep a connection whose last answer was read to its end."""
        if len(self._idle) < MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close the connections that are kept; the next request makes a new one."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> Any:
        with suppress(IndexError):  # None is left.
            while connection := self._idle.pop():
                # One that can be read from has ended, or holds what belongs to no answer of ours.
                if connection.is_connected:
                    return connection
                connection.close()
        return None

    def _ask(
        self, connection: Any, method: str, target: str, headers: Mapping[str, str], body: Body
    ) -> Answer:
        kept = connection.sock
        before = kept.received if kept else 0
        try:
            if not kept:
                connection.connect()
            connection.sock.left = timeouts.FIRST_BYTE_SECONDS
            response = _exchange(connection, method, target, headers, body)
        except BaseException as error:
            connection.close()
            if kept and kept.received == before and isinstance(error, ConnectionError):
                raise _Dropped() from error
            words = _in_words(error)
            if words is None:
                raise
            raise words from error
        return Answer(self, connection, response)


def _exchange(connection: Any, method: str, target: str, headers: Mapping[str, str], body: Body) -> Any:
    # It may have answered before it had read everything, such as with 413.
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.request(
            method, target, body=body, headers=headers, preload_content=False, decode_content=False
        )
    sock = connection.sock  # The connection lets go of it when the answer is its last.
    try:
        response = connection.getresponse()
    except BaseException:
        # An answer that was begun and not handed out would keep it open.
        if sock.fileno() != -1:
            os.close(sock.detach())
        raise
    sock.left += WHOLE_SECONDS - timeouts.FIRST_BYTE_SECONDS
    return response


def _in_words(error: BaseException) -> APIException | None:
    if isinstance(error, NewConnectionError | ssl.SSLError | SSLError):
        return BadGateway("The API cannot be reached.")
    if isinstance(error, TimeoutError | ConnectTimeoutError):
        return GatewayTimeout()
    if isinstance(error, ConnectionError):
        return BadGateway(CLOSED)
    if isinstance(error, HTTPException | HTTPError | OSError | ValueError):
        return BadGateway("The API's answer is not HTTP.")
    return None  # It is the request's own body that could not be read.


@cache
def upstream_at(origin: str) -> Upstream:
    """Return this process's connections to an origin."""
    return Upstream(origin)
