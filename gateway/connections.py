"""Ask an upstream over HTTP on connections that are kept, within times that hold however slow it is."""

import ssl
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from rest_framework.exceptions import APIException

from gateway import timeouts
from gateway.exceptions import BadGateway, GatewayTimeout
from gateway.parsing import AnswerParser, NotHTTP
from gateway.timeouts import Connection

WHOLE_SECONDS = 30.0
MOST_IDLE = 64  # connections kept for one upstream
SAFE = ("GET", "HEAD")
WITH_BODY = ("POST", "PUT", "PATCH")
CLOSED = "The API closed the connection without an answer."
UNREACHABLE = "The API cannot be reached."

Body = bytes | Iterable[bytes] | None


class _Dropped(Exception):
    """A kept connection turned out to be dead before a byte of the answer came."""


class Answer:
    """An upstream's answer: ``status``, ``headers`` (names in lower case), and its body by ``read``."""

    def __init__(self, upstream: "Upstream", connection: Connection, parser: AnswerParser) -> None:
        self.status, self.headers = parser.status, parser.headers
        self._upstream = upstream
        self._connection: Connection | None = connection
        self._parser = parser

    def read(self, most: int) -> bytes:
        """Return up to ``most`` bytes of the body, fewer only at its end.

        Raises BadGateway and GatewayTimeout.
        """
        try:
            while self._parser.held < most and not self._parser.is_complete and self._connection:
                self._parser.feed(self._connection.receive())
        except TimeoutError as error:
            self.close()
            raise GatewayTimeout() from error
        except (OSError, NotHTTP) as error:
            self.close()
            raise BadGateway("The API broke off in the middle of its answer.") from error
        return self._parser.take(most)

    def close(self) -> None:
        """Be done with it: the connection is kept when all was read, else closed. May be called again."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if self._parser.end():
            self._upstream.keep(connection)
        else:
            connection.close()


class Upstream:
    """One origin, such as ``http://127.0.0.1:8001``, and the connections to it. Safe for threads."""

    def __init__(self, origin: str) -> None:
        parts = urlsplit(origin)
        self._tls = parts.scheme == "https"
        self._host = parts.netloc.lower()
        self._address = (str(parts.hostname), parts.port or (443 if self._tls else 80))
        self._idle: deque[Connection] = deque()

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: Body) -> Answer:
        """Return the answer once its head is there. Close it. Redirects are answers like others.

        Raises BadGateway and GatewayTimeout, and whatever reading an iterable ``body`` raises.
        """
        head = _head(method, target, {"Host": self._host, **headers})
        connection = self._kept()
        if connection is not None:
            try:
                return self._ask(connection, method, head, body)
            except _Dropped as error:
                if method not in SAFE or not isinstance(body, bytes | None):
                    raise BadGateway(CLOSED) from error
        return self._ask(self._connected(), method, head, body)

    def keep(self, connection: Connection) -> None:
        """Keep a connection whose last answer was read to its end."""
        if len(self._idle) < MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close the connections that are kept; the next request makes a new one."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> Connection | None:
        with suppress(IndexError):  # None is left.
            while connection := self._idle.pop():
                if connection.is_quiet():
                    return connection
                connection.close()
        return None

    def _connected(self) -> Connection:
        try:
            return Connection(*self._address, tls=self._tls)
        except TimeoutError as error:
            raise GatewayTimeout() from error
        except (OSError, ValueError) as error:
            raise BadGateway(UNREACHABLE) from error

    def _ask(self, connection: Connection, method: str, head: bytes, body: Body) -> Answer:
        before = connection.received
        connection.left = timeouts.FIRST_BYTE_SECONDS
        try:
            parser = _exchange(connection, method, head, body)
        except BaseException as error:
            connection.close()
            if before and connection.received == before and isinstance(error, ConnectionError):
                raise _Dropped() from error
            words = _in_words(error)
            if words is None:
                raise
            raise words from error
        connection.left += WHOLE_SECONDS - timeouts.FIRST_BYTE_SECONDS
        return Answer(self, connection, parser)


def _head(method: str, target: str, headers: Mapping[str, str]) -> bytes:
    """Return the head of a request. Raises ValueError for what would make further lines of it."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if method in WITH_BODY and "Content-Length" not in headers:
        lines.append("Content-Length: 0")
    written = "\n".join(lines)
    if written.count("\n") >= len(lines) or "\r" in written:
        raise ValueError("A header of the request holds the end of a line.")
    return written.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n"


def _exchange(connection: Connection, method: str, head: bytes, body: Body) -> AnswerParser:
    """Send a request and return the answer as far as its head."""
    # It may have answered before it had read everything, such as with 413.
    with suppress(BrokenPipeError, ConnectionResetError):
        if isinstance(body, bytes | None):
            connection.send(head + (body or b""))
        else:
            connection.send(head)
            for part in body:
                connection.send(part)
    parser, before = AnswerParser(method), connection.received
    while not parser.has_head:
        data = connection.receive()
        if connection.received == before:
            raise ConnectionResetError(CLOSED)
        try:
            parser.feed(data)
        except NotHTTP:
            if not parser.has_head:
                raise
            # The fault lies in the body, which will not get any further.
    return parser


def _in_words(error: BaseException) -> APIException | None:
    if isinstance(error, NotHTTP):
        return BadGateway(str(error))
    if isinstance(error, TimeoutError):
        return GatewayTimeout()
    if isinstance(error, ssl.SSLError):
        return BadGateway(UNREACHABLE)
    if isinstance(error, OSError):
        return BadGateway(CLOSED)
    return None  # It is the request's own body that could not be read.


_upstreams: dict[str, Upstream] = {}


def upstream_at(origin: str) -> Upstream:
    """Return this process's connections to an origin: the same to all who ask for it first, and at once."""
    return _upstreams.get(origin) or _upstreams.setdefault(origin, Upstream(origin))
