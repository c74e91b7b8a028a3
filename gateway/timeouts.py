"""A connection that may keep us waiting for so many seconds in all, however slowly bytes come."""

import socket
import ssl
import time
from functools import cache

from urllib3.util.wait import wait_for_read

CONNECT_SECONDS = 2.0
FIRST_BYTE_SECONDS = 10.0
PIECE = 65_536  # bytes read at once


class Connection:
    """A connection to an upstream; ``left`` are the seconds that it may still keep us waiting.

    Only the waiting for the upstream is counted, so a slow browser costs no upstream its answer.
    Making one raises OSError, and so TimeoutError.
    """

    def __init__(self, host: str, port: int, *, tls: bool) -> None:
        self.left = CONNECT_SECONDS
        self.received = 0  # bytes
        sock = socket.create_connection((host, port), CONNECT_SECONDS)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sock = _tls_context().wrap_socket(sock, server_hostname=host) if tls else sock

    def send(self, data: bytes) -> None:
        started = self._start()
        try:
            self._sock.sendall(data)
        finally:
            self.left -= time.monotonic() - started

    def receive(self) -> bytes:
        """Return what comes next, nothing at the end. Raises OSError, and so TimeoutError."""
        started = self._start()
        try:
            data = self._sock.recv(PIECE)
        finally:
            self.left -= time.monotonic() - started
        self.received += len(data)
        return data

    def is_quiet(self) -> bool:
        """Say whether nothing can be read: it has not ended, and holds nothing that belongs to no answer."""
        return not wait_for_read(self._sock, timeout=0.0)

    def close(self) -> None:
        self._sock.close()

    def _start(self) -> float:
        if self.left <= 0:
            raise TimeoutError("The time was up.")
        self._sock.settimeout(self.left)
        return time.monotonic()


@cache
def _tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()
