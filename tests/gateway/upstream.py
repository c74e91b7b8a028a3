"""An upstream over real HTTP on 127.0.0.1 that says byte for byte what a test tells it to say."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Asked:
    """A request as it came in. ``connection`` numbers the connections in the order they were made."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), strict_parsing=True))


Answer = Callable[[Asked, socket.socket], bool]  # returns whether the connection stays open


class FaultyUpstream:
    """Answers every request by ``answer`` and keeps it in ``asked``. ``release`` ends what hangs."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Answer = says({"results": []})
        self.release = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def stop(self) -> None:
        self.release.set()
        # Wakes the thread that accepts; closing alone would not.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Close every connection from this side, as a restarted server does."""
        while self._open:
            with suppress(OSError):
                self._open.pop().shutdown(socket.SHUT_RDWR)

    def drip(self, start: bytes, byte: bytes = b"x") -> Answer:
        """Send ``start``, then a byte now and then."""

        def answer(_asked: Asked, sock: socket.socket) -> bool:
            sock.sendall(start)
            while not self.release.wait(0.05):
                sock.sendall(byte)
            return False

        return answer

    def hang(self, _asked: Asked, _sock: socket.socket) -> bool:
        """Answer nothing until ``release`` is set."""
        self.release.wait(20)
        return False

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            self._connections += 1
            self._open.append(sock)
            threading.Thread(target=self._serve, args=(sock, self._connections), daemon=True).start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        with sock, suppress(OSError):
            while (asked := _read(sock, number)) is not None:
                self.asked.append(asked)
                if not self.answer(asked, sock):
                    return


def _read(sock: socket.socket, number: int) -> Asked | None:
    data = b""
    while HEAD_END not in data:
        part = sock.recv(65536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(HEAD_END)
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.title(): value for name, _, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers.get("Content-Length", 0)):
        part = sock.recv(65536)
        if not part:
            return None
        body += part
    return Asked(method, target, headers, body, number)


def raw(data: bytes, *, stay: bool = False) -> Answer:
    """Send these bytes; then close the connection, or let it ``stay``."""

    def answer(_asked: Asked, sock: socket.socket) -> bool:
        sock.sendall(data)
        return stay

    return answer


def message(status: str, body: bytes = b"", **headers: str) -> bytes:
    """Return an answer with the right length; a header's name has ``_`` for ``-``, and "" takes it away."""
    stated = {"Content_Type": "application/json", "Content_Length": str(len(body)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in stated.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + body


def says(body: Any, status: str = "200 OK", **headers: str) -> Answer:
    """Answer with JSON as a good server does."""
    return raw(message(status, json.dumps(body).encode(), **headers), stay=True)


def in_turn(*answers: Answer) -> Answer:
    """Give each of the answers once, the last one ever after."""
    left = list(answers)

    def answer(asked: Asked, sock: socket.socket) -> bool:
        return (left.pop(0) if len(left) > 1 else left[0])(asked, sock)

    return answer


class TokenEndpoint(FaultyUpstream):
    """A token endpoint: each answer is a new token, ``lifetime`` seconds long, ``delay`` seconds late."""

    def __init__(self) -> None:
        super().__init__()
        self.lifetime: object = 600
        self.delay = 0.0
        self.answer = self.issue

    @property
    def token_url(self) -> str:
        return f"{self.url}/oauth/token"

    @property
    def forms(self) -> list[dict[str, str]]:
        return [asked.form for asked in self.asked]

    def issue(self, asked: Asked, sock: socket.socket) -> bool:
        time.sleep(self.delay)
        token = {
            "access_token": f"token-{len(self.asked)}",
            "token_type": "Bearer",
            "expires_in": self.lifetime,
        }
        return says(token)(asked, sock)


def refuses(error: str, status: str = "400 Bad Request") -> Answer:
    return says({"error": error, "error_description": "In the server's own words."}, status)


@contextmanager
def running(server: FaultyUpstream) -> Iterator[Any]:
    """Yield the server, and leave nothing running behind."""
    try:
        yield server
    finally:
        server.stop()
