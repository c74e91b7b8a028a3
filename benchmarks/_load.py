"""Ask a server over kept connections, with requests that are built beforehand, and time the answers."""

import json
import selectors
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlsplit

from benchmarks._cpu import cpu_seconds_of

CONNECTIONS = 8


@dataclass(slots=True)
class Answer:
    """An answer: its status, its head with lower-case names, and its body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Return a header of the answer; "" where it has none."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.lower() == name.lower().encode():
                return value.strip().decode()
        return ""

    def json(self) -> Any:
        """Return what the body says, whether it came whole or in chunks."""
        body, rest = self.body, b""
        if b"chunked" in self.head.lower():
            body, rest = b"", self.body
        while rest:
            length, _, rest = rest.partition(b"\r\n")
            size = int(length, 16)
            body, rest = body + rest[:size], rest[size + 2 :]
        return json.loads(body)


# Gives the next request of a connection, None when all is asked; it knows the last answer, None at first.
Next = Callable[[Answer | None], bytes | None]


@dataclass
class Load:
    """What one measurement found. CPU is in microseconds a request, latencies in milliseconds."""

    requests: int
    seconds: float
    cpu: float
    database_cpu: float
    latencies: list[float] = field(repr=False)

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    @property
    def p99(self) -> float:
        return sorted(self.latencies)[len(self.latencies) * 99 // 100]


def request(url: str, headers: Mapping[str, str], method: str = "GET", body: bytes = b"") -> bytes:
    """Return a request as it goes over the wire."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    all_headers = {"Host": parts.netloc, **headers}
    if body:
        all_headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in all_headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def always(built: bytes) -> Callable[[int], Next]:
    """Ask the same over and over."""
    return lambda _connection: lambda _last: built


def in_turns(built: list[bytes], count: int | None = None) -> Callable[[int], Next]:
    """Ask one after the other, whatever the connection, over and over; so many in all when that is said."""
    left = islice(cycle(built), count)
    return lambda _connection: lambda _last: next(left, None)


def ask(url: str, built: bytes) -> Answer:
    """Ask once."""
    with _Connection(url, lambda _last: built) as one:
        one.send()
        while not one.receive():
            pass
        assert one.last is not None
        return one.last


def load(
    url: str, asked: Callable[[int], Next], expected: int, seconds: float, pid: int, database_pid: int
) -> Load:
    """Ask for some seconds, or until all is asked, over eight connections.

    Raises AssertionError at an unexpected status.
    """
    selector = selectors.DefaultSelector()
    connections = [_Connection(url, asked(number)) for number in range(CONNECTIONS)]
    for one in connections:
        selector.register(one.socket, selectors.EVENT_READ, one)
    latencies: list[float] = []
    for one in connections:
        one.send()
    # What is under way at the beginning and at the end cancels out.
    spent, spent_there, began = cpu_seconds_of(pid), cpu_seconds_of(database_pid), time.perf_counter()
    until = began + seconds
    while ((now := time.perf_counter()) < until or not latencies) and any(one.waits for one in connections):
        for key, _ in selector.select(max(until - now, 0.01)):
            one = key.data
            if one.receive():
                assert one.last.status == expected, (one.last.status, one.last.body[:500])
                latencies.append((time.perf_counter() - one.sent_at) * 1000)
                one.send()
    elapsed = time.perf_counter() - began
    spent, spent_there = cpu_seconds_of(pid) - spent, cpu_seconds_of(database_pid) - spent_there
    for one in connections:
        while one.waits and not one.receive():
            pass
        one.socket.close()
    selector.close()
    count = len(latencies)
    return Load(count, elapsed, spent / count * 1e6, spent_there / count * 1e6, latencies)


class _Connection:
    """One kept connection, on which one request is under way at a time."""

    def __init__(self, url: str, following: Next) -> None:
        parts = urlsplit(url)
        self.socket = socket.create_connection(("127.0.0.1", parts.port or 80), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._following = following
        self._got = b""
        self.last: Answer | None = None
        self.sent_at = 0.0
        self.waits = False  # for an answer

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self) -> None:
        self.sent_at = time.perf_counter()
        following = self._following(self.last)
        self.waits = following is not None
        if following is not None:
            self.socket.sendall(following)

    def receive(self) -> bool:
        """Take what has come; say whether the answer is whole."""
        piece = self.socket.recv(262_144)
        assert piece, "The server closed the connection."
        self._got += piece
        head, ended, body = self._got.partition(b"\r\n\r\n")
        if not ended:
            return False
        status = int(head[9:12])
        if status != 304:
            lower = head.lower()
            _, _, length = lower.partition(b"\r\ncontent-length:")
            if length:
                if len(body) < int(length.split(b"\r\n", 1)[0]):
                    return False
            elif not body.endswith(b"0\r\n\r\n"):  # it came in chunks
                return False
        self.last, self._got, self.waits = Answer(status, head, body), b"", False
        return True
