"""Connections that may keep us waiting for so many seconds in all, however slowly bytes come."""

import socket
import ssl
import time
from functools import cache
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

CONNECT_SECONDS = 2.0
FIRST_BYTE_SECONDS = 10.0


class _Timed:
    """A socket that may keep us waiting for ``left`` seconds in all, not for each byte anew.

    Only the waiting for the upstream is counted, so a slow browser costs no upstream its answer.
    """

    left = CONNECT_SECONDS
    received = 0

    def recv_into(self, *args: Any) -> int:
        started = self._start()
        try:
            number: int = super().recv_into(*args)  # type: ignore[misc]  # the socket's, mixed in
        finally:
            self.left -= time.monotonic() - started
        self.received += number
        return number

    def sendall(self, *args: Any) -> None:
        started = self._start()
        try:
            super().sendall(*args)  # type: ignore[misc]  # likewise
        finally:
            self.left -= time.monotonic() - started

    def _start(self) -> float:
        if self.left <= 0:
            raise TimeoutError("The time was up.")
        self.settimeout(self.left)  # type: ignore[attr-defined]  # likewise
        return time.monotonic()


class _TimedSocket(_Timed, socket.socket):
    pass


class _TimedTLSSocket(_Timed, ssl.SSLSocket):
    pass


class _Connection(HTTPConnection):
    sock: Any

    def connect(self) -> None:
        super().connect()
        self.sock = _TimedSocket(fileno=self.sock.detach())


def connection_to(host: str, port: int, *, tls: bool) -> Any:
    """Return a connection to be made by ``connect``; from then on its ``sock.left`` are the seconds left."""
    if tls:
        return HTTPSConnection(host, port, timeout=CONNECT_SECONDS, ssl_context=_tls_context())
    return _Connection(host, port, timeout=CONNECT_SECONDS)


@cache
def _tls_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.sslsocket_class = _TimedTLSSocket
    return context
